// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import java.io.IOException;

/** What a protocol says before TLS begins. */
interface Dialogue {

    /**
     * Talks until the next byte is TLS's.
     *
     * @param host the server's name, for those that ask for it
     * @throws NoStartTlsException if the server wants none
     */
    void talk(Talk talk, String host) throws IOException;
}
