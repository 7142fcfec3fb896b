// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The file descriptors of this process. */
final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");

    private Descriptors() {}

    static long count() throws IOException {
        assumeTrue(Files.isDirectory(OPEN), "only Linux shows the descriptors that a process holds");
        try (Stream<Path> descriptors = Files.list(OPEN)) {
            return descriptors.count();
        }
    }
}
