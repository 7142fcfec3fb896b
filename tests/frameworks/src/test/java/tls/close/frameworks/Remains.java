// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sockets that this process holds, as far as the system tells them, and the threads that are ours. */
final class Remains {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final long MOMENT_MILLIS = 20;

    private final Set<String> before;

    private Remains(Set<String> before) {
        this.before = before;
    }

    private static Remains now() throws IOException {
        return new Remains(sockets());
    }

    /** After it was done once, for what that opens for good. */
    static void assertNoneOf(Facts.Attempt attempt) throws Exception {
        attempt.run();
        Remains remains = now();
        attempt.run();
        remains.awaitNothingMore();
    }

    /** Waits until there is nothing that was not there before. Some libraries let go when they are collected. */
    private void awaitNothingMore() throws Exception {
        long deadline = System.nanoTime() + Patience.LIMIT.toNanos();
        ReferenceQueue<Object> nothing = new ReferenceQueue<>();
        while (true) {
            Set<String> more = new HashSet<>(sockets());
            more.removeAll(before);
            List<Thread> threads = ourThreads();
            if (more.isEmpty() && threads.isEmpty()) {
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("left behind: sockets " + more + ", threads " + threads);
            }
            for (Thread thread : threads) {
                thread.join(Patience.MILLIS);
            }
            if (!more.isEmpty()) {
                System.gc();
                nothing.remove(MOMENT_MILLIS);
            }
        }
    }

    private static List<Thread> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tls.close "))
                .toList();
    }

    private static Set<String> sockets() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Set.of(); // Only Linux shows them.
        }
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors
                    .map(Remains::target)
                    .filter(name -> name.startsWith("socket:"))
                    .collect(Collectors.toSet());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // Closed since.
        }
    }
}
