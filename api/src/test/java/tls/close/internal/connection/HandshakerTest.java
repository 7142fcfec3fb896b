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
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.DeadlineTransport;
import tls.close.internal.transport.TransportAbandonedException;
import tls.close.spi.RecordLayer.Output;
import tls.close.spi.RecordLayer.Step;

/** The clock of the first handshake (rule 7.8), and how it ends. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class HandshakerTest {
    private final Clock transport = new Clock();
    private final Layer layer = new Layer();

    private Connection within(Duration timeout) {
        TlsEndpoint endpoint = TlsEndpoint.server().handshakeTimeout(timeout);
        return new Connection(new HeldTransport(transport), layer, endpoint, new NoOwner());
    }

    @Test
    void rule7_8_aLaterHandshakeHasTheTimeOfWhoeverMeetsIt() throws IOException {
        Connection connection = within(Duration.ofNanos(1));
        layer.steps.add(Step.TAKEN);
        assertEquals(Progress.DONE, connection.handshake());

        layer.steps.addAll(List.of(Step.WANT_FLUSH, Step.TAKEN));
        assertEquals(Progress.DONE, new Handshaker(connection).renegotiate(null));

        assertEquals(List.of(Optional.empty()), layer.flushedBy, "the time of the first handshake was over");
    }

    @Test
    void rule7_8_whoMeetsALaterHandshakeHasItsOwnTime() throws IOException {
        Connection connection = within(Duration.ofHours(1));
        layer.steps.add(Step.TAKEN);
        assertEquals(Progress.DONE, connection.handshake());

        Deadline own = Deadline.after(Duration.ofHours(2));
        layer.steps.addAll(List.of(Step.WANT_FLUSH, Step.TAKEN));
        assertEquals(Progress.DONE, new Handshaker(connection).renegotiate(own));

        assertEquals(List.of(Optional.of(own)), layer.flushedBy);
    }

    @Test
    void rule7_8_theTimeRunsFromTheFirstCallOnAndNotFromEach() throws IOException {
        Connection connection = within(Duration.ofHours(1));
        layer.steps.addAll(List.of(Step.WANT_FLUSH, Step.WANT_READ, Step.WANT_FLUSH, Step.WANT_READ));
        assertEquals(Progress.WANT_READ, connection.handshake());
        assertEquals(Progress.WANT_READ, connection.handshake());

        assertEquals(2, layer.flushedBy.size());
        assertEquals(layer.flushedBy.get(0), layer.flushedBy.get(1), "each call has its own deadline");
    }

    @Test
    void rule7_8_whatIsNotDoneByThenHasFailed() {
        Connection connection = within(Duration.ofNanos(1));
        layer.steps.add(Step.WANT_READ);
        assertThrows(CloseTimeoutException.class, () -> connection.handshake());
        assertEquals(OutputSide.FAILED, connection.state().sides().output());
        assertEquals(InputSide.UNUSED, connection.state().sides().input());
    }

    // How it ends

    private final ScriptedLayer scripted = new ScriptedLayer();
    private final StubTransport below = new StubTransport();
    private final Connection connection =
            new Connection(new HeldTransport(below), scripted, TlsEndpoint.server(), new NoOwner());
    private final List<Step> flushed = new ArrayList<>();

    private void notesFlushes() {
        scripted.flushes.add(nothing -> {
            flushed.add(Step.TAKEN);
            return Step.TAKEN;
        });
    }

    private void assertEnds(InputSide input, OutputSide output) {
        assertEquals(input, connection.state().sides().input());
        assertEquals(output, connection.state().sides().output());
    }

    @Test
    void rule4_1_anEndOfTheTransportIsATruncation() {
        scripted.handshakes.add(step(Step.END_OF_TRANSPORT));
        scripted.ending = Output.FATAL_ALERT;
        notesFlushes();
        assertThrows(TruncationException.class, connection::handshake);
        assertEnds(InputSide.TRUNCATED, OutputSide.ABORTED);
        assertEquals(1, flushed.size(), "what the backend says to that");
        assertTrue(connection.sender().isEmpty() && connection.receiver().isEmpty());
    }

    @Test
    void rule9_3_thePeersCloseNotifyInTheMiddleFailsIt() {
        scripted.handshakes.add(step(Step.CLOSE_NOTIFY));
        notesFlushes();
        assertThrows(SSLHandshakeException.class, connection::handshake);
        assertEquals(InputSide.INVALID, connection.state().sides().input());
        assertEquals(1, flushed.size(), "what the backend says to that");
        assertThrows(SSLHandshakeException.class, connection::handshake);
    }

    @Test
    void thePeersCloseNotifyInALaterOneIsAnEndAsAnyOther() throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
        scripted.handshakes.add(step(Step.CLOSE_NOTIFY));
        notesFlushes();
        assertThrows(ClosedChannelException.class, () -> new Handshaker(connection).renegotiate(null));
        assertEquals(InputSide.CLOSE_NOTIFY, connection.state().sides().input());
        assertEquals(1, flushed.size());
        assertTrue(connection.report().orderly());
        assertTrue(connection.receiver().isEmpty());
    }

    @Test
    void whatTheBackendThrowsIsTheFailure() {
        SSLException bad = new SSLException("bad certificate");
        scripted.handshakes.add(failure(bad));
        assertSame(bad, assertThrows(SSLException.class, connection::handshake));
        assertEquals(InputSide.INVALID, connection.state().sides().input());
    }

    /** Nobody knows how far the backend has come. */
    @Test
    void whatAManagerThrowsIsThrownAndTheHandshakeHasFailed() {
        RuntimeException bug = new IllegalStateException("of a trust manager");
        scripted.handshakes.add(nothing -> {
            throw bug;
        });
        assertSame(bug, assertThrows(RuntimeException.class, connection::handshake));
        assertEquals(InputSide.INVALID, connection.state().sides().input());
        assertSame(bug, assertThrows(SSLException.class, connection::handshake).getCause());
    }

    @Test
    void rule9_2_whatTheBackendMakesOfAHandshakeThatOthersHaveCanceledIsNobodysBusiness() {
        scripted.handshakes.add(nothing -> {
            connection.state().apply(Event.CLOSE);
            throw new SSLException("closed");
        });
        assertThrows(ClosedChannelException.class, connection::handshake);
    }

    @Test
    void rule9_2_aHandshakeThatWasCanceledIsNotDoneWhateverThePeerSays() {
        scripted.handshakes.add(nothing -> {
            connection.state().apply(Event.CLOSE);
            return Step.TAKEN;
        });
        assertThrows(ClosedChannelException.class, connection::handshake);
        assertEquals(Handshake.STARTED, connection.state().sides().handshake());
    }

    @Test
    void rule8_4_whoseCallbackHasSaidGoodbyeIsToldThatItIsOver() {
        scripted.handshakes.add(nothing -> {
            assertEquals(Progress.WANT_TASK, connection.bye(CloseRequest.SHUT_WR));
            return Step.WANT_READ;
        });
        assertThrows(ClosedChannelException.class, connection::handshake);
        assertEnds(InputSide.UNUSED, OutputSide.CLOSED);
    }

    /** Also where the alert could not go out, so that the sides stand as they did. */
    @Test
    void rule8_4_whoseCallbackHasClosedItIsToldThatItIsClosed() {
        scripted.handshakes.add(nothing -> {
            Thread other = new Thread(() -> assertTrue(connection.sender().tryLock()), "other");
            other.start();
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            connection.close(CloseLimits.DEFAULT.withTimeout(Duration.ZERO));
            return Step.WANT_READ;
        });
        assertThrows(ClosedChannelException.class, connection::handshake);
        assertEquals(0, scripted.closed);
    }

    @Test
    void rule8_4_whatIsDoneIsRefusedAllTheSameOnceItIsClosed() throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
        assertEquals(Progress.DONE, new Handshaker(connection).handshake(null));
        connection.transport().beginClose();
        assertThrows(ClosedChannelException.class, () -> new Handshaker(connection).handshake(null));
    }

    @Test
    void rule7_8_aReadThatEndsBeforeTheTimeIsOverIsNoFailure() throws IOException {
        SocketTimeoutException own = new SocketTimeoutException("SO_TIMEOUT");
        scripted.handshakes.add(failure(own));
        assertSame(own, assertThrows(IOException.class, connection::handshake));
        assertEquals(Progress.DONE, connection.handshake());
    }

    @Test
    void rule7_8_itHasItsTimeAsLongAsItIsGoingOnAndNoLonger() throws IOException {
        Duration timeout = TlsEndpoint.server().handshakeTimeout();
        scripted.handshakes.add(nothing -> {
            long left = Objects.requireNonNull(below.wholeReadDeadline()).remainingNanos();
            assertTrue(left <= timeout.toNanos(), () -> left + " ns");
            return Step.WANT_READ;
        });
        assertEquals(Progress.WANT_READ, connection.handshake());
        assertNull(below.wholeReadDeadline());
        scripted.handshakes.add(failure(new IOException("reset")));
        assertThrows(IOException.class, connection::handshake);
        assertNull(below.wholeReadDeadline());
    }

    /** While it waits for the transport others may end the connection. */
    private void whileItSends(Runnable act) {
        scripted.handshakes.add(step(Step.WANT_FLUSH));
        scripted.handshakes.add(nothing -> {
            throw new AssertionError("it goes on");
        });
        scripted.flushes.add(nothing -> {
            act.run();
            return Step.TAKEN;
        });
        assertThrows(ClosedChannelException.class, connection::handshake);
    }

    @Test
    void rule8_4_itDoesNotGoOnOnceItIsBeingClosed() {
        whileItSends(() -> connection.transport().beginClose());
    }

    @Test
    void rule9_2_itDoesNotGoOnOnceItIsCanceled() {
        whileItSends(() -> connection.state().apply(Event.CLOSE));
    }

    @Test
    void rule9_3_whoComesAfterAFailureIsToldOfItAndDoesNotWait() throws Exception {
        SSLException bad = new SSLException("bad certificate");
        scripted.handshakes.add(failure(bad));
        assertSame(bad, assertThrows(SSLException.class, connection::handshake));
        FutureTask<Progress> second = new FutureTask<>(connection::handshake);
        Thread other = new Thread(second, "other");
        other.setDaemon(true);
        other.start();
        assertSame(bad, assertThrows(ExecutionException.class, second::get).getCause());
    }

    // A write of the handshake that fails (rule 4.7)

    private final IOException pipe = new SocketException("broken pipe");

    private void failsToSend() {
        scripted.handshakes.add(step(Step.WANT_FLUSH));
        scripted.flushes.add(failure(pipe));
        scripted.handshakes.add(nothing -> {
            throw new AssertionError("it goes on");
        });
    }

    private int readsTaken() {
        return scripted.rooms.size();
    }

    @Test
    void rule4_7_whatHasComeIsReadWhenNothingCanBeSaid() {
        failsToSend();
        scripted.reads(1, data(3)).reads(1, data(0));
        assertSame(pipe, assertThrows(IOException.class, connection::handshake));
        assertEquals(3, readsTaken());
        assertEquals(3, connection.report().discardedBytes(), "nobody reads that");
        assertEnds(InputSide.OPEN, OutputSide.FAILED);
        assertNull(below.wholeReadDeadline());
        assertTrue(connection.receiver().isEmpty());
    }

    @Test
    void rule4_7_whoComesLaterLooksAgainAndDoesNotGoOn() {
        failsToSend();
        assertThrows(IOException.class, connection::handshake);
        assertSame(pipe, assertThrows(IOException.class, connection::handshake));
        assertSame(pipe, assertThrows(IOException.class, () -> connection.read(ByteBuffer.allocate(1))));
        assertSame(pipe, assertThrows(IOException.class, () -> connection.bye(CloseRequest.SHUT_RDWR)));
        assertEquals(4, readsTaken());
        connection.close();
        assertEquals(5, readsTaken());
    }

    /** A transport that fails when it is written to ends for that, too (rule 4.5). */
    @Test
    void rule4_7_theEndOfTheTransportDoesNotHideWhyItBroke() {
        failsToSend();
        scripted.reads(1, step(Step.END_OF_TRANSPORT));
        assertSame(pipe, assertThrows(IOException.class, connection::handshake));
        assertSame(pipe, assertThrows(IOException.class, connection::handshake));
        assertSame(pipe, assertThrows(IOException.class, () -> connection.bye(CloseRequest.SHUT_RDWR)));
        assertEquals(1, readsTaken());
        assertEnds(InputSide.TRUNCATED, OutputSide.FAILED);
    }

    @Test
    void rule4_3_thePeersCloseNotifyIsNoOrderlyEndThen() {
        failsToSend();
        scripted.reads(1, step(Step.CLOSE_NOTIFY));
        assertSame(pipe, assertThrows(IOException.class, connection::handshake));
        assertEnds(InputSide.INVALID, OutputSide.FAILED);
        assertTellsOfThePipe();
        assertFalse(connection.report().orderly());
    }

    /** Whoever asks later, and in another way, is told the same. */
    private void assertTellsOfThePipe() {
        assertSame(pipe, assertThrows(IOException.class, connection::handshake));
        assertSame(pipe, assertThrows(IOException.class, () -> connection.read(ByteBuffer.allocate(1))));
        assertSame(pipe, assertThrows(IOException.class, () -> connection.bye(CloseRequest.SHUT_RDWR)));
    }

    @Test
    void rule4_7_whatIsNoAlertNeverHidesWhyItBroke() {
        failsToSend();
        scripted.reads(1, failure(new SSLException("garbage")));
        assertSame(pipe, assertThrows(IOException.class, connection::handshake));
        assertEnds(InputSide.INVALID, OutputSide.FAILED);
        assertTellsOfThePipe();
    }

    @Test
    void rule4_5_norDoesAReset() {
        failsToSend();
        scripted.reads(1, failure(new SocketException("reset")));
        assertSame(pipe, assertThrows(IOException.class, connection::handshake));
        assertEnds(InputSide.TRANSPORT_FAILURE, OutputSide.FAILED);
        assertTellsOfThePipe();
    }

    /** The transport did not take the alert that says so. */
    @Test
    void rule9_3_whatWeRefusedIsToldAlsoWhereThePeerCannotBe() {
        SSLException bad = new SSLException("bad certificate");
        scripted.handshakes.add(failure(bad));
        scripted.flushes.add(failure(pipe));
        assertSame(bad, assertThrows(IOException.class, connection::handshake));
        assertEnds(InputSide.INVALID, OutputSide.FAILED);
        assertSame(bad, assertThrows(IOException.class, connection::handshake));
        assertSame(bad, assertThrows(IOException.class, () -> connection.bye(CloseRequest.SHUT_RDWR)));
    }

    @Test
    void rule7_4_behindATransportThatHadToBeClosedThereIsNothing() {
        scripted.handshakes.add(step(Step.WANT_FLUSH));
        scripted.flushes.add(failure(new TransportAbandonedException(null)));
        assertThrows(CloseTimeoutException.class, connection::handshake);
        assertThrows(CloseTimeoutException.class, connection::handshake);
        assertEquals(0, readsTaken());
    }

    @Test
    void rule7_3_aWriteThatWasInterruptedIsRepeated() throws IOException {
        InterruptedIOException interrupted = new InterruptedIOException();
        scripted.handshakes.add(step(Step.WANT_FLUSH));
        scripted.flushes.add(failure(interrupted));
        assertSame(interrupted, assertThrows(IOException.class, connection::handshake));
        assertEquals(0, readsTaken());
        assertEquals(Progress.DONE, connection.handshake());
    }

    /** An idle connection does without it, but not before the last has left (rule 8.4). */
    @Test
    void itIsLeftWhenNobodyIsInside() throws IOException {
        Handshaker own = new Handshaker(connection);
        scripted.handshakes.add(nothing -> {
            assertFalse(own.isLeft());
            return Step.TAKEN;
        });
        assertEquals(Progress.DONE, own.handshake(null));
        assertTrue(own.isLeft());
    }

    /** A backend whose handshake goes as it is told. */
    private final class Layer extends WatchedLayer {
        private final Deque<Step> steps = new ArrayDeque<>();
        private final List<Optional<Deadline>> flushedBy = new ArrayList<>();

        @Override
        public Step handshake() {
            return steps.remove();
        }

        @Override
        public Step read(ByteBuffer dst) {
            throw new AssertionError("nothing is read");
        }

        @Override
        public Step flush() {
            flushedBy.add(transport.mayWriteUntil());
            return Step.TAKEN;
        }
    }

    /** Notes until when it may wait. */
    private static final class Clock extends DeadlineTransport {
        private Optional<Deadline> writeBy = Optional.empty();

        Optional<Deadline> mayWriteUntil() {
            return writeBy;
        }

        @Override
        public void writeBy(@Nullable Deadline deadline) {
            super.writeBy(deadline);
            writeBy = Optional.ofNullable(deadline);
        }

        @Override
        public int read(ByteBuffer dst) {
            throw new AssertionError("nothing is read");
        }

        @Override
        public void write(ByteBuffer src) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public boolean isBlocking() {
            return false;
        }

        @Override
        public void endWaits() {}
    }
}
