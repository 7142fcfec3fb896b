// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.Random;

/**
 * A test of what threads do at the same time, again and again. The system property {@code tls.close.rounds} says how
 * often; one that fails tells the {@code tls.close.seed} with which it begins as it did then.
 */
public final class Rounds {
    private static final int COUNT = Integer.getInteger("tls.close.rounds", 6);
    private static final long SEED = Long.getLong("tls.close.seed", System.nanoTime());

    private Rounds() {}

    /** One of many. */
    @FunctionalInterface
    public interface Round {
        /**
         * Plays it.
         *
         * @param random what it may differ by
         * @param threads of every other kind
         * @throws Exception if it fails
         */
        void play(Random random, Threads threads) throws Exception;
    }

    public static void play(Round round) {
        for (long seed = SEED; seed < SEED + COUNT; seed++) {
            try {
                round.play(new Random(seed), (seed & 1) == 0 ? Threads.VIRTUAL : Threads.PLATFORM);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("with -Dtls.close.rounds=1 -Dtls.close.seed=" + seed + ": " + e, e);
            }
        }
    }
}
