// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** The inputs that are kept: a line of text for each, in hexadecimal, so that a change of them can be read. */
final class Corpus {
    private static final String NAME = "corpus.txt";

    private Corpus() {}

    static List<byte[]> inputs() {
        try (InputStream lines = Corpus.class.getResourceAsStream(NAME)) {
            if (lines == null) {
                throw new IllegalStateException("there is no " + NAME);
            }
            return new String(lines.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(HexFormat.of()::parseHex)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
