// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import java.io.IOException;

/** Replies of a code and text, of one line or of several: "220-…" until "220 …" (RFC 959 section 4.2, RFC 5321 4.2.1). */
final class Replies {
    private static final int CODE = 3;

    private Replies() {}

    /** All lines of a reply that has to have this code. */
    static String expect(Talk talk, String code) throws IOException {
        String first = talk.expectLine(code);
        StringBuilder reply = new StringBuilder(first);
        if (first.startsWith("-", CODE)) {
            String line;
            do {
                line = talk.line();
                reply.append('\n').append(line);
            } while (!line.startsWith(code + " "));
        }
        return reply.toString();
    }
}
