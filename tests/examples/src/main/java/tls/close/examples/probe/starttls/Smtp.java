// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import java.io.IOException;

/** RFC 3207. */
final class Smtp implements Dialogue {

    @Override
    public void talk(Talk talk, String host) throws IOException {
        Replies.expect(talk, "220");
        talk.say("EHLO localhost\r\n");
        Replies.expect(talk, "250");
        talk.say("STARTTLS\r\n");
        Replies.expect(talk, "220");
    }
}
