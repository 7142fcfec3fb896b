// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.data;
import static tls.close.internal.connection.ScriptedLayer.failure;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.CloseLimits;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer.Step;

/** What a goodbye does with its two sides, and what comes of a transport that takes nothing more. */
class ExchangeTest {
    private static final CloseLimits HOUR = CloseLimits.DEFAULT.withTimeout(Duration.ofHours(1));
    private static final CloseLimits ONE_TRY = HOUR.withTimeout(Duration.ZERO);

    private final StubTransport transport = new StubTransport();
    private final ScriptedLayer layer = new ScriptedLayer();
    private final Connection connection =
            new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner());

    @BeforeEach
    void connect() throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
    }

    private Progress shutWr(CloseLimits limits) throws IOException {
        return connection.bye(CloseRequest.SHUT_WR, limits);
    }

    private Progress shutRdwr(CloseLimits limits) throws IOException {
        return connection.bye(CloseRequest.SHUT_RDWR, limits);
    }

    /** Each try to send may be followed by others, one for each record that is read. */
    private void takesNothing(int times) {
        for (int i = 0; i < times; i++) {
            layer.flushes.add(step(Step.WANT_WRITE));
        }
    }

    @Test
    void rule3_6_oneSideMayFollowTheOther() throws IOException {
        assertEquals(Progress.DONE, shutWr(HOUR));
        assertTrue(connection.isInputOpen());
        assertFalse(connection.isOutputOpen());
        assertEquals(0, transport.handedBack);
        assertEquals(0, transport.series, "one write is no series");
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(Progress.DONE, shutRdwr(HOUR));
        assertEquals(1, layer.closed);
        assertTrue(transport.handedBack > 0);
        assertTrue(layer.released.get() > 0, "what the backend holds is free (E8)");
    }

    @Test
    void aSeriesIsEndedByWhomItWasBegun() throws IOException {
        assertEquals(Progress.WANT_READ, shutRdwr(HOUR));
        assertEquals(1, transport.series);
        assertEquals(0, transport.seriesEnded);
        transport.takesSeries = true;
        assertEquals(Progress.WANT_READ, shutRdwr(HOUR));
        assertEquals(1, transport.seriesEnded);
        layer.reads(1, failure(new SocketException("reset")));
        assertThrows(SocketException.class, () -> shutRdwr(HOUR));
        assertEquals(2, transport.seriesEnded);
    }

    @Test
    void rule7_2_theTimeRunsFromTheFirstCallOn() throws IOException {
        assertEquals(Progress.WANT_READ, shutRdwr(HOUR));
        assertEquals(Progress.WANT_READ, shutRdwr(ONE_TRY), "the first call has said an hour");
        assertEquals(Progress.WANT_READ, shutRdwr(ONE_TRY));
        connection.exchange().forgetDeadline();
        assertThrows(CloseTimeoutException.class, () -> shutRdwr(ONE_TRY));
    }

    @Test
    void rule7_2_whatIsDoneHasNoTimeAnyMore() throws IOException {
        assertEquals(Progress.DONE, shutWr(HOUR));
        assertThrows(CloseTimeoutException.class, () -> shutRdwr(ONE_TRY), "another request has its own");
    }

    @Test
    void rule7_1_aRequestThatIsDoneLeavesTheOtherItsTime() throws IOException {
        assertEquals(Progress.WANT_READ, shutRdwr(HOUR));
        assertEquals(Progress.DONE, shutWr(HOUR));
        assertEquals(Progress.WANT_READ, shutRdwr(ONE_TRY), "the first call has said an hour");
    }

    /** Another closer has got it out while this one is told: it is not told, by the report, that it was late for that. */
    @Test
    @Timeout(60)
    void rule8_3_nobodyIsLateByAReportThatSaysTheAlertIsOut() throws Exception {
        CountDownLatch isSending = new CountDownLatch(1);
        CountDownLatch maySend = new CountDownLatch(1);
        layer.flushes.add(src -> {
            isSending.countDown();
            assertDoesNotThrow(() -> maySend.await());
            return Step.TAKEN;
        });
        FutureTask<Progress> first = new FutureTask<>(() -> shutWr(HOUR));
        new Thread(first, "first").start();
        isSending.await();
        FutureTask<Progress> second = new FutureTask<>(() -> shutWr(HOUR.withTimeout(Duration.ofMillis(1))));
        Thread closer = new Thread(second, "second");
        synchronized (connection.state()) {
            closer.start();
            while (closer.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait(); // Its time is over, and it asks for the report.
            }
            Sides unused = connection.state().apply(Event.FLUSHED);
        }
        assertEquals(Progress.DONE, second.get());
        maySend.countDown();
        assertEquals(Progress.DONE, first.get());
    }

    @Test
    void rule7_9_whoCannotWriteReads() throws IOException {
        takesNothing(4);
        layer.reads(2, data(5));
        assertEquals(Progress.WANT_WRITE, shutRdwr(HOUR));
        assertEquals(2, connection.report().discardedRecords());
        assertEquals(SelectionKey.OP_READ | SelectionKey.OP_WRITE, connection.interestOps());
        assertEquals(
                SelectionKey.OP_READ | SelectionKey.OP_WRITE,
                connection.exchange().interestOps(CloseRequest.SHUT_RDWR));
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(Progress.DONE, shutRdwr(HOUR));
    }

    /** Who goes by it waits for room only, and the peer may make none before it is heard. */
    @Test
    void rule7_9_whatAReaderTakesMeanwhileIsStillWaitedFor() throws IOException {
        takesNothing(3);
        assertEquals(Progress.WANT_WRITE, shutRdwr(HOUR));
        layer.reads(1, data(1));
        assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        assertEquals(SelectionKey.OP_READ | SelectionKey.OP_WRITE, connection.interestOps());
    }

    @Test
    void rule6_1_whatAReaderTakesBesideAGoodbyeIsNotAllThatItWaitsFor() throws IOException {
        assertEquals(Progress.WANT_READ, shutRdwr(HOUR));
        layer.reads(1, data(1)).reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        assertEquals(SelectionKey.OP_READ, connection.interestOps());
        assertEquals(Progress.DONE, shutRdwr(HOUR));
        assertEquals(0, connection.interestOps());
    }

    /** No selector tells of what lies in our own memory (rule 6.5): whoever finds nothing to wait for calls again. */
    @Test
    void rule6_5_whatAReaderLeavesInMemoryIsNotWaitedFor() throws IOException {
        assertEquals(Progress.WANT_READ, shutRdwr(HOUR));
        layer.reads(1, data(1));
        layer.held = 1;
        assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        assertEquals(0, connection.interestOps());
    }

    @Test
    void rule7_9_whatWasReadMayHaveBroughtItOut() throws IOException {
        layer.flushes.add(step(Step.WANT_WRITE));
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(Progress.DONE, shutRdwr(HOUR));
        assertEquals(Sent.CLOSE_NOTIFY, connection.report().sent());
        assertEquals(1, layer.closed);
    }

    @Test
    void rule7_9_closeNotifyThatCameIsNotReadAgain() throws IOException {
        takesNothing(3);
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(Progress.WANT_WRITE, shutRdwr(HOUR));
        assertEquals(Progress.WANT_WRITE, shutRdwr(HOUR));
        assertEquals(1, layer.rooms.size());
        assertEquals(SelectionKey.OP_WRITE, connection.interestOps());
    }

    @Test
    void rule4_7_thePeersReasonIsToldBeforeOurOwnFailure() throws IOException {
        SSLException bad = new SSLException("bad record MAC");
        SocketException pipe = new SocketException("broken pipe");
        layer.flushes.add(failure(pipe));
        layer.reads(1, data(1)).reads(1, failure(bad));
        IOException told = assertThrows(IOException.class, () -> shutRdwr(HOUR));
        assertSame(bad, told);
        assertArrayEquals(new Throwable[] {pipe}, told.getSuppressed());
        assertEquals(Received.INVALID, connection.report().received());
    }

    @Test
    void rule4_5_anEndBehindAFailedWriteIsThatFailure() {
        SocketException pipe = new SocketException("broken pipe");
        layer.flushes.add(failure(pipe));
        layer.reads(1, step(Step.END_OF_TRANSPORT));
        assertSame(pipe, assertThrows(IOException.class, () -> shutRdwr(HOUR)));
        assertTrue(pipe.getSuppressed().length == 0);
    }

    @Test
    void rule4_1_anEndBeforeItIsATruncation() {
        layer.reads(1, step(Step.END_OF_TRANSPORT));
        assertThrows(TruncationException.class, () -> shutRdwr(HOUR));
        assertThrows(TruncationException.class, () -> shutRdwr(HOUR));
    }

    @Test
    void closeNotifyDoesNotMakeUpForOurs() {
        SocketException pipe = new SocketException("broken pipe");
        layer.flushes.add(failure(pipe));
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertSame(pipe, assertThrows(IOException.class, () -> shutRdwr(HOUR)));
        assertTrue(connection.report().orderly());
        assertFalse(connection.report().transportReusable());
        assertEquals(0, transport.handedBack);
    }

    @Test
    void rule7_3_anInterruptIsToldAndCanBeRepeated() throws IOException {
        InterruptedIOException interrupt = new InterruptedIOException();
        layer.flushes.add(failure(interrupt));
        assertSame(interrupt, assertThrows(InterruptedIOException.class, () -> shutRdwr(HOUR)));
        assertEquals(0, layer.rooms.size(), "nobody waits for the peer any more");
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(Progress.DONE, shutRdwr(HOUR));
        assertEquals(1, layer.closed);
    }

    @Test
    void whatIsClosedSaysSo() {
        connection.close(ONE_TRY);
        assertThrows(ClosedChannelException.class, () -> shutRdwr(HOUR));
        assertFalse(connection.exchange().isOpen());
    }

    @Test
    void rule2_4_whatWasDoneIsDoneAlsoOnceItIsClosed() throws IOException {
        assertEquals(Progress.DONE, shutWr(HOUR));
        connection.close(ONE_TRY);
        assertEquals(Progress.DONE, shutWr(HOUR));
        assertThrows(ClosedChannelException.class, () -> shutRdwr(HOUR), "but no more than that");
    }

    @Test
    void rule9_2_aHandshakeThatIsCanceledWaitsForNobody() throws IOException {
        StubTransport other = new StubTransport();
        Connection fresh =
                new Connection(new HeldTransport(other), new ScriptedLayer(), TlsEndpoint.server(), new NoOwner());
        assertEquals(Progress.DONE, fresh.bye(CloseRequest.SHUT_WR, HOUR));
        assertTrue(other.waitsEnded > 0);
        assertEquals(Progress.DONE, shutWr(HOUR));
        assertEquals(0, transport.waitsEnded, "a reader of a connection that goes on does");
    }

    @Test
    void whoIsLateIsToldForWhom() throws IOException {
        layer.flushes.add(step(Step.WANT_WRITE));
        assertEquals(Progress.WANT_WRITE, shutWr(HOUR));
        String ours = String.valueOf(connection.exchange().late().getMessage());
        assertTrue(ours.contains(Sender.TRANSPORT_LATE), ours);
        assertEquals(Progress.DONE, shutWr(HOUR));
        String peers = String.valueOf(connection.exchange().late().getMessage());
        assertTrue(peers.contains(Drain.PEER_LATE), peers);
    }

    @Test
    void whoEndsManyIsToldOfEach() throws Exception {
        Exchange exchange = connection.exchange();
        assertNotNull(exchange);
        assertSame(exchange, connection.exchange());
        assertEquals(Optional.of(StubTransport.PEER), exchange.peerAddress());
        assertEquals(Optional.empty(), exchange.selectable());
        assertEquals(connection.state().sides(), exchange.sides());
        assertTrue(exchange.awaitTasks(Duration.ZERO));
        layer.tasksAreDone = false;
        assertFalse(exchange.awaitTasks(Duration.ZERO));
        assertTrue(exchange.isOpen());
        assertFalse(exchange.defers(HOUR));
        assertEquals(connection.report(), exchange.report());
    }

    /** That there is something to read would be told again and again, and it is the reader's. */
    @Test
    void whoMayNotWaitForAReaderIsToldSo() throws Exception {
        takesNothing(1);
        connection.receiver().enter(null);
        FutureTask<Progress> attempt =
                new FutureTask<>(() -> connection.exchange().bye(CloseRequest.SHUT_RDWR, HOUR, Deadline.TRY));
        new Thread(attempt, "other").start();
        assertEquals(Progress.WANT_TASK, attempt.get());
        connection.receiver().leave();
    }

    @Test
    void aTaskOfTheReadersIsNoReasonNotToWaitForTheWrite() throws IOException {
        takesNothing(2);
        layer.reads(1, step(Step.WANT_TASK));
        assertEquals(Progress.WANT_WRITE, shutRdwr(HOUR));
    }

    /** Whoever is in there may never leave. */
    @Test
    void rule2_4_whatWasDoneWaitsForNobody() throws Exception {
        assertEquals(Progress.DONE, shutWr(HOUR));
        connection.sender().enter(null);
        FutureTask<Progress> again = new FutureTask<>(() -> shutWr(ONE_TRY));
        new Thread(again, "other").start();
        assertEquals(Progress.DONE, again.get());
        connection.sender().unlock();
    }

    /** Deadlines of others do not become this connection's. */
    @Test
    void aPartOfAGoodbyeKeepsNoTime() throws IOException {
        assertEquals(Progress.WANT_READ, connection.exchange().bye(CloseRequest.SHUT_RDWR, HOUR, Deadline.TRY));
        assertThrows(CloseTimeoutException.class, () -> shutRdwr(ONE_TRY));
    }
}
