// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A moment on the monotonic clock by which something has to be done (rule 7.1). Immutable. */
public final class Deadline {
    /** Longer than any process lives, and short enough for the clock's arithmetic to wrap around properly. */
    private static final Duration NEVER = Duration.ofDays(100 * 365L);

    /** Over already: what can be done without waiting is done. */
    public static final Deadline NOW = new Deadline(System.nanoTime(), true);

    /**
     * For whoever goes on with something else meanwhile: nothing waits, and nothing is late. What cannot be done at once is
     * left for another try, over a channel that is {@linkplain Selectable#hold held} so that neither side can block.
     */
    public static final Deadline TRY = new Deadline(System.nanoTime(), false);

    private final long at;
    private final boolean finite;

    private Deadline(long at, boolean finite) {
        this.at = at;
        this.finite = finite;
    }

    public static Deadline after(Duration time) {
        boolean finite = time.compareTo(NEVER) < 0;
        return new Deadline(System.nanoTime() + (finite ? time : NEVER).toNanos(), finite);
    }

    /** The sooner one; null means never. */
    public static @Nullable Deadline earlier(@Nullable Deadline one, @Nullable Deadline other) {
        return one == null ? other : one.or(other);
    }

    /** This moment, or the other if that is sooner; null means never. */
    public Deadline or(@Nullable Deadline other) {
        return other == null || at - other.at <= 0 ? this : other;
    }

    /** This moment, or the end of that time from now if that is sooner. */
    public Deadline orAfter(Duration time) {
        return or(after(time));
    }

    public boolean isFinite() {
        return finite;
    }

    /** The nanoseconds that are left; 0 or less when it is over. */
    public long remainingNanos() {
        return at - System.nanoTime();
    }

    /** The milliseconds that are left, rounded up, but at most {@code most}; 0 when it is over. */
    public int remainingMillis(int most) {
        long left = Math.max(0, remainingNanos());
        return (int) Math.min(most, TimeUnit.NANOSECONDS.toMillis(left + 999_999));
    }

    public boolean isOver() {
        return this != TRY && remainingNanos() <= 0;
    }
}
