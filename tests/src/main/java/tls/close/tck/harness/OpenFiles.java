// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tls.close.tck.wire.BackgroundCall.Action;

/** Counts the file descriptors of this process, as far as the system tells them. */
public final class OpenFiles {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** What the JVM may open meanwhile by itself. */
    private static final long OTHERS = 5;

    private OpenFiles() {}

    /** Does something once, for what it opens for good; what the other times add is a leak. */
    public static void assertNoneAreLeftBy(int times, Action action) throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "only Linux shows the descriptors that a process holds");
        action.run();
        long before = count();
        for (int i = 0; i < times; i++) {
            action.run();
        }
        long after = count();
        assertTrue(after <= before + OTHERS, () -> before + " open files became " + after + " in " + times + " times");
    }

    /** Does something a few times, which opens files that only the garbage collector closes: it does. */
    public static void assertAllComeBack(int times, Action action) throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "only Linux shows the descriptors that a process holds");
        action.run();
        Garbage garbage = new Garbage(new Object());
        garbage.awaitCollection();
        long before = count();
        for (int i = 0; i < times; i++) {
            action.run();
        }
        garbage.collectUntil(() -> isAtMost(before + OTHERS), () -> "more than " + before + " open files are left");
    }

    private static boolean isAtMost(long most) {
        try {
            return count() <= most;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count() throws IOException {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors.count();
        }
    }
}
