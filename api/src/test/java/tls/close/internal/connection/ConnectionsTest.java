// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;

/** Over what a connection can be opened, and what is said where it cannot. */
class ConnectionsTest {
    private ServerSocketChannel listening;

    @BeforeEach
    void listen() throws IOException {
        listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    private static Connection open(Socket socket) throws IOException {
        return assertInstanceOf(
                Connection.class,
                Connections.open(socket, TlsEndpoint.server(), transport -> new ScriptedLayer(), new NoOwner()));
    }

    private static String refusalOf(Socket socket) {
        return assertThrows(SocketException.class, () -> open(socket)).toString();
    }

    @Test
    void aSocketHasToBeConnected() throws IOException {
        Socket socket = new Socket();
        assertTrue(refusalOf(socket).endsWith("not connected"));
        socket.connect(listening.getLocalAddress());
        assertTrue(open(socket).isBlocking());
        socket.close();
        assertTrue(refusalOf(socket).endsWith("closed"));
    }

    /** Its streams would refuse it. */
    @Test
    void aSocketHasToBlock() throws IOException {
        try (SocketChannel channel = SocketChannel.open(listening.getLocalAddress())) {
            assertEquals(
                    Optional.of(listening.getLocalAddress()),
                    open(channel.socket()).peerAddress());
            channel.configureBlocking(false);
            assertThrows(IllegalBlockingModeException.class, () -> open(channel.socket()));
        }
    }

    @Test
    void aSelectorCanWaitForAChannelOfItsKindAndForNoOther() throws IOException {
        try (SocketChannel channel = SocketChannel.open(listening.getLocalAddress())) {
            TlsConnection selectable =
                    Connections.open(channel, TlsEndpoint.server(), transport -> new ScriptedLayer(), new NoOwner());
            assertSame(
                    channel,
                    ((Connection) selectable)
                            .exchange()
                            .selectable()
                            .orElseThrow()
                            .channel());
        }
        TlsConnection other = Connections.open(
                new NoChannel(), TlsEndpoint.server(), transport -> new ScriptedLayer(), new NoOwner());
        assertEquals(Optional.empty(), ((Connection) other).exchange().selectable());
        assertFalse(Connections.isInCallbackOf(other));
    }
}
