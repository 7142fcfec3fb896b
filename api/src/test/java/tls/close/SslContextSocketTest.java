// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SocketChannel;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sockets of ours whose peer does not speak TLS, or not for long. */
class SslContextSocketTest {
    private static final SSLContext CONTEXT = new JdkContext(true).sslContext();

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    SslContextSocketTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    private SSLSocket connected() throws IOException {
        return (SSLSocket) CONTEXT.getSocketFactory().createSocket(listener.getInetAddress(), listener.getLocalPort());
    }

    @Test
    void ruleS4_aLayeredSocketThatIsClosedInMidHandshakeSaysThatTheOneBelowIsNotClean() throws IOException {
        try (Socket below = new Socket(listener.getInetAddress(), listener.getLocalPort())) {
            SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory().createSocket(below, "server.test", 443, false);
            socket.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, socket::startHandshake);
            SSLException thrown = assertThrows(SSLException.class, socket::close);
            assertTrue(String.valueOf(thrown.getMessage()).contains("not clean"), thrown.toString());
            assertFalse(below.isClosed());
            socket.close();
        }
    }

    /** As by the JDK's: libraries try again by this type. */
    @Test
    void ruleS7_aPeerThatLeavesInTheHandshakeIsASSLHandshakeException() throws IOException {
        try (SSLSocket socket = connected();
                InputStream input = socket.getInputStream();
                Socket peer = listener.accept()) {
            peer.shutdownOutput();
            assertThrows(SSLHandshakeException.class, socket::startHandshake);
            assertTrue(socket.isClosed());
            SocketException thrown = assertThrows(SocketException.class, input::read);
            assertEquals("Socket is closed", thrown.getMessage());
        }
    }

    @Test
    void ruleS2_whatIsShutDownBeforeTheHandshakeStaysSo() throws IOException {
        try (SSLSocket socket = connected();
                InputStream input = socket.getInputStream();
                OutputStream output = socket.getOutputStream()) {
            socket.shutdownInput();
            assertTrue(socket.isInputShutdown());
            assertEquals(-1, input.read());
            assertEquals(0, input.available());
            assertThrows(SocketException.class, socket::getInputStream);
            assertThrows(SocketException.class, () -> output.write(1));
            assertFalse(socket.isOutputShutdown());
            socket.shutdownOutput();
            assertThrows(SocketException.class, socket::getOutputStream);
        }
    }

    @Test
    void ruleS7_aSocketInNonBlockingModeIsNotLayeredOver() throws IOException {
        try (SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress())) {
            channel.configureBlocking(false);
            assertThrows(
                    IllegalBlockingModeException.class,
                    () -> CONTEXT.getSocketFactory().createSocket(channel.socket(), "server.test", 443, true));
        }
    }

    @Test
    void ruleS7_aPortThatIsTakenIsTold() {
        ServerSocketFactory factory = CONTEXT.getServerSocketFactory();
        assertThrows(
                BindException.class,
                () -> factory.createServerSocket(listener.getLocalPort(), 1, listener.getInetAddress()));
    }

    /** What was consumed comes first; here it ends the handshake. */
    @Test
    void ruleS7_aServerBeginsWithWhatWasConsumed() throws IOException {
        try (Socket below = new Socket(listener.getInetAddress(), listener.getLocalPort());
                SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory()
                        .createSocket(below, new ByteArrayInputStream("GET / HTTP/1.0\r\n".getBytes(US_ASCII)), true)) {
            assertFalse(socket.getUseClientMode());
            socket.setSoTimeout(20_000); // Who waits for the peer waits in vain.
            assertThrows(SSLException.class, socket::startHandshake);
            assertTrue(below.isClosed());
        }
    }
}
