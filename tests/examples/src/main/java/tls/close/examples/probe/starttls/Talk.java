// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe.starttls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.Predicate;

/** A dialogue's reading and writing. What the server says is bounded: it is nobody we know yet. */
final class Talk {
    private static final int LONGEST = 1 << 14;

    private final PlainWire wire;

    Talk(PlainWire wire) {
        this.wire = wire;
    }

    void say(String text) throws IOException {
        wire.write(text.getBytes(ISO_8859_1));
    }

    void say(byte[] bytes) throws IOException {
        wire.write(bytes);
    }

    int octet() throws IOException {
        int octet = wire.read();
        if (octet < 0) {
            throw new EOFException("the server ended the connection before TLS");
        }
        return octet;
    }

    byte[] octets(int count) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        while (octets.size() < count) {
            octets.write(octet());
        }
        return octets.toByteArray();
    }

    /** A line without its end. */
    String line() throws IOException {
        String line = until(text -> text.endsWith("\n"));
        return line.stripTrailing();
    }

    /** What the server says until it is enough. */
    String until(Predicate<String> enough) throws IOException {
        StringBuilder text = new StringBuilder();
        do {
            text.append((char) octet());
            if (text.length() > LONGEST) {
                throw new NoStartTlsException(text.toString());
            }
        } while (!enough.test(text.toString()));
        return text.toString();
    }

    /** A line that begins like this. */
    String expectLine(String start) throws IOException {
        return expect(line(), start);
    }

    static String expect(String answer, String start) throws NoStartTlsException {
        if (!answer.startsWith(start)) {
            throw new NoStartTlsException(answer);
        }
        return answer;
    }
}
