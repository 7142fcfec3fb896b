// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.data;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.spi.RecordLayer.Step;

/** What is done in which thread, and for what a selector waits. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class GoodbyeLoopTest {
    private static final CloseLimits HOUR = CloseLimits.DEFAULT.withTimeout(Duration.ofHours(1));
    private static final CloseLimits ONE_TRY = HOUR.withTimeout(Duration.ZERO);
    private static final long LOOK = 100;

    private final StubSelector selector = new StubSelector();
    private final List<Goodbye> goodbyes = new ArrayList<>();
    private GoodbyeTerms terms = new GoodbyeTerms(CloseRequest.SHUT_RDWR, HOUR);

    /** A connection that is to be ended. */
    private final class End {
        private final StubSelector.Place place = selector.new Place();
        private final ScriptedLayer layer = new ScriptedLayer();
        private final Connection connection;
        private final Goodbye goodbye;

        End(boolean isSelectable) throws IOException {
            StubTransport transport = new StubTransport();
            transport.blocks = !isSelectable;
            connection = new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner());
            assertEquals(Progress.DONE, connection.handshake());
            goodbye = new Goodbye(connection.exchange(), isSelectable ? Optional.of(place) : Optional.empty(), terms);
            goodbyes.add(goodbye);
        }

        void comes(ScriptedLayer.Act act) {
            layer.reads(1, act);
            selector.makeReady(place);
        }

        int waitsFor() {
            return Objects.requireNonNull(place.key()).interestOps();
        }

        Optional<IOException> failure() {
            return goodbye.outcome().failure();
        }
    }

    private void run() throws IOException {
        try (GoodbyeLoop loop = new GoodbyeLoop(selector, terms, goodbyes)) {
            loop.run();
        }
        assertTrue(selector.acts.isEmpty(), "it is over too soon");
    }

    private static ScriptedLayer.Act closeNotifyIn(CompletableFuture<Thread> thread) {
        return dst -> {
            thread.complete(Thread.currentThread());
            return Step.CLOSE_NOTIFY;
        };
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertEnds(Thread worker) throws InterruptedException {
        assertTrue(worker.isDaemon());
        worker.join(TimeUnit.SECONDS.toMillis(10));
        assertFalse(worker.isAlive(), "it waits for more");
    }

    @Test
    void rule7_7_onlyWhatNoSelectorCanWaitForNeedsAThread() throws Exception {
        CompletableFuture<Thread> selected = new CompletableFuture<>();
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        new End(true).layer.reads(1, closeNotifyIn(selected));
        new End(false).layer.reads(1, closeNotifyIn(worker));
        run();
        assertEquals(Thread.currentThread(), selected.get());
        assertNotSame(Thread.currentThread(), worker.get());
        assertEnds(worker.get());
    }

    @Test
    void whoeverIsDoneHasItsModeBackWhileTheOthersAreWaitedFor() throws IOException {
        End done = new End(true);
        End waits = new End(true);
        done.layer.reads(1, step(Step.CLOSE_NOTIFY));
        selector.acts.add(() -> {
            assertEquals(1, waits.layer.closed);
            assertTrue(done.place.isBlocking());
            assertNull(done.place.key());
            assertFalse(waits.place.isBlocking());
            assertEquals(SelectionKey.OP_READ, waits.waitsFor());
            waits.comes(step(Step.CLOSE_NOTIFY));
        });
        waits.place.atGiveBack = () -> assertFalse(selector.isOpen(), "it still has the channel");
        run();
        assertEquals(List.of(LOOK), selector.waits);
        assertEquals(Optional.empty(), done.failure());
        assertEquals(Optional.empty(), waits.failure());
        assertTrue(waits.place.isBlocking());
    }

    @Test
    void rule6_4_whatHasLeftTheSelectorIsForgottenAtOnceAndThenItWaits() throws IOException {
        End first = new End(true);
        End second = new End(true);
        selector.acts.add(() -> first.comes(step(Step.CLOSE_NOTIFY)));
        selector.acts.add(() -> assertFalse(first.place.isBlocking()));
        selector.acts.add(() -> {
            assertTrue(first.place.isBlocking());
            assertTrue(selector.selectedKeys().isEmpty());
            assertEquals(1, second.layer.rooms.size(), "nothing has come there");
            second.comes(step(Step.CLOSE_NOTIFY));
        });
        run();
        assertEquals(List.of(LOOK, StubSelector.AT_ONCE, LOOK), selector.waits);
        assertEquals(Optional.empty(), first.failure());
        assertEquals(Optional.empty(), second.failure());
    }

    @Test
    void rule7_1_withoutTimeNothingIsWaitedFor() throws IOException {
        terms = new GoodbyeTerms(CloseRequest.SHUT_RDWR, ONE_TRY);
        End late = new End(true);
        run();
        assertEquals(List.of(StubSelector.AT_ONCE), selector.waits);
        assertInstanceOf(CloseTimeoutException.class, late.failure().orElseThrow());
    }

    /** Looking at all of them each time would make a thousand of them cost a million looks. */
    @Test
    void onlyThoseThatAreReadyAreLookedAtButForTenTimesASecond() throws IOException {
        End end = new End(true);
        for (int i = 0; i < 500; i++) {
            selector.acts.add(() -> Objects.requireNonNull(end.place.key()).interestOps(0)); // As if overtaken.
        }
        selector.acts.add(() -> end.comes(step(Step.CLOSE_NOTIFY)));
        long begin = System.nanoTime();
        run();
        long looks = 1 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) / LOOK;
        assertTrue(end.layer.rooms.size() <= 2 + looks, () -> end.layer.rooms.size() + " looks, not " + looks);
    }

    @Test
    void rule8_4_whatAnotherThreadClosesIsNoticedThoughNothingComes() throws IOException {
        End end = new End(true);
        selector.acts.add(end.connection::close);
        run();
        assertInstanceOf(ClosedChannelException.class, end.failure().orElseThrow());
    }

    @Test
    void rule8_2_aWorkerWaitsBesideAReaderAndThenTheSelectorDoes() throws Exception {
        End end = new End(true);
        CountDownLatch reads = new CountDownLatch(1);
        CountDownLatch comes = new CountDownLatch(1);
        Thread reader = new Thread(() -> assertEquals(1, readByte(end.connection)), "reader");
        reader.setDaemon(true);
        selector.acts.add(() -> {
            end.comes(dst -> {
                reads.countDown();
                await(comes);
                return data(1).on(dst);
            });
            reader.start();
            await(reads);
        });
        selector.acts.add(() -> {
            assertEquals(0, end.waitsFor());
            assertTrue(selector.selectedKeys().isEmpty());
            comes.countDown();
            selector.waitFor(TimeUnit.SECONDS.toMillis(20));
        });
        selector.acts.add(() -> {
            assertEquals(SelectionKey.OP_READ, end.waitsFor());
            end.comes(step(Step.CLOSE_NOTIFY));
        });
        run();
        assertEquals(Optional.empty(), end.failure());
        reader.join();
    }

    private static int readByte(Connection connection) {
        try {
            return connection.read(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The caller waits for it meanwhile, and does not spin. */
    @Test
    void rule7_1_aWorkerThatIsAboutToBeDoneHasAMomentMore() throws Exception {
        terms = new GoodbyeTerms(CloseRequest.SHUT_RDWR, ONE_TRY);
        End end = new End(false);
        CountDownLatch comes = new CountDownLatch(1);
        end.layer.reads(1, dst -> {
            await(comes);
            return Step.CLOSE_NOTIFY;
        });
        selector.acts.add(() -> {});
        selector.acts.add(() -> {
            comes.countDown();
            selector.waitFor(TimeUnit.SECONDS.toMillis(20));
        });
        run();
        assertEquals(Optional.empty(), end.failure());
        assertTrue(selector.waits.stream().allMatch(wait -> wait > 0), () -> selector.waits.toString());
    }

    @Test
    void rule7_3_aWorkerThatIsStuckIsGivenUpAfterAnInterrupt() throws Exception {
        End end = new End(false);
        CountDownLatch reads = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        end.layer.reads(1, dst -> {
            reads.countDown();
            await(never);
            return Step.WANT_READ;
        });
        selector.acts.add(() -> {
            await(reads);
            Thread.currentThread().interrupt();
        });
        run();
        assertTrue(Thread.interrupted());
        assertInstanceOf(InterruptedIOException.class, end.failure().orElseThrow());
        never.countDown();
    }
}
