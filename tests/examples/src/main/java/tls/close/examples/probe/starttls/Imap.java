// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import java.io.IOException;

/** RFC 9051 section 6.2.1. */
final class Imap implements Dialogue {

    @Override
    public void talk(Talk talk, String host) throws IOException {
        talk.expectLine("* OK");
        talk.say("a STARTTLS\r\n");
        String line;
        do {
            line = talk.line();
        } while (line.startsWith("* "));
        Talk.expect(line, "a OK");
    }
}
