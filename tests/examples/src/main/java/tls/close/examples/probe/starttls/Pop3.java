// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import java.io.IOException;

/** RFC 2595 section 4. */
final class Pop3 implements Dialogue {

    @Override
    public void talk(Talk talk, String host) throws IOException {
        talk.expectLine("+OK");
        talk.say("STLS\r\n");
        talk.expectLine("+OK");
    }
}
