// SPDX-License-Identifier: Apache-2.0
package tls.close.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets Jazzer loose on one backend after the other, each in a JVM of its own, beginning with the inputs that are kept. An
 * input that shows a mistake is printed by Jazzer and left in {@code target}; {@code CorpusTest} plays it alone.
 */
public final class Fuzzing {
    private static final Path OUTPUT = Path.of("target");

    private Fuzzing() {}

    /**
     * The settings are system properties, as the POM has them.
     *
     * @param args none
     * @throws IOException if a file cannot be read or written
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path kept = Corpus.unpack(OUTPUT.resolve("kept"));
        boolean keeps = System.getProperty("fuzz.corpus", "").equals("write");
        List<String> failed = new ArrayList<>();
        for (String backend : List.of(System.getProperty("fuzz.backend", "").split(",", -1))) {
            Jazzer jazzer = new Jazzer(backend, System.getProperty("fuzz.target", ""));
            Path found = Files.createDirectories(OUTPUT.resolve("found-" + backend));
            if (!jazzer.look(Long.getLong("fuzz.seconds"), found, kept) || (keeps && !jazzer.keep(kept, found))) {
                failed.add(backend);
            }
        }
        if (keeps) {
            Corpus.write(kept);
        }
        if (!failed.isEmpty()) {
            System.err.println("something was found on " + failed + ": see the crash and timeout files in "
                    + OUTPUT.toAbsolutePath());
            System.exit(1);
        }
    }
}
