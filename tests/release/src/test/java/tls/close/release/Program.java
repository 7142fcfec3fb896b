// SPDX-License-Identifier: Apache-2.0
package tls.close.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs in processes of their own, with the JDK that runs the tests. */
final class Program {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private Program() {}

    static ProcessBuilder maven(Path folder, String... arguments) {
        Path maven = Path.of(System.getProperty("maven.home"), "bin", "mvn");
        return of(folder, maven, Stream.concat(Stream.of("--batch-mode", "--quiet"), Stream.of(arguments)));
    }

    /** @param name of a program of the JDK's */
    static ProcessBuilder jdk(Path folder, String name, String... arguments) {
        return of(folder, JAVA_HOME.resolve("bin").resolve(name), Stream.of(arguments));
    }

    /** What it says comes in one stream. */
    static ProcessBuilder of(Path folder, Path program, Stream<String> arguments) {
        List<String> command =
                Stream.concat(Stream.of(program.toString()), arguments).toList();
        ProcessBuilder process =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        process.environment().put("JAVA_HOME", JAVA_HOME.toString());
        return process;
    }

    /** What a program says that ends well. */
    static String run(ProcessBuilder program) throws IOException, InterruptedException {
        return run(program, 0);
    }

    static String run(ProcessBuilder program, int status) throws IOException, InterruptedException {
        Process process = program.start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertEquals(status, process.waitFor(), () -> program.command() + ":\n" + said);
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
