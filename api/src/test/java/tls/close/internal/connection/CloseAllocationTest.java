// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import org.junit.jupiter.api.Test;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.internal.record.StubEngine;

/** What an end takes of the heap above its engine, which here takes nothing. */
class CloseAllocationTest {
    private static final int ROUNDS = 25;

    // Bytes: what they are, and less than one object more.
    private static final int MOST = 168;
    private static final int MOST_WITH_ITS_MODE = 248;

    private static final byte[] CLOSE_NOTIFY = {21, 3, 3, 0, 2, 1, 0};

    private final TlsEndpoint endpoint = TlsEndpoint.server();
    private final NoOwner owner = new NoOwner();

    @Test
    void anEndOnAChannelThatDoesNotBlock() throws Exception {
        assertEndTakes(MOST, false);
    }

    @Test
    void anEndWithADeadlineOnAChannelThatBlocks() throws Exception {
        assertEndTakes(MOST_WITH_ITS_MODE, true);
    }

    private void assertEndTakes(int most, boolean isBlocking) throws Exception {
        long least = Long.MAX_VALUE;
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int i = 0; i < ROUNDS; i++) {
                try (SocketChannel near = SocketChannel.open(server.getLocalAddress());
                        SocketChannel far = server.accept()) {
                    near.configureBlocking(isBlocking);
                    least = Math.min(least, taken(near, far));
                }
            }
        }
        assertTrue(least <= most, least + " bytes");
    }

    private long taken(SocketChannel near, SocketChannel far) throws Exception {
        Talker engine = new Talker();
        TlsConnection connection = Connections.open(
                near, endpoint, transport -> Connections.layer(engine, transport, endpoint, owner), owner);
        assertEquals(Progress.DONE, connection.handshake());
        far.write(ByteBuffer.wrap(CLOSE_NOTIFY));
        long earlier = AllocatedBytes.now();
        long before = AllocatedBytes.now();
        Progress progress = connection.bye(CloseRequest.SHUT_RDWR);
        long taken = AllocatedBytes.now() - before - (before - earlier); // To ask takes some, too.
        return progress == Progress.DONE ? taken : Long.MAX_VALUE;
    }

    /** It says close_notify, and takes whatever comes for one. */
    private static final class Talker extends StubEngine {
        private static final SSLEngineResult SAID =
                new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, 0, CLOSE_NOTIFY.length);
        private static final SSLEngineResult HEARD =
                new SSLEngineResult(Status.CLOSED, HandshakeStatus.NOT_HANDSHAKING, CLOSE_NOTIFY.length, 0);

        private boolean hasSaid;
        private boolean hasHeard;

        @Override
        public SSLEngineResult wrap(ByteBuffer src, ByteBuffer dst) {
            dst.put(CLOSE_NOTIFY);
            hasSaid = true;
            return SAID;
        }

        @Override
        public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer dst) {
            src.position(src.limit());
            hasHeard = true;
            return HEARD;
        }

        @Override
        public boolean isOutboundDone() {
            return hasSaid;
        }

        @Override
        public boolean isInboundDone() {
            return hasHeard;
        }
    }
}
