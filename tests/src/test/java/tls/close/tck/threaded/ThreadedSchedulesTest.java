// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.PrimitiveIterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.harness.OpenFiles;

/**
 * Schedules whose ends have several threads each, which read, write, say goodbye, close, interrupt each other and hurt
 * the transport. The system property {@code tls.close.threaded} says how many there are, over all pairs of backends; one
 * that fails tells its {@code tls.close.seed}. The same seed has the same plan, but its threads never meet in quite the
 * same places again: {@code tls.close.repetitions} says how often each is played.
 */
@Tag("threads")
class ThreadedSchedulesTest {
    /** Of three backends each is at one end of five pairs in nine, or at both: in a thousand. */
    private static final int COUNT = Integer.getInteger("tls.close.threaded", 1_800);

    private static final int REPETITIONS = Integer.getInteger("tls.close.repetitions", 1);
    private static final long SEED = Long.getLong("tls.close.seed", System.nanoTime());

    /** What one pair plays: every so manieth of all seeds. */
    record Batch(String client, String server, int remainder, int pairs) {
        LongStream seeds() {
            return LongStream.range(SEED, SEED + COUNT).filter(seed -> Math.floorMod(seed, pairs) == remainder);
        }

        private Plan plan(long seed) {
            return Plan.of(client, server, seed);
        }

        @Override
        public String toString() {
            return client + " to " + server;
        }
    }

    static Stream<Batch> batches() {
        List<String> backends = TlsProviders.installed().stream()
                .filter(TlsProvider::isAvailable)
                .map(TlsProvider::name)
                .sorted()
                .toList();
        int many = backends.size();
        return IntStream.range(0, many * many)
                .mapToObj(i -> new Batch(backends.get(i / many), backends.get(i % many), i, many * many))
                .filter(batch -> batch.seeds().findAny().isPresent());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("batches")
    @Timeout(value = 12, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void rule1_2_rule5_2_rule7_3_rule8_1_rule8_3_rule8_4_rule8_5_scenario127_threadsOfBothEndsEndInAnyOrder(Batch batch)
            throws Exception {
        PrimitiveIterator.OfLong seeds = batch.seeds().iterator();
        long half = (batch.seeds().count() + 1) / 2;
        // The first half opens what the JVM has for good, such as what virtual threads are woken by.
        OpenFiles.assertNoneAreLeftBy(1, () -> {
            for (int i = 0; i < half && seeds.hasNext(); i++) {
                play(batch, seeds.nextLong());
            }
        });
    }

    private static void play(Batch batch, long seed) {
        for (int i = 0; i < REPETITIONS; i++) {
            try {
                ThreadedSchedule.play(batch.plan(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "with -Dtls.close.threaded=1 -Dtls.close.seed=" + seed + ", maybe not at the first of"
                                + " -Dtls.close.repetitions: " + e,
                        e);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("batches")
    void aSeedHasTheSamePlanAgain(Batch batch) {
        batch.seeds().forEach(seed -> assertEquals(batch.plan(seed), batch.plan(seed)));
    }
}
