// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rule 7.1. */
class DeadlineTest {
    private static final Deadline OVER = Deadline.after(Duration.ZERO);
    private static final Deadline HOUR = Deadline.after(Duration.ofHours(1));
    private static final Deadline NEVER = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE));

    @Test
    void rule7_1_whatCannotBeCountedInNanosecondsIsNeverOver() {
        assertFalse(NEVER.isFinite());
        assertFalse(NEVER.isOver());
        assertTrue(NEVER.remainingNanos() > HOUR.remainingNanos());
        assertTrue(HOUR.isFinite());
        assertTrue(Deadline.after(Duration.ofDays(99 * 365)).isFinite());
        assertFalse(Deadline.after(Duration.ofDays(100 * 365)).isFinite());
    }

    @Test
    void rule7_1_ofTwoTheEarlierCounts() {
        assertSame(OVER, OVER.or(HOUR));
        assertSame(OVER, HOUR.or(OVER));
        assertSame(HOUR, HOUR.or(null));
        assertSame(HOUR, HOUR.or(HOUR));
        assertSame(HOUR, Deadline.earlier(null, HOUR));
        assertSame(HOUR, Deadline.earlier(HOUR, null));
        assertSame(OVER, Deadline.earlier(HOUR, OVER));
        assertNull(Deadline.earlier(null, null));
        assertSame(HOUR, HOUR.orAfter(Duration.ofHours(2)));
        assertTrue(HOUR.orAfter(Duration.ZERO).isOver());
    }

    @Test
    void rule7_1_aTryIsNotOverBeforeItWasMade() {
        assertTrue(OVER.isOver());
        assertTrue(Deadline.NOW.isOver());
        assertFalse(Deadline.TRY.isOver());
        assertTrue(Deadline.NOW.isFinite());
        assertFalse(Deadline.TRY.isFinite());
    }

    /** Zero means for ever to a socket. */
    @Test
    void rule7_1_aPartOfAMillisecondIsAWholeOne() {
        assertEquals(0, OVER.remainingMillis(100));
        assertEquals(100, HOUR.remainingMillis(100));
        assertEquals(
                1,
                Deadline.after(Duration.ofNanos(Duration.ofHours(1).toNanos() + 1))
                        .remainingMillis(1));
        int hour = HOUR.remainingMillis(Integer.MAX_VALUE);
        assertTrue(hour > 0 && hour <= Duration.ofHours(1).toMillis(), () -> hour + " ms");
    }
}
