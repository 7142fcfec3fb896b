// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules 7.4 and 7.7: what is stuck is closed, what is not stuck is left alone, by threads of our own. */
@Timeout(30)
class WatchdogTest {
    private static final Deadline OVER = Deadline.after(Duration.ZERO);

    /** A transport whose write returns when it is closed. */
    private static final class Stuck implements Closeable {
        private final CountDownLatch closed = new CountDownLatch(1);

        void write() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            throw new IOException("closed");
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void aStuckWriteIsEndedByClosingItsTransport() {
        Stuck stuck = new Stuck();
        long began = System.nanoTime();
        assertThrows(TransportAbandonedException.class, () -> Watchdog.watch(OVER, stuck, stuck::write));
        assertEquals(0, stuck.closed.getCount());
        assertTrue(System.nanoTime() - began >= TimeUnit.MILLISECONDS.toNanos(250), "slow is not stuck");
    }

    @Test
    void aWriteThatComesBackIsNotAnsweredWithAClosedTransport() throws IOException {
        Stuck transport = new Stuck();
        Watchdog.watch(OVER, transport, () -> {});
        assertEquals(1, transport.closed.getCount());
    }

    @Test
    void whatAWriteThrowsInTimeIsItsOwn() {
        IOException broken = new IOException("broken pipe");
        Stuck transport = new Stuck();
        assertSame(
                broken,
                assertThrows(
                        IOException.class,
                        () -> Watchdog.watch(OVER, transport, () -> {
                            throw broken;
                        })));
        assertEquals(1, transport.closed.getCount());
    }

    /** The operation says what is wrong. */
    @Test
    void aTransportThatCannotBeClosedIsGivenUpAllTheSame() {
        CountDownLatch closed = new CountDownLatch(1);
        Closeable broken = () -> {
            closed.countDown();
            throw new IOException("cannot be closed");
        };
        TransportAbandonedException told = assertThrows(
                TransportAbandonedException.class,
                () -> Watchdog.watch(OVER, broken, () -> {
                    try {
                        closed.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }));
        assertEquals(null, told.getCause(), "it came back without a word");
    }

    /** Whatever it throws, it is not watched any more: its transport may be in use again. */
    @Test
    void whatIsOverIsNotWatched() throws Exception {
        Stuck transport = new Stuck();
        IllegalStateException bug = new IllegalStateException("bug");
        assertSame(
                bug,
                assertThrows(
                        IllegalStateException.class,
                        () -> Watchdog.watch(OVER, transport, () -> {
                            throw bug;
                        })));
        aStuckWriteIsEndedByClosingItsTransport(); // Which was begun later.
        assertEquals(1, transport.closed.getCount());
    }

    @Test
    void aCloseThatTakesItsTimeHoldsUpNoOther() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        Closeable slow = () -> {
            closing.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        };
        FutureTask<Throwable> first = new FutureTask<>(() -> assertThrows(
                TransportAbandonedException.class,
                () -> Watchdog.watch(OVER, slow, () -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    throw new IOException("closed");
                })));
        start(first);
        closing.await();
        aStuckWriteIsEndedByClosingItsTransport();
        assertFalse(first.isDone());
        release.countDown();
        first.get(10, TimeUnit.SECONDS);
    }

    /** In the order of their deadlines, whatever the order in which they began. */
    @Test
    void eachHasItsOwnDeadline() throws Exception {
        Stuck patient = new Stuck();
        Deadline late = Deadline.after(Duration.ofHours(1));
        List<FutureTask<Throwable>> later = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            later.add(new FutureTask<>(() -> assertThrows(
                    TransportAbandonedException.class, () -> Watchdog.watch(late, patient, patient::write))));
        }
        start(later.get(0));
        List<FutureTask<Throwable>> sooner = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Stuck stuck = new Stuck();
            Deadline deadline = Deadline.after(Duration.ofMillis(300 - 10L * i));
            sooner.add(new FutureTask<>(() -> assertThrows(
                    TransportAbandonedException.class, () -> Watchdog.watch(deadline, stuck, stuck::write))));
        }
        sooner.forEach(WatchdogTest::start);
        start(later.get(1));
        for (FutureTask<Throwable> task : sooner) {
            task.get(10, TimeUnit.SECONDS);
        }
        assertEquals(1, patient.closed.getCount());
        patient.close();
        for (FutureTask<Throwable> task : later) {
            assertThrows(Exception.class, () -> task.get(10, TimeUnit.SECONDS), "it came back by itself");
        }
    }

    @Test
    void itsThreadGoesWhenThereIsNothingToWatch() throws Exception {
        aStuckWriteIsEndedByClosingItsTransport();
        Thread watchdog = watchdog();
        if (watchdog != null) {
            assertTrue(watchdog.isDaemon());
            watchdog.join(TimeUnit.SECONDS.toMillis(20));
            assertFalse(watchdog.isAlive());
        }
        aStuckWriteIsEndedByClosingItsTransport(); // And comes back.
    }

    private static @org.jspecify.annotations.Nullable Thread watchdog() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("tls.close watchdog"))
                .findFirst()
                .orElse(null);
    }

    private static void start(FutureTask<?> task) {
        Thread thread = new Thread(task, "stuck");
        thread.setDaemon(true);
        thread.start();
    }
}
