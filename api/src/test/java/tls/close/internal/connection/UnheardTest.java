// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.failure;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tls.close.CloseReport.Received;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.TransportAbandonedException;
import tls.close.spi.RecordLayer.Step;

/** A handshake is canceled, and the transport does not take that (rule 4.7). */
class UnheardTest {
    private static final byte[] INTERNAL_ERROR = {21, 3, 3, 0, 2, 2, 80};

    private final IOException pipe = new SocketException("broken pipe");
    private final ByteBuffer come = ByteBuffer.wrap(INTERNAL_ERROR);
    private int atEnd;
    private @Nullable IOException unreadable;
    private final StubTransport transport = new StubTransport() {
        @Override
        public int read(ByteBuffer dst) throws IOException {
            if (unreadable != null) {
                throw unreadable;
            }
            int start = dst.position();
            while (dst.hasRemaining() && come.hasRemaining()) {
                dst.put(come.get());
            }
            return dst.position() == start ? atEnd : dst.position() - start;
        }
    };
    private final ScriptedLayer layer = new ScriptedLayer();
    private final Connection connection =
            new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner());

    private IOException cancel(IOException failure) throws IOException {
        layer.handshakes.add(step(Step.WANT_READ));
        assertEquals(Progress.WANT_READ, connection.handshake());
        layer.flushes.add(failure(failure));
        return assertThrows(IOException.class, () -> connection.bye(CloseRequest.SHUT_RDWR));
    }

    @Test
    void rule4_7_theAlertIsReadPastTheBackendAndEndsIt() throws IOException {
        FatalAlertException told = assertInstanceOf(FatalAlertException.class, cancel(pipe));
        assertSame(pipe, told.getSuppressed()[0]);
        assertEquals(0, layer.rooms.size());
        assertTrue(connection.state().sides().isOver());
    }

    @Test
    void whatTheBackendHasTheBeginningOfIsLeft() throws IOException {
        layer.cut = 1;
        assertSame(pipe, cancel(pipe));
        assertEquals(INTERNAL_ERROR.length, come.remaining());
    }

    @Test
    void rule10_3_itIsOverWhereNothingCanCome() throws IOException {
        come.position(1);
        assertSame(pipe, cancel(pipe));
        assertTrue(connection.state().sides().isOver(), "after what is no TLS");
    }

    @Test
    void rule10_3_soItIsAtTheEnd() throws IOException {
        come.position(come.limit());
        assertSame(pipe, cancel(pipe));
        assertFalse(connection.state().sides().isOver(), "it may come");
        atEnd = -1;
        assertSame(pipe, assertThrows(IOException.class, () -> connection.bye(CloseRequest.SHUT_RDWR)));
        assertTrue(connection.state().sides().isOver());
        assertSame(pipe, assertThrows(IOException.class, () -> connection.bye(CloseRequest.SHUT_RDWR)));
    }

    @Test
    void rule10_3_soItIsWhereTheTransportCannotBeRead() throws IOException {
        unreadable = new SocketException("reset");
        assertSame(pipe, cancel(pipe));
        assertTrue(connection.state().sides().isOver());
    }

    /** The cancellation itself ends waits, and an interrupt passes. */
    @Test
    void rule4_7_whatPassesIsNoReasonToLookNoMore() throws IOException {
        unreadable = new ClosedChannelException();
        assertSame(pipe, cancel(pipe));
        unreadable = new InterruptedIOException();
        assertSame(pipe, assertThrows(IOException.class, () -> connection.bye(CloseRequest.SHUT_RDWR)));
        unreadable = null;
        assertThrows(FatalAlertException.class, () -> connection.bye(CloseRequest.SHUT_RDWR));
    }

    /** A writer may come when the failure is known, and the alert is not yet. */
    @Test
    void rule4_7_aLateWriterLooksToo() throws IOException {
        unreadable = new InterruptedIOException();
        assertSame(pipe, cancel(pipe));
        unreadable = null;
        IOException told = assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1)));
        assertInstanceOf(FatalAlertException.class, told.getCause());
    }

    /** By the time that the peer's alert is found another thread may have met what an engine makes of all that. */
    @Test
    void rule4_7_theAlertIsWorthMoreThanWhatTheBackendSays() {
        ConnectionState state = begin();
        IOException unused = state.failed(new SSLException("closed"), Event.READ_FAILED);
        assertSame(pipe, state.failed(pipe, Event.WRITE_FAILED));
        state.turnedAway(80);
        assertInstanceOf(FatalAlertException.class, state.inputEnd());
    }

    @Test
    void anAlertThatComesBeforeTheCancellationIsOutIsNoted() {
        ConnectionState state = begin();
        state.turnedAway(80);
        assertEquals(Received.FATAL_ALERT, state.report().received());
        state.apply(Event.FLUSHED);
        assertTrue(state.sides().hasClosedOutput());
    }

    /** It waits for nobody. */
    @Test
    void rule9_2_oneThatComesBehindItIsNot() {
        ConnectionState state = begin();
        state.apply(Event.FLUSHED);
        state.turnedAway(80);
        assertEquals(Received.NOTHING, state.report().received());
        assertTrue(state.sides().needsNoMoreInput());
    }

    @Test
    void rule7_4_fromATransportThatHadToBeClosedNothingComes() {
        ConnectionState state = begin();
        TransportAbandonedException stuck = new TransportAbandonedException(pipe);
        assertInstanceOf(CloseTimeoutException.class, state.failed(stuck, Event.WRITE_FAILED));
        assertTrue(state.sides().isOver());
    }

    @Test
    void rule7_8_whatWasLateStaysLate() {
        ConnectionState state = connection.state();
        state.apply(Event.HANDSHAKE_STARTED);
        CloseTimeoutException late = state.handshakeLate();
        assertSame(pipe, state.failed(pipe, Event.WRITE_FAILED));
        assertTrue(state.sides().isOver());
        assertSame(late, state.inputEnd());
    }

    private ConnectionState begin() {
        ConnectionState state = connection.state();
        state.apply(Event.HANDSHAKE_STARTED);
        state.apply(Event.CLOSE);
        return state;
    }
}
