// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer.Step;

/** A few threads for many goodbyes, and more of them only for those that are stuck (rule 7.7). */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class GoodbyeWorkersTest {
    private static final int FEW = 16;
    private static final long WHILE_OTHERS_WAIT = 10;
    private static final int MANY = 10_000;
    private static final long STUCK = TimeUnit.MILLISECONDS.toNanos(50);
    private static final CloseLimits HOUR = CloseLimits.DEFAULT.withTimeout(Duration.ofHours(1));

    private final BlockingQueue<GoodbyeWork> done = new LinkedBlockingQueue<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final List<Jam> jams = new ArrayList<>();
    private final List<GoodbyeWorkers> all = new ArrayList<>();

    @AfterEach
    void letThemEnd() {
        jams.forEach(Jam::end);
        all.forEach(GoodbyeWorkers::close);
    }

    private GoodbyeWorkers workers() {
        GoodbyeWorkers workers = new GoodbyeWorkers(done::add);
        all.add(workers);
        return workers;
    }

    /** One that reads so. */
    private GoodbyeWork work(ScriptedLayer.Act act, StubTransport transport) throws IOException {
        transport.blocks = true;
        ScriptedLayer layer = new ScriptedLayer().reads(MANY, dst -> {
            threads.add(Thread.currentThread());
            return act.on(dst);
        });
        Connection connection =
                new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner());
        assertEquals(Progress.DONE, connection.handshake());
        GoodbyeTerms terms = new GoodbyeTerms(CloseRequest.SHUT_RDWR, HOUR);
        return new Goodbye(connection.exchange(), Optional.empty(), terms).work();
    }

    /** One whose peer has answered. */
    private GoodbyeWork quick() throws IOException {
        return work(dst -> Step.CLOSE_NOTIFY, new StubTransport());
    }

    /** Something in which many are stuck as long as the test likes. */
    private final class Jam {
        private final AtomicInteger inside = new AtomicInteger();
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private final List<GoodbyeWork> works = new ArrayList<>();

        Jam(int count) throws IOException {
            jams.add(this);
            for (int i = 0; i < count; i++) {
                works.add(work(this::stop, new StubTransport()));
            }
        }

        private Step stop(ByteBuffer unused) {
            inside.incrementAndGet();
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Step.CLOSE_NOTIFY;
        }

        void end() {
            mayGoOn.countDown();
        }
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    /** Those of ours that have begun since, whatever they do. */
    private static Set<Thread> begunSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tls.close goodbyes") && !before.contains(thread))
                .collect(Collectors.toSet());
    }

    private static boolean isIdle(Thread thread) {
        return thread.getState() == Thread.State.WAITING;
    }

    @Test
    void aThreadIsUsedAgainUntilNobodyNeedsItAnyMore() throws Exception {
        GoodbyeWorkers workers = workers();
        Set<Thread> before = begunSince(Set.of());
        for (int i = 0; i < 5; i++) {
            GoodbyeWork work = quick();
            workers.submit(work);
            assertEquals(work, done.take());
            until(() -> isIdle(threads.iterator().next()));
            assertFalse(workers.reinforce(), "nothing waits");
            assertEquals(threads, begunSince(before));
        }
        assertEquals(1, threads.size());
        workers.close();
        for (Thread thread : threads) {
            assertTrue(thread.isDaemon());
            thread.join();
        }
    }

    /** Two come while one thread is idle: another is needed at most. */
    @Test
    void whoeverIsIdleIsCountedOn() throws Exception {
        for (int round = 0; round < 20; round++) {
            GoodbyeWorkers workers = workers();
            Set<Thread> before = begunSince(Set.of());
            workers.submit(quick());
            assertTrue(done.take().isDone());
            until(() -> begunSince(before).stream().allMatch(GoodbyeWorkersTest::isIdle));
            List<GoodbyeWork> two = List.of(quick(), quick());
            two.forEach(workers::submit);
            int count = begunSince(before).size();
            assertTrue(count <= 2, () -> count + " for two");
            for (GoodbyeWork each : two) {
                assertTrue(done.take().isDone(), each::toString);
            }
        }
    }

    @Test
    void thereAreFewThreadsAsLongAsNoneIsStuck() throws IOException {
        int count;
        boolean some;
        long took;
        do {
            GoodbyeWorkers workers = workers();
            Jam jam = new Jam(100);
            Set<Thread> before = begunSince(Set.of());
            long begin = System.nanoTime();
            jam.works.forEach(workers::submit);
            until(() -> jam.inside.get() >= FEW);
            some = workers.reinforce();
            took = System.nanoTime() - begin;
            count = begunSince(before).size();
            workers.close();
            jam.end();
        } while (took >= STUCK); // Or some are stuck already.
        assertEquals(FEW, count);
        assertTrue(some, "most of them wait");
    }

    @Test
    void whoIsStuckHoldsUpNoOther() throws Exception {
        GoodbyeWorkers workers = workers();
        Jam jam = new Jam(60);
        jam.works.forEach(workers::submit);
        until(() -> !workers.reinforce() && jam.inside.get() == jam.works.size());
        assertFalse(workers.reinforce(), "nobody waits");
        jam.end();
        for (GoodbyeWork each : jam.works) {
            assertTrue(done.take().isDone(), each::toString);
        }
    }

    @Test
    void whoWasIdleAndIsStuckIsNotCountedOnAnyMore() throws Exception {
        GoodbyeWorkers workers = workers();
        workers.submit(quick());
        assertTrue(done.take().isDone());
        until(() -> isIdle(threads.iterator().next()));
        Jam jam = new Jam(1);
        jam.works.forEach(workers::submit);
        until(() -> jam.inside.get() == 1);
        workers.submit(quick());
        assertTrue(done.take().isDone());
    }

    @Test
    void whoeverWaitsForAPeerDoesSoForLongWhereNobodyElseWaits() throws Exception {
        StubTransport transport = new StubTransport();
        BlockingQueue<Long> patience = new LinkedBlockingQueue<>();
        GoodbyeWorkers workers = workers();
        workers.submit(work(
                dst -> {
                    patience.add(remainingMillis(transport));
                    return untilItsTurnIsOver(transport);
                },
                transport));
        long longest = 0;
        while (longest <= WHILE_OTHERS_WAIT) { // A thread may not be running for some time.
            longest = Math.max(longest, patience.take());
        }
        assertTrue(longest <= 100);
    }

    @Test
    void whoeverWaitsForAPeerLetsTheOthersHaveTheirTurn() throws Exception {
        BlockingQueue<Long> patience = new LinkedBlockingQueue<>();
        AtomicBoolean allAreThere = new AtomicBoolean();
        GoodbyeWorkers workers = workers();
        for (int i = 0; i < 100; i++) {
            StubTransport transport = new StubTransport();
            AtomicInteger turns = new AtomicInteger();
            workers.submit(work(
                    dst -> {
                        if (allAreThere.get() && turns.incrementAndGet() > 1) { // The first may have begun before.
                            patience.add(remainingMillis(transport));
                        }
                        return untilItsTurnIsOver(transport);
                    },
                    transport));
        }
        allAreThere.set(true);
        for (int i = 0; i < 500; i++) {
            long time = patience.take();
            assertTrue(time <= WHILE_OTHERS_WAIT, () -> time + " ms");
        }
    }

    private static Step untilItsTurnIsOver(StubTransport transport) throws SocketTimeoutException {
        Deadline turn = Objects.requireNonNull(transport.readBy);
        while (!turn.isOver()) {
            LockSupport.parkNanos(turn.remainingNanos());
        }
        throw new SocketTimeoutException();
    }

    private static long remainingMillis(StubTransport transport) {
        return TimeUnit.NANOSECONDS.toMillis(
                Objects.requireNonNull(transport.readBy).remainingNanos());
    }
}
