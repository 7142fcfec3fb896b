// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.data;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tls.close.CloseLimits;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.spi.RecordLayer.Step;

/** What the calls of a connection come to that are no goodbye. */
class ConnectionTest {
    private final StubTransport transport = new StubTransport();
    private final ScriptedLayer layer = new ScriptedLayer();
    private final Connection connection =
            new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner());

    @BeforeEach
    void connect() throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
    }

    @Test
    void whatIsWrittenIsCounted() throws IOException {
        assertEquals(8, connection.write(ByteBuffer.allocate(10).position(2)));
        layer.writes.add(src -> {
            src.position(src.position() + 3);
            return Step.TAKEN;
        });
        layer.writes.add(step(Step.WANT_WRITE));
        assertEquals(3, connection.write(ByteBuffer.allocate(10).position(2)));
        assertEquals(11, connection.state().end().bytesWritten());
    }

    /** A backend takes no second step in the middle of one. */
    @Test
    void rule8_4_aCallbackCannotGoOnWithItsOwnConnection() throws IOException {
        layer.reads(1, dst -> {
            assertTrue(Connections.isInCallbackOf(connection));
            ByteBuffer one = ByteBuffer.allocate(1);
            assertThrows(IOException.class, () -> connection.read(one));
            assertThrows(IOException.class, () -> connection.write(one));
            assertThrows(IOException.class, connection::handshake);
            assertEquals(Progress.WANT_TASK, connection.bye(CloseRequest.SHUT_WR));
            assertEquals(0, layer.closed, "its goodbye follows");
            return data(1).on(dst);
        });
        assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        assertFalse(Connections.isInCallbackOf(connection));
        assertEquals(1, layer.rooms.size());
        assertEquals(Sent.CLOSE_NOTIFY, connection.report().sent());
    }

    @Test
    void rule1_2_theSidesSayHowTheyStand() throws IOException {
        assertTrue(connection.isInputOpen() && connection.isOutputOpen() && connection.isOpen());
        assertEquals(Progress.DONE, connection.bye(CloseRequest.SHUT_WR));
        assertFalse(connection.isOutputOpen());
        assertTrue(connection.isInputOpen());
        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1)));
        connection.close(CloseLimits.DEFAULT);
        assertFalse(connection.isInputOpen() || connection.isOutputOpen() || connection.isOpen());
        assertThrows(ClosedChannelException.class, connection::handshake);
    }

    @Test
    void rule5_3_whatIsTheCallersAgainHasNoSides() throws IOException {
        connection.transport().handBack();
        assertFalse(connection.isInputOpen() || connection.isOutputOpen());
        assertTrue(connection.isOpen());
        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, connection::handshake);
    }

    @Test
    void whatIsHereNeedsNoTransport() {
        assertFalse(connection.holdsData() || connection.isBlocking());
        layer.held = 1;
        assertTrue(connection.holdsData());
        layer.held = 0;
        transport.holdsMore = true;
        assertTrue(connection.holdsData());
        transport.blocks = true;
        assertTrue(connection.isBlocking());
        assertEquals(Optional.of(StubTransport.PEER), connection.peerAddress());
        assertEquals(connection.state().toString(), connection.toString());
    }
}
