// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tls.close.interop.RunningProgram;

/**
 * A small program of ours in another language, from source, made when it is first asked for.
 *
 * @param sources resources
 * @param compiler what makes {@code @out@} of them, or nothing
 * @param command what runs it
 * @param needs the programs and files that have to be there
 */
record Compiled(List<String> sources, List<String> compiler, List<String> command, List<String> needs) {
    private static final ConcurrentMap<Compiled, List<String>> MADE = new ConcurrentHashMap<>();

    /** In C, over one library. */
    static Compiled c(String library, String header, String... options) {
        List<String> compiler = new ArrayList<>(List.of("gcc", "-O1", "-o", "@out@", "peer.c", library + ".c"));
        compiler.addAll(List.of(options));
        return new Compiled(
                List.of("peer.h", "peer.c", library + ".c"), compiler, List.of("@out@"), List.of("gcc", header));
    }

    static Compiled interpreted(String interpreter, String source) {
        return new Compiled(List.of(source), List.of(), List.of(interpreter, source), List.of(interpreter));
    }

    static Compiled go(String source) {
        return new Compiled(
                List.of(source), List.of("go", "build", "-o", "@out@", source), List.of("@out@"), List.of("go"));
    }

    /** How it is run, once it is made. */
    List<String> command(Path directory) {
        return MADE.computeIfAbsent(this, key -> {
            try {
                return make(Files.createTempDirectory(directory, "made"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    private List<String> make(Path directory) throws IOException, InterruptedException {
        for (String source : sources) {
            try (InputStream content = Compiled.class.getResourceAsStream(source)) {
                Files.copy(Objects.requireNonNull(content, source), directory.resolve(source));
            }
        }
        if (!compiler.isEmpty()) {
            try (RunningProgram run = RunningProgram.start(in(directory, compiler))) {
                run.awaitExit();
                if (!Files.isExecutable(directory.resolve("out"))) {
                    throw run.transcript().complaint("it does not compile");
                }
            }
        }
        return in(directory, command);
    }

    private List<String> in(Path directory, List<String> words) {
        return words.stream()
                .map(word -> word.equals("@out@")
                        ? directory.resolve("out").toString()
                        : sources.contains(word) ? directory.resolve(word).toString() : word)
                .toList();
    }
}
