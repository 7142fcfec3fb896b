// SPDX-License-Identifier: Apache-2.0
package tls.close.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that are kept: lines of text among the sources, and a file for each where Jazzer reads them. */
final class Corpus {
    private static final Path TEXT = Path.of("../src/test/resources/tls/close/tck/fuzz/corpus.txt");

    private Corpus() {}

    /** Into a folder. */
    static Path unpack(Path folder) throws IOException {
        Files.createDirectories(folder);
        int number = 0;
        for (String line : Files.readAllLines(TEXT)) {
            Files.write(folder.resolve("kept-" + number++), HexFormat.of().parseHex(line));
        }
        return folder;
    }

    /** From a folder, the shortest first. */
    static void write(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> lines = files.map(Corpus::line)
                    .distinct()
                    .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                    .toList();
            Files.write(TEXT, lines);
        }
    }

    private static String line(Path file) {
        try {
            return HexFormat.of().formatHex(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
