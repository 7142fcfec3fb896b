// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.data;
import static tls.close.internal.connection.ScriptedLayer.failure;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.DiscardLimitException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer.Step;

/** How much of what nobody wants any more is read, and what is said of it. */
class DrainTest {
    private static final CloseLimits LIMITS = CloseLimits.DEFAULT;
    private static final CloseLimits ONE_TRY = LIMITS.withTimeout(Duration.ZERO);
    private static final Deadline LATE = Deadline.after(Duration.ofHours(1));

    private final StubTransport transport = new StubTransport();
    private final ScriptedLayer layer = new ScriptedLayer();
    private final Connection connection =
            new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner());

    @BeforeEach
    void connect() throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
    }

    private Progress bye(CloseLimits limits) throws IOException {
        return connection.bye(CloseRequest.SHUT_RDWR, limits);
    }

    private Progress attempt(CloseLimits limits) throws IOException {
        return connection.exchange().bye(CloseRequest.SHUT_RDWR, limits, Deadline.TRY);
    }

    private int readsTaken() {
        return layer.rooms.size();
    }

    @Test
    void rule3_2_whatArrivesMeanwhileIsCounted() throws IOException {
        transport.atHandBack = () ->
                assertTrue(transport.handedBack > 1 || connection.receiver().isMine(), "before a reader comes in");
        layer.reads(3, data(5)).reads(1, dst -> Step.CLOSE_NOTIFY);
        assertEquals(Progress.DONE, bye(LIMITS));
        assertTrue(connection.receiver().isEmpty());
        assertEquals(15, connection.report().discardedBytes());
        assertEquals(3, connection.report().discardedRecords());
        assertEquals(1 << 14, layer.rooms.get(0), "there is room for a whole record");
        assertTrue(transport.handedBack > 0);
        assertTrue(connection.report().transportReusable());
        assertEquals(1, layer.closed);
    }

    @Test
    void rule3_2_rule7_6_theBoundIsForRecordsAndForBytes() {
        layer.reads(5, data(5));
        assertThrows(DiscardLimitException.class, () -> bye(LIMITS.withDiscardedBytes(10)));
        assertEquals(3, readsTaken(), "what exceeds it is met, and no more");
        assertThrows(DiscardLimitException.class, () -> bye(LIMITS.withDiscardedBytes(10)));
        assertEquals(3, readsTaken(), "it stays exceeded");
        assertThrows(DiscardLimitException.class, () -> bye(LIMITS.withDiscardedRecords(3)));
        assertEquals(4, readsTaken());
    }

    @Test
    void rule3_4_afterThePeersCloseNotifyNothingIsRead() throws IOException {
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(-1, connection.read(ByteBuffer.allocate(1)));
        assertEquals(Progress.DONE, bye(LIMITS));
        assertEquals(1, readsTaken());
        assertEquals(Progress.DONE, bye(LIMITS));
        assertEquals(1, layer.closed, "there is one close_notify (rule 2.4)");
        assertThrows(ClosedChannelException.class, () -> connection.read(ByteBuffer.allocate(1)));
    }

    @Test
    void rule7_2_itCanBeTakenUpAgain() throws IOException {
        assertEquals(Progress.WANT_READ, bye(LIMITS));
        assertEquals(SelectionKey.OP_READ, connection.interestOps());
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(Progress.DONE, bye(LIMITS));
        assertEquals(0, connection.interestOps());
    }

    /** Whose reader meets the end while it is told: nobody is told that it is late and, by the report, that it is done. */
    @Test
    @Timeout(60)
    void rule8_3_nobodyIsLateByAReportThatSaysTheEnd() throws Exception {
        CountDownLatch isReading = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        layer.reads(1, dst -> {
            isReading.countDown();
            assertDoesNotThrow(() -> mayEnd.await());
            return Step.CLOSE_NOTIFY;
        });
        assertEquals(Progress.DONE, connection.bye(CloseRequest.SHUT_WR));
        FutureTask<Integer> reading = new FutureTask<>(() -> connection.read(ByteBuffer.allocate(1)));
        new Thread(reading, "reader").start();
        isReading.await();
        FutureTask<Progress> goodbye = new FutureTask<>(() -> bye(LIMITS.withTimeout(Duration.ofMillis(1))));
        Thread closer = new Thread(goodbye, "closer");
        synchronized (connection.state()) {
            closer.start();
            while (closer.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait(); // It has looked, and asks for the report.
            }
            Sides unused = connection.state().apply(Event.PEER_CLOSE_NOTIFY);
        }
        assertEquals(Progress.DONE, goodbye.get());
        mayEnd.countDown();
        assertEquals(-1, reading.get());
    }

    @Test
    void rule7_1_whoeverHasNoTimeTakesAllThatIsHereAndIsThenLate() {
        layer.reads(100, data(1));
        CloseTimeoutException late = assertThrows(CloseTimeoutException.class, () -> bye(ONE_TRY));
        assertEquals(100, late.report().discardedRecords());
        assertEquals(101, readsTaken());
    }

    @Test
    void rule7_1_aPeerThatGoesOnDoesNotExtendTheTime() {
        layer.reads(100, data(1));
        Deadline over = Deadline.after(Duration.ofNanos(1));
        assertThrows(
                CloseTimeoutException.class, () -> connection.exchange().bye(CloseRequest.SHUT_RDWR, LIMITS, over));
        assertEquals(1, readsTaken());
    }

    @Test
    void rule7_1_closeNotifyThatComesAtTheEndOfTheTimeIsInTime() throws IOException {
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(Progress.DONE, bye(ONE_TRY));
    }

    @Test
    void rule4_1_theEndOfTheTransportIsNone() {
        layer.reads(1, step(Step.END_OF_TRANSPORT));
        TruncationException cut = assertThrows(TruncationException.class, () -> bye(LIMITS));
        assertEquals(Received.CUT_AT_BOUNDARY, cut.report().received());
        assertEquals(0, cut.report().discardedRecords());
        assertThrows(TruncationException.class, () -> bye(LIMITS));
        assertEquals(1, readsTaken(), "there is nothing to be read behind it");
    }

    /** One goodbye of many is not to hold up the others. */
    @Test
    void othersHaveTheirTurnAfterSomeRecords() throws IOException {
        layer.reads(70, data(1));
        assertEquals(Progress.WANT_READ, attempt(LIMITS));
        assertEquals(32, readsTaken());
        assertEquals(SelectionKey.OP_READ, connection.interestOps());
        assertEquals(Progress.WANT_READ, attempt(LIMITS));
        assertEquals(64, readsTaken());
    }

    @Test
    void whatNoSelectorTellsOfIsReadAtOnce() throws IOException {
        layer.reads(70, data(1));
        transport.holdsMore = true;
        assertEquals(Progress.WANT_READ, attempt(LIMITS));
        assertEquals(71, readsTaken());
        layer.reads(70, data(1));
        transport.holdsMore = false;
        layer.held = 1;
        assertEquals(Progress.WANT_READ, attempt(LIMITS));
        assertEquals(142, readsTaken());
        layer.reads(70, data(1));
        layer.held = 0;
        assertEquals(Progress.WANT_READ, attempt(ONE_TRY));
        assertEquals(213, readsTaken(), "nor does a time of zero have a next turn");
    }

    @Test
    void rule6_5_recordsWithoutDataAreNotTakenForEver() throws IOException {
        layer.reads(300, data(0));
        assertEquals(Progress.WANT_READ, bye(LIMITS));
        assertEquals(256, readsTaken());
        layer.reads.clear();
        layer.reads(300, data(1));
        assertEquals(Progress.WANT_READ, bye(LIMITS));
        assertEquals(256 + 301, readsTaken(), "those with data are bounded by the limits");
    }

    @Test
    void rule6_5_aBlockingTransportHasNobodyToComeBack() throws IOException {
        transport.blocks = true;
        layer.reads(300, data(0)).reads(1, step(Step.CLOSE_NOTIFY));
        assertEquals(Progress.DONE, bye(LIMITS));
    }

    @Test
    void whoKeepsTheTimeIsToldThatSomebodyIsBelow() throws IOException {
        layer.reads(2, failure(new SocketTimeoutException("in the outer connection")));
        assertEquals(Progress.WANT_TASK, attempt(LIMITS));
        CloseTimeoutException late = assertThrows(CloseTimeoutException.class, () -> bye(LIMITS));
        assertTrue(String.valueOf(late.getMessage()).contains(Drain.PEER_LATE), late::toString);
    }

    @Test
    void rule8_2_aReaderIsWaitedForUntilTheDeadline() throws Exception {
        connection.receiver().enter(null);
        FutureTask<Progress> attempt = background(() -> attempt(LIMITS));
        assertEquals(Progress.WANT_TASK, attempt.get());
        FutureTask<CloseTimeoutException> late =
                background(() -> assertThrows(CloseTimeoutException.class, () -> bye(ONE_TRY)));
        assertTrue(String.valueOf(late.get().getMessage()).contains("another thread is reading"));
        connection.receiver().leave();
        assertEquals(0, readsTaken());
    }

    @Test
    void rule8_2_itGoesOnWhenTheReaderLeaves() throws Exception {
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        connection.receiver().enter(null);
        FutureTask<Progress> waiting = awaiting(() -> bye(LIMITS));
        assertFalse(waiting.isDone());
        connection.receiver().leave();
        assertEquals(Progress.DONE, waiting.get());
    }

    @Test
    void rule8_4_itEndsWhenTheConnectionIsClosed() {
        layer.reads(1, dst -> {
                    assertTrue(connection.transport().beginClose());
                    return data(1).on(dst);
                })
                .reads(1, data(1));
        assertThrows(ClosedChannelException.class, () -> bye(LIMITS));
        assertEquals(1, readsTaken());
    }

    @Test
    void rule8_4_whatOthersMeetAfterwardsIsNoBusinessOfIts() {
        layer.reads(1, dst -> {
            assertTrue(connection.transport().beginClose());
            return Step.END_OF_TRANSPORT;
        });
        assertThrows(ClosedChannelException.class, () -> bye(LIMITS));
    }

    @Test
    void rule8_2_whoMetTheEndNeedNotLeave() throws Exception {
        connection.receiver().enter(null);
        Sides unused = connection.state().apply(Event.PEER_CLOSE_NOTIFY);
        assertEquals(Progress.DONE, background(() -> bye(ONE_TRY)).get());
        connection.receiver().leave();
    }

    // What close() takes (rule 2.5)

    @Test
    void rule2_5_whatIsHereIsTakenAndNoMore() {
        layer.reads(3, data(5));
        new Drain(connection).takeWhatIsHere(LIMITS, LATE);
        CloseReport report = connection.report();
        assertEquals(15, report.discardedBytes());
        assertEquals(3, report.discardedRecords());
        assertEquals(4, readsTaken());
        assertEquals(1 << 14, layer.rooms.get(0));
        assertFalse(connection.receiver().isMine());
    }

    @Test
    void rule2_5_notPastTheLimits() {
        layer.reads(9, data(5));
        new Drain(connection).takeWhatIsHere(LIMITS.withDiscardedRecords(2), LATE);
        assertEquals(3, readsTaken());
        new Drain(connection).takeWhatIsHere(LIMITS, Deadline.after(Duration.ofNanos(1)));
        assertEquals(4, readsTaken(), "nor past the time");
        new Drain(connection).takeWhatIsHere(ONE_TRY, Deadline.after(Duration.ZERO));
        assertEquals(10, readsTaken(), "but a time of zero tries once");
    }

    @Test
    void rule2_5_whatThrowsIsNobodysBusiness() {
        layer.reads(1, failure(new SocketException("reset")));
        new Drain(connection).takeWhatIsHere(LIMITS, LATE);
        assertEquals(Received.TRANSPORT_FAILURE, connection.report().received());
        new Drain(connection).takeWhatIsHere(LIMITS, LATE);
        assertEquals(1, readsTaken(), "there is nothing behind it");
    }

    @Test
    void rule2_5_beforeTheHandshakeIsDoneNothingIsTaken() {
        ScriptedLayer fresh = new ScriptedLayer().reads(1, data(1));
        Connection early = new Connection(new HeldTransport(transport), fresh, TlsEndpoint.server(), new NoOwner());
        new Drain(early).takeWhatIsHere(LIMITS, LATE);
        new Drain(early).lookForAlert();
        assertEquals(0, fresh.rooms.size());
    }

    /** It leaves at once when it notices that the connection is being closed. */
    @Test
    void rule2_5_whoMerelyWaitsForTheEndIsWaitedFor() throws Exception {
        layer.reads(1, data(1));
        assertTrue(connection.receiver().enterBy(LATE, LATE));
        FutureTask<Boolean> closer = awaiting(() -> {
            new Drain(connection).takeWhatIsHere(LIMITS, LATE);
            return true;
        });
        assertFalse(closer.isDone());
        connection.receiver().leave();
        assertTrue(closer.get());
        assertEquals(2, readsTaken());
    }

    @Test
    void rule2_5_beneathAReaderNothingIsTaken() throws Exception {
        layer.reads(1, data(1));
        connection.receiver().enter(null);
        assertTrue(background(() -> {
                    new Drain(connection).takeWhatIsHere(LIMITS, LATE);
                    new Drain(connection).lookForAlert();
                    return true;
                })
                .get());
        assertEquals(0, readsTaken());
    }

    // What a writer is told whose transport takes no more (rule 4.7)

    @Test
    void rule4_7_aWriterIsToldTheAlertThatCameBefore() {
        SSLException refused = new SSLException("refused");
        IOException pipe = new SocketException("broken pipe");
        layer.writes.add(failure(pipe));
        layer.reads(3, data(0)).reads(1, failure(refused));
        IOException told = assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1)));
        assertEquals(0, layer.rooms.get(0), "data is left to the reader");
        assertEquals(4, readsTaken());
        assertTrue(connection.receiver().isEmpty());
        assertSame(pipe, told, "but what is no alert of the peer's does not explain it");
    }

    @Test
    void rule4_7_dataInTheWayIsLeft() {
        IOException pipe = new SocketException("broken pipe");
        layer.writes.add(failure(pipe));
        layer.reads(1, dst -> {
                    layer.held = 1;
                    return Step.TAKEN;
                })
                .reads(1, failure(new SSLException("behind it")));
        assertSame(pipe, assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1))));
        assertEquals(1, readsTaken());
        assertTrue(connection.isInputOpen());
    }

    @Test
    void rule4_7_theTransportsFailureIsAddedOnceByHoweverManyAreTold() throws Exception {
        IOException failure = new SocketException("Broken pipe");
        for (int i = 0; i < 2000; i++) {
            IOException told = new IOException();
            CyclicBarrier start = new CyclicBarrier(2);
            Callable<IOException> telling = () -> {
                start.await();
                return Drain.beside(failure, told);
            };
            FutureTask<IOException> other = new FutureTask<>(telling);
            new Thread(other).start();
            assertSame(told, telling.call());
            assertSame(told, other.get());
            assertEquals(List.of(failure), List.of(told.getSuppressed()));
        }
    }

    @Test
    void rule7_3_whoseWriteCanBeRepeatedDoesNotLook() throws IOException {
        InterruptedIOException interrupted = new InterruptedIOException();
        layer.writes.add(failure(interrupted));
        assertSame(interrupted, assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1))));
        assertEquals(0, readsTaken());
        assertEquals(1, connection.write(ByteBuffer.allocate(1)));
    }

    @Test
    void rule4_7_rule6_5_notForEver() {
        layer.writes.add(failure(new SocketException("broken pipe")));
        layer.reads(300, data(0));
        assertThrows(SocketException.class, () -> connection.write(ByteBuffer.allocate(1)));
        assertEquals(256, readsTaken());
    }

    private static <T> FutureTask<T> background(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        start(task);
        return task;
    }

    /** One that has come to wait for somebody. */
    private static <T> FutureTask<T> awaiting(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = start(task);
        while (!task.isDone() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return task;
    }

    private static Thread start(FutureTask<?> task) {
        Thread thread = new Thread(task, "other");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
