// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.data;
import static tls.close.internal.connection.ScriptedLayer.failure;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.CloseLimits;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.ConnectionEnd;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer.Output;
import tls.close.spi.RecordLayer.Step;

/** What {@code close()} does by itself, and what is due at an end that nobody closes (rules 2.5, 8.4, 10.2, 10.3). */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ClosingTest {
    private static final CloseLimits SECOND = CloseLimits.DEFAULT.withTimeout(Duration.ofSeconds(1));
    private static final CloseLimits AT_ONCE = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);

    private final StubTransport transport = new StubTransport();
    private final ScriptedLayer layer = new ScriptedLayer();
    private final List<ConnectionEnd> told = new CopyOnWriteArrayList<>();
    private int written;
    private final Connection connection =
            new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new Listener(told::add));

    @BeforeEach
    void connect() throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
    }

    /** What is left of the time when the alert goes out. */
    private void flushesWithin(Duration time) {
        layer.flushes.add(nothing -> {
            long left = Objects.requireNonNull(transport.writeBy).remainingNanos();
            assertTrue(left <= time.toNanos() && left > time.toNanos() / 2, () -> left + " ns");
            return Step.TAKEN;
        });
    }

    /** Afterwards it writes as backends do: to the transport as long as that is ours. */
    private void flushes(ScriptedLayer.Act first) {
        layer.flushes.add(first);
        for (int i = 0; i < 10; i++) {
            layer.flushes.add(nothing -> {
                connection.transport().write(ByteBuffer.allocate(1));
                written++;
                return Step.TAKEN;
            });
        }
    }

    private void assertIsOver(Sent sent) {
        assertFalse(connection.isOpen());
        assertEquals(1, transport.letGo);
        assertTrue(layer.released.get() > 0, "nobody has freed it");
        assertEquals(sent, connection.report().sent());
        assertEquals(1, told.size(), "it is told of once");
        assertEquals(connection.report(), told.get(0).report());
        assertTrue(connection.sender().isEmpty() && connection.receiver().isEmpty());
    }

    @Test
    void rule2_5_theAlertGoesOutAndWhatIsHereIsTakenAndThenItLetsGo() {
        layer.flushes.add(nothing -> {
            assertEquals(0, transport.waitsEnded);
            return Step.TAKEN;
        });
        layer.reads(1, dst -> {
            assertSame(Deadline.NOW, transport.readBy);
            assertEquals(1, transport.waitsEnded);
            assertEquals(0, transport.letGo);
            return data(3).on(dst);
        });
        connection.close();
        assertEquals(2, layer.rooms.size());
        assertNull(transport.readBy);
        assertEquals(3, connection.report().discardedBytes());
        assertIsOver(Sent.CLOSE_NOTIFY);
        connection.close();
        assertEquals(1, transport.waitsEnded);
        assertEquals(1, layer.closed);
        assertIsOver(Sent.CLOSE_NOTIFY);
    }

    @Test
    void rule8_4_itHasTheTimeThatItIsGiven() {
        flushesWithin(SECOND.timeout());
        connection.close(SECOND);
        assertIsOver(Sent.CLOSE_NOTIFY);
    }

    @Test
    void rule8_4_noLimitIsTheUsualOne() {
        flushesWithin(CloseLimits.DEFAULT.timeout());
        connection.close(CloseLimits.NONE);
        assertIsOver(Sent.CLOSE_NOTIFY);
    }

    /** A channel of the caller's may throw what it likes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rule10_2_whatFailsIsInTheReport(boolean unchecked) {
        flushes(nothing -> {
            if (unchecked) {
                throw new IllegalStateException("of a channel");
            }
            throw new IOException("reset");
        });
        connection.close();
        assertEquals(0, written, "it is being let go");
        assertIsOver(Sent.FAILED);
    }

    @Test
    void rule8_4_whatTheTransportDoesNotTakeInTimeIsGivenUp() {
        flushes(step(Step.WANT_WRITE));
        connection.close(AT_ONCE);
        assertEquals(0, written, "it is being let go");
        assertIsOver(Sent.FAILED);
    }

    /** A transport that does not block tells nobody of close() when it takes more. */
    @Test
    void rule8_4_whatTheTransportDoesNotTakeIsGivenUp() {
        flushes(step(Step.WANT_WRITE));
        connection.close();
        assertEquals(0, written, "it is being let go");
        assertIsOver(Sent.FAILED);
    }

    @Test
    void rule5_1_anInterruptBeforeCostsNobodyTheAlert() {
        Thread.currentThread().interrupt();
        layer.flushes.add(nothing -> {
            assertFalse(Thread.currentThread().isInterrupted());
            return Step.TAKEN;
        });
        connection.close();
        assertTrue(Thread.interrupted());
        assertIsOver(Sent.CLOSE_NOTIFY);
    }

    @Test
    void rule5_1_anInterruptMeanwhileCostsNobodyTheAlertEither() {
        layer.flushes.add(nothing -> {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("of the transport");
        });
        connection.close();
        assertTrue(Thread.interrupted());
        assertIsOver(Sent.CLOSE_NOTIFY);
        assertEquals(1, layer.closed);
    }

    @Test
    void rule10_2_whatIsCalledAnInterruptAndIsNoneIsNotRepeated() {
        flushes(failure(new InterruptedIOException("of a proxy")));
        connection.close();
        assertEquals(0, written);
        assertFalse(Thread.interrupted());
        assertIsOver(Sent.FAILED);
    }

    @Test
    void rule5_3_whatIsTheCallersAgainIsLeftAlone() throws IOException {
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(Progress.DONE, connection.bye(CloseRequest.SHUT_RDWR));
        assertEquals(1, told.size());
        connection.close();
        assertEquals(0, transport.letGo + transport.waitsEnded);
        assertFalse(connection.isOpen());
        assertTrue(connection.report().orderly());
        assertEquals(1, told.size());
    }

    // Beside a thread that is stuck

    private static Step stop(CountDownLatch entered, CountDownLatch mayLeave) {
        entered.countDown();
        try {
            mayLeave.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return Step.TAKEN;
    }

    private static FutureTask<?> start(Callable<?> call) {
        FutureTask<?> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "other");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    @Test
    void rule8_4_besideAWriterItIsToldAtOnceThatNothingWasSent() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        layer.writes.add(src -> stop(entered, mayLeave));
        FutureTask<?> writer = start(() -> connection.write(ByteBuffer.allocate(1)));
        entered.await();
        connection.close(AT_ONCE);
        assertEquals(1, transport.letGo);
        assertEquals(Sent.FAILED, told.get(0).report().sent());
        assertEquals(0, layer.released.get(), "somebody still needs it");
        mayLeave.countDown();
        assertThrows(ExecutionException.class, writer::get);
        assertIsOver(Sent.FAILED);
    }

    @Test
    void rule10_1_besideWhoeverSendsTheAlertItIsToldWhenThatIsOut() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        layer.flushes.add(nothing -> stop(entered, mayLeave));
        FutureTask<?> goodbye = start(() -> connection.bye(CloseRequest.SHUT_WR));
        entered.await();
        connection.close(AT_ONCE);
        assertEquals(1, transport.letGo);
        assertEquals(0, told.size() + layer.released.get(), "nobody knows yet");
        mayLeave.countDown();
        assertEquals(Progress.DONE, goodbye.get());
        assertIsOver(Sent.CLOSE_NOTIFY);
    }

    // From a callback

    @Test
    void rule8_4_inACallbackItRefusesCallsAndTheRestFollows() throws IOException {
        layer.reads(1, dst -> {
            connection.close(SECOND);
            assertFalse(connection.isOpen());
            assertEquals(0, layer.closed + transport.letGo);
            assertEquals(0, layer.released.get(), "it is in the middle of something");
            flushesWithin(SECOND.timeout());
            return data(1).on(dst);
        });
        assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        assertTrue(layer.flushes.isEmpty());
        assertIsOver(Sent.CLOSE_NOTIFY);
    }

    @Test
    void rule8_4_inACallbackAGoodbyeFollowsWithinItsTime() throws IOException {
        layer.reads(1, dst -> {
            assertEquals(Progress.WANT_TASK, connection.bye(CloseRequest.SHUT_WR, SECOND));
            assertEquals(Progress.WANT_TASK, connection.bye(CloseRequest.SHUT_RDWR, AT_ONCE), "the first's time");
            flushesWithin(SECOND.timeout());
            return data(1).on(dst);
        });
        assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        assertTrue(layer.flushes.isEmpty());
        assertEquals(1, layer.closed);
        assertTrue(connection.isOpen() && connection.isInputOpen());
        assertEquals(0, transport.letGo + told.size());
        assertEquals(0, connection.read(ByteBuffer.allocate(1)));
        assertEquals(1, layer.closed, "it has followed once");
    }

    // An end that nobody closes

    @Test
    void rule10_3_whatHasEndedBothWaysIsToldOfAndFreed() throws IOException {
        assertEquals(Progress.DONE, connection.bye(CloseRequest.SHUT_WR));
        assertEquals(0, told.size() + layer.released.get(), "it may be read on");
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(-1, connection.read(ByteBuffer.allocate(1)));
        assertEquals(1, told.size());
        assertTrue(told.get(0).report().orderly());
        assertTrue(layer.released.get() > 0);
        assertTrue(connection.isOpen());
    }

    @Test
    void rule10_3_whatHasFailedIsToldOfWhenItsAlertIsOut() throws IOException {
        layer.owes = true;
        layer.ending = Output.FATAL_ALERT;
        layer.flushes.add(step(Step.WANT_WRITE));
        layer.reads(1, failure(new SSLException("refused")));
        ByteBuffer one = ByteBuffer.allocate(1);
        assertThrows(IOException.class, () -> connection.read(one));
        assertEquals(0, told.size() + layer.released.get(), "it is on its way");
        assertThrows(IOException.class, () -> connection.read(one));
        assertEquals(Sent.FATAL_ALERT, told.get(0).report().sent());
        assertEquals(Received.INVALID, told.get(0).report().received());
        assertTrue(layer.released.get() > 0);
    }
}
