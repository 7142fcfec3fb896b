// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Other words in the source of one class of the code under test. Where they begin and end in a line does not count.
 *
 * @param type the name of the class
 * @param words what stands there once
 * @param others what stands there instead; it adds and removes no method and no field
 */
record Mutation(String type, String words, String others) {
    private static final Path ROOT = Path.of(System.getProperty("basedir")).resolve("../..");

    /** In the API. */
    static Mutation in(String type, String words, String others) {
        return new Mutation("tls.close." + type, words, others);
    }

    Path source() {
        String file = type.replace('.', '/') + ".java";
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main/java").resolve(file))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no module has " + file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole source with the other words in it. */
    String mutated() {
        String before;
        try {
            before = Files.readString(source());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Matcher found = pattern().matcher(before);
        MatchResult[] all = found.results().toArray(MatchResult[]::new);
        if (all.length != 1) {
            throw new AssertionError(
                    "whoever changed " + type + " finds a new place for this culprit: these words stand" + " there "
                            + all.length + " times and not once: " + words);
        }
        return before.substring(0, all[0].start()) + others + before.substring(all[0].end());
    }

    private Pattern pattern() {
        return Pattern.compile(
                Stream.of(words.strip().split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
    }
}
