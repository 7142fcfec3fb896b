// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** The lines of a control connection, which goes from plaintext to TLS and back between two of them. */
final class FtpLines {
    private static final int LONGEST = 4096;

    private InputStream in;
    private OutputStream out;

    FtpLines(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** From the next line on. */
    void goOn(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** A file may have any name; but the rest of one that is two lines would be a command of its own. */
    static void requireOneLine(String words) {
        if (words.indexOf('\r') >= 0 || words.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("what is more than one line is not said");
        }
    }

    void write(String line) throws IOException {
        requireOneLine(line);
        out.write((line + "\r\n").getBytes(UTF_8));
    }

    /**
     * As it came, but for its end; empty at the end of the connection. Reads not one byte of what follows: that may be TLS.
     *
     * @throws EOFException if the connection ends inside a line: what is cut may mean something else
     */
    Optional<String> read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 && line.size() == 0) {
                return Optional.empty();
            }
            if (next < 0) {
                throw new EOFException("the connection has ended inside a line");
            }
            if (line.size() == LONGEST) {
                throw new IOException("a line that is longer than " + LONGEST + " bytes");
            }
            line.write(next);
        }
        String text = line.toString(UTF_8);
        return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
