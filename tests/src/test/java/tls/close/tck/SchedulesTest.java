// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two event loops whose calls come in any order. The system property {@code tls.close.schedules} says how many orders;
 * one that fails tells its {@code tls.close.seed}.
 */
class SchedulesTest {
    private static final int COUNT = Integer.getInteger("tls.close.schedules", 10_000);
    private static final long SEED = Long.getLong("tls.close.seed", System.nanoTime());

    /** What one pair plays: every so manieth of all seeds. */
    record Batch(Pair pair, int remainder, int pairs) {
        LongStream seeds() {
            return LongStream.range(SEED, SEED + COUNT).filter(seed -> Math.floorMod(seed, pairs) == remainder);
        }

        @Override
        public String toString() {
            return pair.toString();
        }
    }

    static Stream<Batch> batches() {
        List<Pair> pairs = PairsTest.pairs().toList();
        return IntStream.range(0, pairs.size())
                .mapToObj(i -> new Batch(pairs.get(i), i, pairs.size()))
                .filter(batch -> batch.seeds().findAny().isPresent());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("batches")
    @Timeout(value = 1, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void rule6_2_rule6_4_rule7_9_scenario137_twoEventLoopsEndInAnyOrderOfTheirCalls(Batch batch) {
        batch.seeds().forEach(seed -> {
            try {
                Schedule.play(batch.pair(), new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("with -Dtls.close.schedules=1 -Dtls.close.seed=" + seed + ": " + e, e);
            }
        });
    }
}
