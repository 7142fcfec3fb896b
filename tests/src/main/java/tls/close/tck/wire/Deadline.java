// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** The end of a test's patience: every wait of the test tools ends here, with a message that says what was missed. */
public final class Deadline {
    /** How long the tools wait for something that should come at once. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration MOMENT = Duration.ofNanos(20_000);

    private final long end = System.nanoTime() + PATIENCE.toNanos();
    private final Supplier<String> missing;

    private Deadline(Supplier<String> missing) {
        this.missing = missing;
    }

    /**
     * Starts a wait.
     *
     * @param missing says what did not come, when it did not; asked at the end only
     * @return a deadline, {@link #PATIENCE} from now
     */
    public static Deadline orElse(Supplier<String> missing) {
        return new Deadline(missing);
    }

    /**
     * How long one may still wait.
     *
     * @return more than zero
     * @throws AssertionError if the time is over
     */
    public Duration remaining() {
        long nanos = end - System.nanoTime();
        if (nanos <= 0) {
            throw new AssertionError(missing.get() + " (waited " + PATIENCE.toSeconds() + " s)");
        }
        return Duration.ofNanos(nanos);
    }

    /**
     * Lets others run for a moment, before the next look at something that tells nobody when it changes, such as how
     * many bytes lie in a socket or what a thread is blocked in. A loop that looks without a pause takes a processor
     * from the thread it waits for.
     *
     * @throws AssertionError if the time is over
     */
    public void pause() {
        remaining();
        LockSupport.parkNanos(MOMENT.toNanos());
    }
}
