// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import java.io.IOException;

/** RFC 4217 section 4. */
final class Ftp implements Dialogue {

    @Override
    public void talk(Talk talk, String host) throws IOException {
        Replies.expect(talk, "220");
        talk.say("AUTH TLS\r\n");
        Replies.expect(talk, "234");
    }
}
