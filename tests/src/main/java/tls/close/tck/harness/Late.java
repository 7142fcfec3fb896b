// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.function.Executable;
import tls.close.CloseTimeoutException;

/** Goodbyes whose time runs out. */
public final class Late {
    /** Much more than a busy machine needs, and much less than the default of ten seconds. */
    public static final Duration SOON = Duration.ofSeconds(5);

    private Late() {}

    /** It ends by itself: not before the time is over, and soon after. */
    public static void assertLate(Duration limit, Executable bye) {
        long start = System.nanoTime();
        assertThrows(CloseTimeoutException.class, bye);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(limit) >= 0, () -> "only " + took);
        assertTrue(took.compareTo(SOON) < 0, took::toString);
    }
}
