// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.util.function.Supplier;

/**
 * How many engines hold native resources. The collector knows what heap they take and nothing of their two file
 * descriptors, so it sees no reason to look for those that were forgotten: it is asked to, when many more are alive than
 * there were at the last low. For connections that are in use that is seldom, as each time needs half as many more.
 */
final class Population {
    private static final int MOST_UNNOTICED = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 256;

    private final Runnable collector;
    private int alive;
    private int low;

    Population(Runnable collector) {
        this.collector = collector;
    }

    void born() {
        if (isCollectionDue()) {
            collector.run();
        }
    }

    /**
     * Makes an engine, and if that fails, once more when the collector had its chance, as the JDK does it for direct
     * buffers: where descriptors are few, they may be used up before there are many engines.
     */
    <T> T orAfterCollection(Supplier<T> make) {
        try {
            return make.get();
        } catch (RuntimeException e) {
            collector.run();
            return retry(make, e, 1);
        }
    }

    private static <T> T retry(Supplier<T> make, RuntimeException failure, long pauseMillis) {
        if (pauseMillis > LONGEST_PAUSE_MILLIS || !isPauseOver(pauseMillis)) {
            throw failure;
        }
        try {
            return make.get();
        } catch (RuntimeException e) {
            return retry(make, e, 2 * pauseMillis);
        }
    }

    private static boolean isPauseOver(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized boolean isCollectionDue() {
        alive++;
        boolean due = alive - low > Math.max(MOST_UNNOTICED, low / 2);
        if (due) {
            low = alive; // Sinks as soon as the forgotten ones are gone.
        }
        return due;
    }

    synchronized void died() {
        alive--;
        low = Math.min(low, alive);
    }
}
