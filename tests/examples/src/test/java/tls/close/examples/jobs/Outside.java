// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import tls.close.tck.wire.FreePort;

/** Programs that are not ours. */
final class Outside {
    private Outside() {}

    /** Where it is missing, skips the test; but where the environment variable CI is set, fails it. */
    static void require(String command, String debianPackage) {
        Path unused = find(command, debianPackage);
    }

    /** The same, and where it is. */
    static Path find(String command, String debianPackage) {
        Optional<Path> found = find(command);
        require(found.isPresent(), command, debianPackage);
        return found.orElseThrow();
    }

    /** Servers are in /usr/sbin, which not everybody has in the path. */
    private static Optional<Path> find(String command) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The same for a file in {@code /usr/lib} or in a folder of an architecture in it. */
    static void requireLibrary(String file, String debianPackage) throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            require(folders.anyMatch(folder -> Files.exists(folder.resolve(file))), file, debianPackage);
        }
    }

    private static void require(boolean there, String what, String debianPackage) {
        if (!there) {
            String reason = what + " is missing; Debian has it in the package " + debianPackage;
            if (System.getenv("CI") != null) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
    }

    /** Runs it to its end: what it has put out. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        int status = process.waitFor();
        return status == 0 ? output : output + "exit status " + status;
    }

    /** Starts a server at a port that is free, and waits until it listens there. */
    static Server start(IntFunction<String[]> command) throws IOException, InterruptedException {
        int port = FreePort.find();
        String[] located = command.apply(port);
        located[0] = find(located[0]).map(Path::toString).orElse(located[0]); // It is started as it was found.
        Process process = new ProcessBuilder(located).redirectErrorStream(true).start();
        Server server = new Server(process, process.inputReader(ISO_8859_1), port);
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return server;
            } catch (ConnectException e) {
                if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                    throw new IOException("exit status " + process.exitValue() + " of " + process.info(), e);
                }
            }
        }
    }

    /** One that runs until it is closed. */
    record Server(Process process, BufferedReader output, int port) implements Closeable {
        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }
}
