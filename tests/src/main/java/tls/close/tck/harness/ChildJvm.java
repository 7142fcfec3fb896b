// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The same Java with the same classes, in a process of its own whose options differ. */
public final class ChildJvm {
    private static final String CLASSES = Stream.of("jdk.module.path", "java.class.path")
            .map(System::getProperty)
            .filter(Objects::nonNull)
            .filter(path -> !path.isEmpty())
            .collect(Collectors.joining(File.pathSeparator));

    /** In its few seconds the second compiler costs more than it earns. */
    private static final List<String> SHORT_LIVED =
            List.of("-XX:+IgnoreUnrecognizedVMOptions", "-XX:TieredStopAtLevel=1");

    private ChildJvm() {}

    /**
     * Runs a {@code main}, which fails by throwing something.
     *
     * @param limit how long it may take
     * @param options of the JVM
     * @param main the class
     * @param arguments its own
     * @throws IOException if it cannot be started
     * @throws InterruptedException if the wait for its end is interrupted
     */
    public static void run(Duration limit, List<String> options, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("tls-close", ".txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(options);
        command.addAll(List.of("-classpath", CLASSES, main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            String end = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)
                    ? "exit code " + process.exitValue()
                    : "not done after " + limit;
            String said = Files.readString(output);
            assertEquals("exit code 0", end, () -> command + " says:\n" + said);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
