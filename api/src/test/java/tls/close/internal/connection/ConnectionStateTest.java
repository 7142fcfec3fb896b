// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.ConnectionEnd;
import tls.close.FatalAlertException;
import tls.close.PlaintextException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.internal.transport.TransportAbandonedException;
import tls.close.spi.NotTlsException;
import tls.close.spi.RecordLayer.Step;

/** What callers are told of a connection, by what has happened to it. */
class ConnectionStateTest {
    private static final TlsEndpoint ENDPOINT = TlsEndpoint.server().handshakeTimeout(Duration.ofSeconds(7));

    private final List<ConnectionEnd> told = new ArrayList<>();
    private final ConnectionState state = new ConnectionState(ENDPOINT, new StubTransport(), new Reader());

    private ConnectionState after(Event... events) {
        for (Event event : events) {
            Sides unused = state.apply(event);
        }
        return state;
    }

    // Verdicts

    @Test
    void rule7_3_anInterruptIsNoEnd() {
        IOException interrupt = new InterruptedIOException();
        assertSame(interrupt, after(Event.HANDSHAKE_DONE).failed(interrupt, Event.READ_FAILED));
        assertEquals(new Sides(Handshake.DONE, OutputSide.OPEN, InputSide.OPEN), state.sides());
    }

    @Test
    void rule4_5_aFailureOfTheTransportIsToldAsItIs() {
        IOException reset = new SocketException("reset");
        assertSame(reset, after(Event.HANDSHAKE_DONE).failed(reset, Event.READ_FAILED));
        assertSame(reset, state.inputEnd());
        assertEquals(Received.TRANSPORT_FAILURE, state.report().received());
        assertFalse(state.hasRefused());
        assertEquals(Optional.of(reset), state.end().failure());
        assertEquals(Optional.of(StubTransport.PEER), state.end().peer());

        IOException pipe = new SocketException("broken pipe");
        assertSame(pipe, state.failed(pipe, Event.WRITE_FAILED));
        assertSame(pipe, state.outputEnd());
        assertSame(pipe, state.outputClosed().getCause());
        assertEquals(Sent.FAILED, state.report().sent());
        assertEquals(Optional.of(reset), state.end().failure(), "what the peer did says more");
    }

    @Test
    void aWriterWhoseTransportHasFailedIsToldSo() {
        IOException pipe = new SocketException("broken pipe");
        assertSame(pipe, after(Event.HANDSHAKE_DONE).failed(pipe, Event.WRITE_FAILED));
        assertEquals(Optional.of(pipe), state.end().failure());
        assertFalse(state.owesOutput(), "nothing can be sent any more");
        assertFalse(state.isEndDoubtful());
        state.transportEnded(0);
        assertTrue(state.isEndDoubtful(), "a transport tells of a reset once");
        assertInstanceOf(TruncationException.class, state.inputEnd());
        assertSame(pipe, state.outputEnd());
    }

    @Test
    void rule7_4_aTransportThatHadToBeClosedIsATimeout() {
        IOException stuck = after(Event.HANDSHAKE_DONE, Event.CLOSE)
                .failed(new TransportAbandonedException(null), Event.WRITE_FAILED);
        assertInstanceOf(CloseTimeoutException.class, stuck);
        assertSame(stuck, state.outputEnd());
    }

    @Test
    void rule4_4_aFatalAlertIsToldWithItsNumber() {
        SSLException engines = new SSLException("alert 42");
        IOException failure = after(Event.HANDSHAKE_DONE).failed(engines, Event.READ_FAILED);
        assertEquals(
                42,
                assertInstanceOf(FatalAlertException.class, failure)
                        .report()
                        .alert()
                        .orElseThrow());
        assertSame(engines, failure.getCause());
        assertSame(failure, state.inputEnd());
        assertTrue(state.hasRefused());
        assertFalse(state.owesOutput(), "there is no answer to a fatal alert");
        assertEquals("fatal alert 42", state.end().cause());
    }

    @Test
    void rule4_3_whatIsNoTlsIsRefusedAndOwesAnAlert() {
        SSLException bad = new SSLException("bad record MAC");
        assertSame(bad, after(Event.HANDSHAKE_DONE).failed(bad, Event.READ_FAILED));
        assertSame(bad, state.inputEnd());
        assertSame(bad, state.outputEnd());
        assertSame(bad, state.outputClosed().getCause());
        assertEquals(Received.INVALID, state.report().received());
        assertTrue(state.report().alert().isEmpty());
        assertTrue(state.owesOutput(), "our alert is to be sent");
        after(Event.ALERTED);
        assertEquals("refused by us", state.end().cause());
        assertFalse(state.owesOutput());
        SSLException later = new SSLException("another");
        assertSame(later, state.failed(later, Event.READ_FAILED));
        assertSame(bad, state.inputEnd(), "what was met first is the reason");
    }

    @Test
    void rule4_6_plaintextIsWhatComesWhereCloseNotifyIsDue() {
        NotTlsException stray = new NotTlsException(new byte[] {'Q', 'U'});
        for (Event[] events :
                new Event[][] {{Event.HANDSHAKE_DONE, Event.CLOSE}, {Event.HANDSHAKE_DONE, Event.CLOSE, Event.FLUSHED}
                }) {
            ConnectionState due = new ConnectionState(ENDPOINT, new StubTransport(), new Reader());
            for (Event event : events) {
                Sides unused = due.apply(event);
            }
            IOException told = due.failed(stray, Event.READ_FAILED);
            assertArrayEquals(
                    stray.taken(),
                    assertInstanceOf(PlaintextException.class, told).taken());
            assertSame(told, due.inputEnd());
            assertEquals(Received.PLAINTEXT, due.report().received());
            IOException again = due.failed(stray, Event.READ_FAILED);
            assertInstanceOf(PlaintextException.class, again);
            assertSame(told, due.inputEnd(), "what was met first is the reason");
        }
    }

    @Test
    void rule4_6_elsewhereItIsGarbage() {
        NotTlsException stray = new NotTlsException(new byte[] {'Q'});
        for (Event[] events : new Event[][] {
            {}, {Event.HANDSHAKE_STARTED, Event.CLOSE}, {Event.HANDSHAKE_DONE}, {Event.HANDSHAKE_DONE, Event.GIVEN_UP}
        }) {
            ConnectionState elsewhere = new ConnectionState(ENDPOINT, new StubTransport(), new NoOwner());
            for (Event event : events) {
                Sides unused = elsewhere.apply(event);
            }
            assertSame(
                    stray,
                    elsewhere.failed(stray, Event.READ_FAILED),
                    () -> List.of(events).toString());
        }
    }

    @Test
    void rule7_8_aHandshakeThatIsLateIsATimeoutForEverybody() {
        CloseTimeoutException late = after(Event.HANDSHAKE_STARTED).handshakeLate();
        assertSame(late, state.inputEnd());
        assertSame(late, state.outputEnd());
        assertSame(late, state.outputClosed().getCause());
        assertEquals(OutputSide.FAILED, state.sides().output());
        assertEquals(InputSide.UNUSED, state.sides().input());
        assertEquals(ENDPOINT.handshakeTimeout(), state.handshakeTimeout());
    }

    @Test
    void rule10_3_rule7_8_aHandshakeThatIsLateIsToldOnceAndWithItsReason() {
        CloseTimeoutException late = after(Event.HANDSHAKE_STARTED).handshakeLate();
        assertFalse(state.isTold());
        state.announce();
        assertTrue(state.isTold());
        assertEquals(Optional.of(late), told.get(0).failure());
        assertEquals(Sent.FAILED, told.get(0).report().sent());
        state.announce();
        assertEquals(1, told.size());
    }

    @Test
    void rule7_8_aStuckWriteOfTheHandshakeIsThatTimeout() {
        CloseTimeoutException stuck = state.timeout("stuck");
        assertSame(stuck, after(Event.HANDSHAKE_STARTED).handshakeLate(stuck));
        assertSame(stuck, state.inputEnd());
        assertEquals(OutputSide.FAILED, state.sides().output());
        assertEquals(InputSide.UNUSED, state.sides().input());
    }

    @Test
    void rule9_2_aHandshakeThatThePeerHasGivenUpHasFailed() {
        after(Event.HANDSHAKE_STARTED).closedByPeer();
        assertInstanceOf(SSLHandshakeException.class, state.inputEnd());
        assertSame(state.inputEnd(), state.inputEnd());
        assertEquals(Received.INVALID, state.report().received());
    }

    // Ends

    @Test
    void rule4_1_theEndOfTheTransportIsATruncation() {
        after(Event.HANDSHAKE_DONE).transportEnded(3);
        assertEquals(
                3,
                assertInstanceOf(TruncationException.class, state.inputEnd())
                        .report()
                        .cutAfter());
        assertFalse(state.isEndDoubtful());
        assertInstanceOf(TruncationException.class, state.outputEnd());
    }

    @Test
    void whatHasNoReasonIsClosed() {
        assertInstanceOf(ClosedChannelException.class, state.inputEnd());
        assertInstanceOf(ClosedChannelException.class, after(Event.CLOSE).inputEnd());
        assertNull(state.outputClosed().getCause());
        assertInstanceOf(SSLException.class, state.outputEnd(), "of a backend that has ended without a word");
    }

    @Test
    void aWriterWhoHasSaidGoodbyeIsNotToldWhatThePeerDid() {
        after(Event.HANDSHAKE_DONE, Event.CLOSE, Event.FLUSHED);
        SSLException bad = new SSLException("bad record MAC");
        assertSame(bad, state.failed(bad, Event.READ_FAILED));
        assertNull(state.outputClosed().getCause());
    }

    @ParameterizedTest
    @EnumSource(OutputSide.class)
    void anAlertIsOwedByAnOutputThatIsNotOver(OutputSide side) {
        switch (side) {
            case OPEN -> after(Event.HANDSHAKE_DONE);
            case CLOSING -> after(Event.HANDSHAKE_DONE, Event.CLOSE);
            case CLOSED -> after(Event.HANDSHAKE_DONE, Event.CLOSE, Event.FLUSHED);
            case UNUSED -> after(Event.CLOSE);
            case FAILED -> after(Event.GIVEN_UP);
            case ABORTED -> after(Event.GIVEN_UP, Event.ALERTED);
        }
        assertEquals(side, state.sides().output());
        assertEquals(
                switch (side) {
                    case OPEN, CLOSING, FAILED -> true;
                    case CLOSED, UNUSED, ABORTED -> false;
                },
                state.owesOutput());
    }

    // The announcement

    @Test
    void rule10_3_theEndIsToldOnceAndWithWhatWasCounted() {
        state.handshakeDone("TLSv1.3");
        state.journal().read(5);
        state.journal().wrote(7);
        after(Event.CLOSE, Event.FLUSHED, Event.PEER_CLOSE_NOTIFY);
        state.announce();
        state.announce();
        assertEquals(1, told.size());
        ConnectionEnd end = told.get(0);
        assertEquals("TLSv1.3", end.report().protocol());
        assertEquals(First.LOCAL, end.report().first());
        assertTrue(
                end.report().flushTime().isPresent() && end.report().peerTime().isPresent());
        assertEquals(5, end.bytesRead());
        assertEquals(7, end.bytesWritten());
        assertSame(ENDPOINT, end.endpoint());
        assertTrue(end.failure().isEmpty());
        assertEquals("TLS " + ENDPOINT + ", " + end.report(), state.toString());
    }

    /** Nobody hears of it but those who look. */
    @Test
    void rule10_3_whoeverDoesNotListenIsNotTold() {
        ConnectionState unheard = new ConnectionState(ENDPOINT, new StubTransport(), new NoOwner());
        unheard.announce();
        assertTrue(unheard.isTold());
    }

    /** What listeners throw is their business; even what no Java method may throw undeclared. */
    @Test
    void rule10_3_whatAListenerThrowsChangesNothing() {
        ConnectionState loud = new ConnectionState(ENDPOINT, new StubTransport(), new Reader() {
            @Override
            public void tell(ConnectionEnd end) {
                super.tell(end);
                throw new AssertionError("of a listener");
            }
        });
        loud.announce();
        assertEquals(1, told.size());
    }

    // What is waited for

    @Test
    void rule6_1_eachSideWaitsForWhatItsLastStepCouldNotDo() {
        after(Event.HANDSHAKE_DONE);
        assertEquals(Progress.WANT_READ, state.read(Step.WANT_READ));
        assertEquals(SelectionKey.OP_READ, state.interestOps());
        assertEquals(Progress.WANT_WRITE, state.wrote(Step.WANT_WRITE));
        assertEquals(SelectionKey.OP_READ | SelectionKey.OP_WRITE, state.interestOps());
        assertEquals(SelectionKey.OP_WRITE, state.interestOps(CloseRequest.SHUT_WR));
        assertEquals(SelectionKey.OP_READ | SelectionKey.OP_WRITE, state.interestOps(CloseRequest.SHUT_RDWR));
        assertEquals(Progress.WANT_TASK, state.read(Step.WANT_TASK));
        assertEquals(SelectionKey.OP_WRITE, state.interestOps());
        assertEquals(Progress.DONE, state.wrote(Step.TAKEN));
        assertEquals(0, state.interestOps());
    }

    @Test
    void aSideThatHasEndedWaitsForNothing() {
        after(Event.HANDSHAKE_DONE, Event.CLOSE);
        assertEquals(Progress.WANT_READ, state.read(Step.WANT_READ));
        assertEquals(Progress.WANT_WRITE, state.wrote(Step.WANT_WRITE));
        after(Event.FLUSHED);
        assertEquals(SelectionKey.OP_READ, state.interestOps());
        assertEquals(0, state.interestOps(CloseRequest.SHUT_WR));
        after(Event.PEER_CLOSE_NOTIFY);
        assertEquals(0, state.interestOps());
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"TAKEN", "CLOSE_NOTIFY", "END_OF_TRANSPORT", "WANT_FLUSH"})
    void whatNeedsNoTransportIsProgress(Step step) {
        assertEquals(Progress.DONE, state.read(step));
        assertEquals(0, state.interestOps());
    }

    @Test
    void whoWantsToKnowWhyIsToldWithTheReport() {
        after(Event.HANDSHAKE_DONE, Event.CLOSE);
        CloseTimeoutException late = assertThrows(CloseTimeoutException.class, () -> {
            throw state.timeout("too late");
        });
        assertTrue(String.valueOf(late.getMessage()).contains("too late"), late::toString);
        assertEquals(Sent.CLOSE_NOTIFY_PENDING, late.report().sent());
    }

    /** Takes "alert 42" for what it says. */
    private class Reader extends Listener {
        Reader() {
            super(told::add);
        }

        @Override
        public OptionalInt fatalAlert(SSLException thrown) {
            String words = String.valueOf(thrown.getMessage());
            return words.startsWith("alert ")
                    ? OptionalInt.of(Integer.parseInt(words.substring("alert ".length())))
                    : OptionalInt.empty();
        }
    }
}
