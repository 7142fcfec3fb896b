// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import java.io.IOException;

/** A connection before TLS. Both calls wait, for as long as the caller of the dialogue has the patience. */
public interface PlainWire {

    /**
     * Takes one byte, and nothing of what follows it: that may be TLS already.
     *
     * @return 0 to 255; -1 at the end
     * @throws IOException if the connection failed, or the time is over
     */
    int read() throws IOException;

    /**
     * Writes all of it.
     *
     * @param bytes to write
     * @throws IOException if the connection failed, or the time is over
     */
    void write(byte[] bytes) throws IOException;
}
