// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.failure;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.CloseLimits;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer.Output;
import tls.close.spi.RecordLayer.Step;

/** What goes out, by when, and what is left of it to others. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SenderTest {
    private static final Deadline HOUR = Deadline.after(Duration.ofHours(1));
    private static final Deadline OVER = Deadline.after(Duration.ZERO);

    private final StubTransport transport = new StubTransport();
    private final HeldTransport held = new HeldTransport(transport);
    private final ScriptedLayer layer = new ScriptedLayer();
    private final ConnectionState state = new ConnectionState(TlsEndpoint.server(), held, new NoOwner());
    private final Leavers leavers = new Leavers();
    private final Sender sender = new Sender(state, held, layer, leavers);

    /** By when each flush had to be done. */
    private final List<Optional<Deadline>> flushedBy = new ArrayList<>();

    @BeforeEach
    void connect() {
        state.apply(Event.HANDSHAKE_STARTED);
        state.apply(Event.HANDSHAKE_DONE);
    }

    private void flushes(Step... steps) {
        for (Step each : steps) {
            layer.flushes.add(nothing -> {
                flushedBy.add(Optional.ofNullable(transport.writeBy));
                return each;
            });
        }
    }

    /** Somebody else is in the output side meanwhile. */
    private void besideAnother(FutureTask<?> call) throws IOException {
        layer.writes.add(src -> {
            Thread other = new Thread(call, "other");
            other.setDaemon(true);
            other.start();
            try {
                call.get();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            src.position(src.limit());
            return Step.TAKEN;
        });
        assertEquals(Step.TAKEN, sender.write(ByteBuffer.allocate(1), null));
    }

    @Test
    void rule7_1_whatIsSentHasTheTimeOfWhoeverSendsIt() throws IOException {
        flushes(Step.WANT_WRITE, Step.TAKEN, Step.TAKEN);
        assertEquals(Progress.WANT_WRITE, sender.flushAnswer(HOUR));
        assertNull(transport.writeBy, "nobody is inside");
        assertEquals(Progress.DONE, sender.flush(HOUR));
        assertEquals(Progress.DONE, sender.sendCloseNotify(HOUR));
        assertEquals(List.of(Optional.of(HOUR), Optional.of(HOUR), Optional.of(HOUR)), flushedBy);
        assertEquals(3, leavers.count);
    }

    /** A writer that has waited outside comes in when close() has begun. */
    @Test
    void rule8_4_nothingIsWrittenOnceItIsBeingClosed() {
        held.beginClose();
        assertThrows(ClosedChannelException.class, () -> sender.write(ByteBuffer.allocate(1), null));
        assertEquals(0, state.end().bytesWritten());
        assertEquals(1, leavers.count);
    }

    @Test
    void rule8_4_noAlertIsMadeThatCannotGoOut() {
        held.beginClose();
        held.giveUpSending();
        assertThrows(ClosedChannelException.class, () -> sender.sendCloseNotify(HOUR));
        assertEquals(0, layer.closed);
        assertEquals(OutputSide.OPEN, state.sides().output());
    }

    @Test
    void rule7_1_aWriterIsWaitedForUntilTheDeadline() throws Exception {
        besideAnother(new FutureTask<>(() -> {
            assertThrows(CloseTimeoutException.class, () -> sender.sendCloseNotify(OVER));
            assertEquals(Progress.WANT_TASK, sender.sendCloseNotify(Deadline.TRY));
            return true;
        }));
    }

    @Test
    void rule7_2_aTransportThatTakesNothingInTimeIsTriedAgain() throws IOException {
        SocketTimeoutException late = new SocketTimeoutException();
        layer.flushes.addAll(List.of(failure(late), failure(late), step(Step.WANT_WRITE)));
        assertThrows(CloseTimeoutException.class, () -> sender.sendCloseNotify(HOUR));
        assertEquals(Progress.WANT_TASK, sender.sendCloseNotify(Deadline.TRY), "somebody is in what is below");
        assertThrows(CloseTimeoutException.class, () -> sender.sendCloseNotify(OVER));
        assertEquals(Progress.DONE, sender.sendCloseNotify(HOUR));
        assertEquals(1, layer.closed, "it is not doubled");
        assertEquals(OutputSide.CLOSED, state.sides().output());
    }

    /** Until the output ends an answer is data like all other, and then it has the time of a close(). */
    @Test
    void rule7_1_anAnswerHasTheTimeOfWhoeverMeetsItUntilTheOutputEnds() {
        flushes(Step.TAKEN, Step.WANT_WRITE, Step.WANT_WRITE, Step.TAKEN);
        sender.answer(null);
        layer.ending = Output.CLOSE_NOTIFY;
        sender.answer(null);
        assertEquals(OutputSide.CLOSING, state.sides().output());
        Deadline soon = Deadline.after(Duration.ofSeconds(1));
        sender.answer(soon);
        sender.answer(HOUR);
        assertEquals(OutputSide.CLOSED, state.sides().output());
        assertEquals(Optional.empty(), flushedBy.get(0));
        assertIsTheTimeOfAClose(flushedBy.get(1));
        assertEquals(Optional.of(soon), flushedBy.get(2));
        assertIsTheTimeOfAClose(flushedBy.get(3));
        assertNull(transport.writeBy);
        assertEquals(4, leavers.count);
        sender.answer(null);
        assertEquals(4, flushedBy.size(), "nothing is owed any more");
    }

    private static void assertIsTheTimeOfAClose(Optional<Deadline> by) {
        assertTrue(by.orElseThrow().remainingNanos()
                <= CloseLimits.DEFAULT.timeout().toNanos());
    }

    /** Our close_notify was asked for, whatever the backend has made of it. */
    @Test
    void rule7_1_whatIsLeftOfOurCloseNotifyHasTheTimeOfAClose() throws IOException {
        flushes(Step.WANT_WRITE, Step.TAKEN);
        assertEquals(Progress.WANT_WRITE, sender.sendCloseNotify(HOUR));
        layer.ending = Output.OPEN;
        sender.answer(null);
        assertIsTheTimeOfAClose(flushedBy.get(1));
    }

    @Test
    void rule2_5_whoTakesWhatIsHereDoesNotWaitToAnswer() throws IOException {
        flushes(Step.TAKEN, Step.TAKEN, Step.TAKEN);
        transport.blocks = true;
        sender.answer(Deadline.NOW);
        assertEquals(Progress.WANT_WRITE, sender.flushAnswer(Deadline.NOW));
        assertTrue(flushedBy.isEmpty());
        sender.answer(HOUR);
        assertEquals(1, flushedBy.size());
        transport.blocks = false;
        sender.answer(Deadline.NOW);
        assertEquals(Progress.DONE, sender.flushAnswer(Deadline.NOW));
        assertEquals(3, flushedBy.size());
    }

    @Test
    void rule6_6_whoIsInsideSendsTheAnswersOfOthersBeforeItLeaves() throws IOException {
        flushes(Step.TAKEN);
        besideAnother(new FutureTask<>(() -> sender.answer(HOUR), true));
        assertEquals(1, flushedBy.size());
        assertEquals(Step.TAKEN, sender.write(ByteBuffer.allocate(1), null));
        assertEquals(1, flushedBy.size(), "once");
    }

    @Test
    void anAnswerThatIsOutIsNotWaitedFor() throws Exception {
        besideAnother(new FutureTask<>(() -> {
            assertEquals(Progress.DONE, sender.flushAnswer(HOUR), "the backend owes none");
            return true;
        }));
    }

    @Test
    void whatFailsIsTheTransportsFailureOnlyAsLongAsWeSend() {
        ClosedChannelException closed = new ClosedChannelException();
        held.beginClose();
        held.giveUpSending();
        assertSame(closed, sender.failed(closed, Event.WRITE_FAILED, null));
        assertEquals(OutputSide.OPEN, state.sides().output());
        IOException reset = new IOException("reset");
        assertSame(reset, sender.failed(reset, Event.WRITE_FAILED, null));
        assertEquals(OutputSide.FAILED, state.sides().output());
    }

    /** A channel says the same where its owner has shut its output. */
    @Test
    void aTransportThatIsClosedToWhoeverClosesHasFailed() {
        ClosedChannelException closed = new ClosedChannelException();
        held.beginClose();
        assertSame(closed, sender.failed(closed, Event.WRITE_FAILED, null));
        assertEquals(OutputSide.FAILED, state.sides().output());
    }

    @Test
    void rule8_5_aChannelThatOthersHaveClosedIsAFailure() {
        ClosedChannelException closed = new ClosedChannelException();
        assertSame(closed, sender.failed(closed, Event.WRITE_FAILED, null));
        assertEquals(OutputSide.FAILED, state.sides().output());
    }

    @Test
    void aBackendThatEndsInSilenceHasEndedWhenAllIsOut() throws IOException {
        layer.ending = Output.SILENCE;
        layer.flushes.add(step(Step.WANT_WRITE));
        assertEquals(Progress.WANT_WRITE, sender.flush(null));
        assertEquals(OutputSide.OPEN, state.sides().output());
        assertEquals(Progress.DONE, sender.flush(null));
        assertEquals(OutputSide.FAILED, state.sides().output());
    }

    private void assertIsLeft() {
        assertTrue(sender.isEmpty());
        assertEquals(1, leavers.count);
    }

    /** The state remembers it, and whoever reads is not told. */
    @Test
    void anAnswerThatCannotGoOutIsNoFailureOfReading() {
        layer.flushes.add(failure(new IOException("reset")));
        sender.answer(null);
        assertEquals(OutputSide.FAILED, state.sides().output());
        assertIsLeft();
    }

    @Test
    void rule8_4_whomTheBackendThrowsOutHasLeft() {
        layer.flushes.add(nothing -> {
            throw new IllegalStateException("bug");
        });
        assertThrows(IllegalStateException.class, () -> sender.answer(null));
        assertIsLeft();
    }

    private enum Flush {
        WORKS,
        FAILS,
        HAS_A_BUG
    }

    /** As where a channel was registered meanwhile, and does not take its mode back. */
    @ParameterizedTest
    @EnumSource
    void rule8_4_whomTheTransportThrowsOutHasLeft(Flush flush) {
        layer.flushes.add(nothing -> switch (flush) {
            case WORKS -> Step.TAKEN;
            case FAILS -> throw new IOException("reset");
            case HAS_A_BUG -> throw new IllegalStateException("bug");
        });
        transport.atWriteBy = () -> {
            if (transport.writeBy == null) {
                throw new IllegalBlockingModeException();
            }
        };
        assertThrows(IllegalBlockingModeException.class, () -> sender.answer(HOUR));
        assertIsLeft();
    }

    @Test
    void aBackendMayEndWhileItWrites() throws IOException {
        layer.writes.add(src -> {
            layer.closeOutput();
            return Step.TAKEN;
        });
        assertEquals(Step.TAKEN, sender.write(ByteBuffer.allocate(0), null));
        assertEquals(OutputSide.CLOSING, state.sides().output(), "it is on its way");
        assertEquals(Progress.DONE, sender.flush(null));
        assertEquals(OutputSide.CLOSED, state.sides().output());
    }

    @Test
    void aBackendMayHaveSentItsEndByThen() throws IOException {
        layer.writes.add(src -> {
            layer.ending = Output.CLOSE_NOTIFY;
            return Step.TAKEN;
        });
        assertEquals(Step.TAKEN, sender.write(ByteBuffer.allocate(0), null));
        assertEquals(OutputSide.CLOSED, state.sides().output());
    }

    @Test
    void rule9_3_whatHasFailedIsNotClosedTwiceAndSaysWhy() {
        SSLException refused = new SSLException("refused");
        layer.ending = Output.FATAL_ALERT;
        assertSame(refused, sender.failed(refused, Event.READ_FAILED, null));
        assertEquals(OutputSide.ABORTED, state.sides().output());
        assertSame(refused, assertThrows(IOException.class, () -> sender.sendCloseNotify(HOUR)));
        held.beginClose();
        assertThrows(ClosedChannelException.class, () -> sender.sendCloseNotify(HOUR));
        assertEquals(0, layer.closed);
    }

    /** Counts those who leave. */
    private static final class Leavers implements Doorkeeper {
        private int count;

        @Override
        public void leftOutput() {
            count++;
        }

        @Override
        public void leftInput() {
            throw new AssertionError("nobody is there");
        }

        @Override
        public void dismiss() {
            throw new AssertionError("nothing ends");
        }
    }
}
