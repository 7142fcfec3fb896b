// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** Rule S7: whatever a transport asks of it is the socket below's, but for the bytes that come first. */
class ConsumedSocketTest {
    @Test
    void ruleS7_whatWasConsumedComesFirst() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress());
                Socket peer = listener.accept()) {
            Socket below = channel.socket();
            Socket socket = new ConsumedSocket(below, new ByteArrayInputStream(new byte[] {1, 2}));
            peer.getOutputStream().write(3);
            assertArrayEquals(new byte[] {1, 2}, socket.getInputStream().readNBytes(2));
            assertEquals(3, socket.getInputStream().read());
            socket.getOutputStream().write(4);
            assertEquals(4, peer.getInputStream().read());
            assertSame(channel, socket.getChannel());
            assertEquals(below.toString(), socket.toString());
            socket.setSoTimeout(77);
            assertEquals(77, below.getSoTimeout());
            assertEquals(77, socket.getSoTimeout());
            assertFalse(socket.isClosed());
            socket.close();
            assertTrue(below.isClosed());
            assertTrue(socket.isClosed());
        }
    }
}
