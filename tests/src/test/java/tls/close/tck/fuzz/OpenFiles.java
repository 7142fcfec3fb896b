// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;

/** The descriptors of this process, where it shows them: an engine of Conscrypt's has two until it is freed. */
final class OpenFiles {
    private static final File DESCRIPTORS = new File("/proc/self/fd");

    /** What the JVM may open meanwhile by itself: a connection that is left has as many at least. */
    private static final int OTHERS = 1;

    private OpenFiles() {}

    static int count(String backend) {
        String[] names = backend.equals("conscrypt") ? DESCRIPTORS.list() : null;
        return names == null ? 0 : names.length;
    }

    static void assertNoMoreThan(int before, String backend) {
        int now = count(backend);
        assertTrue(now <= before + OTHERS, () -> before + " open files became " + now);
    }
}
