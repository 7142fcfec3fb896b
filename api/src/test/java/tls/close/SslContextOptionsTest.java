// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Rule S7: what has nothing to do with TLS is as the socket below has it, both ways. */
class SslContextOptionsTest {
    private static final SSLContext CONTEXT = new JdkContext(true).sslContext();

    private interface Setter<T> {
        void set(Socket socket, T value) throws SocketException;
    }

    private interface Getter<T> {
        T of(Socket socket) throws SocketException;
    }

    private record Option<T>(String name, List<T> values, Setter<T> setter, Getter<T> getter) {
        void assertIsTheSame(Socket below, Socket socket) throws SocketException {
            for (T value : values) {
                setter.set(socket, value);
                T held = getter.of(below);
                assertEquals(getter.of(socket), held, name);
                assertTrue(held.equals(value) || isHint(), name + " is " + held);
            }
        }

        /** The system makes of a size what it likes; but of two different ones something different. */
        private boolean isHint() {
            return name.endsWith("size");
        }
    }

    private static final List<Boolean> BOTH = List.of(true, false, true);

    private static final List<Option<?>> OPTIONS = List.of(
            new Option<>("timeout", List.of(1, 2), Socket::setSoTimeout, Socket::getSoTimeout),
            new Option<>("no delay", BOTH, Socket::setTcpNoDelay, Socket::getTcpNoDelay),
            new Option<>("keep alive", BOTH, Socket::setKeepAlive, Socket::getKeepAlive),
            new Option<>("reuse", BOTH, Socket::setReuseAddress, Socket::getReuseAddress),
            new Option<>(
                    "linger", List.of(3, 4), (socket, value) -> socket.setSoLinger(true, value), Socket::getSoLinger),
            new Option<>("traffic class", List.of(8, 16), Socket::setTrafficClass, Socket::getTrafficClass),
            new Option<>("send size", List.of(20_000), Socket::setSendBufferSize, Socket::getSendBufferSize),
            new Option<>("receive size", List.of(20_000), Socket::setReceiveBufferSize, Socket::getReceiveBufferSize));

    @Test
    void ruleS7_everyOptionIsThatOfTheSocketBelow() throws IOException {
        try (SocketPair pair = SocketPair.layered(CONTEXT, CONTEXT)) {
            int sending = pair.belowClient.getSendBufferSize();
            int receiving = pair.belowClient.getReceiveBufferSize();
            for (Option<?> option : OPTIONS) {
                option.assertIsTheSame(pair.belowClient, pair.client);
            }
            assertFalse(sending == pair.belowClient.getSendBufferSize());
            assertFalse(receiving == pair.belowClient.getReceiveBufferSize());
            pair.client.setOption(StandardSocketOptions.SO_KEEPALIVE, false);
            assertFalse(pair.belowClient.getKeepAlive());
            assertEquals(false, pair.client.getOption(StandardSocketOptions.SO_KEEPALIVE));
            assertEquals(pair.belowClient.supportedOptions(), pair.client.supportedOptions());
        }
    }

    @Test
    void ruleS7_everyAddressIsThatOfTheSocketBelow() throws IOException {
        try (SocketPair pair = SocketPair.layered(CONTEXT, CONTEXT)) {
            for (SSLSocket socket : List.of(pair.client, pair.server)) {
                Socket below = socket == pair.client ? pair.belowClient : pair.belowServer;
                assertTrue(socket.isBound());
                assertTrue(socket.isConnected());
                assertEquals(below.getInetAddress(), socket.getInetAddress());
                assertEquals(below.getPort(), socket.getPort());
                assertEquals(below.getLocalAddress(), socket.getLocalAddress());
                assertEquals(below.getLocalPort(), socket.getLocalPort());
                assertEquals(below.getRemoteSocketAddress(), socket.getRemoteSocketAddress());
                assertEquals(below.getLocalSocketAddress(), socket.getLocalSocketAddress());
            }
        }
    }

    @Test
    void ruleS7_aSocketMayBeBoundBeforeItIsConnected() throws IOException {
        try (SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory().createSocket()) {
            assertFalse(socket.isBound());
            assertFalse(socket.isConnected());
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertTrue(socket.isBound());
            assertTrue(socket.getLocalPort() > 0);
        }
    }

    @Test
    void ruleS7_thereIsNoUrgentData() throws IOException {
        try (SocketPair pair = SocketPair.layered(CONTEXT, CONTEXT)) {
            assertThrows(SocketException.class, () -> pair.client.sendUrgentData(1));
            assertThrows(SocketException.class, () -> pair.client.setOOBInline(true));
            assertThrows(SocketException.class, pair.client::getOOBInline);
        }
    }
}
