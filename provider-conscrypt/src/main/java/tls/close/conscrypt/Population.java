// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

/**
 * How many engines hold native resources. The collector knows what heap they take and nothing of their two file
 * descriptors, so it sees no reason to look for those that were forgotten: it is asked to, when many more are alive than
 * there were at the last low. For connections that are in use that is seldom, as each time needs half as many more.
 */
final class Population {
    private static final int MOST_UNNOTICED = 1_000;

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
