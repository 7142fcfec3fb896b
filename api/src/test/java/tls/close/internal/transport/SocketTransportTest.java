// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class SocketTransportTest {
    private static final Deadline HOUR = Deadline.after(Duration.ofHours(1));
    private static final Deadline OVER = Deadline.after(Duration.ZERO);

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final WatchedSocket socket = new WatchedSocket();
    private final Socket peer;
    private final SocketTransport transport = new SocketTransport(socket);

    /** It notes which timeouts it is given. */
    private static final class WatchedSocket extends Socket {
        private final List<Integer> timeouts = new ArrayList<>();

        @Override
        public synchronized void setSoTimeout(int millis) throws SocketException {
            timeouts.add(millis);
            super.setSoTimeout(millis);
        }
    }

    SocketTransportTest() throws IOException {
        socket.connect(listener.getLocalSocketAddress());
        peer = listener.accept();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        peer.close();
        listener.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 5_000})
    void rule7_5_itsTimeoutIsWhatItWasBefore(int millis) throws IOException {
        socket.setSoTimeout(millis);
        peer.getOutputStream().write(new byte[] {1, 2});
        transport.readBy(HOUR);
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        assertEquals(100, socket.getSoTimeout());
        transport.readBy(null);
        assertEquals(millis, socket.getSoTimeout());
        List<Integer> once = millis == 100 ? List.of(100, 100) : List.of(millis, 100, millis);
        assertEquals(once, socket.timeouts, "each costs a call of the system's");
        socket.setSoTimeout(7);
        transport.readBy(null);
        assertEquals(7, socket.getSoTimeout(), "what is given back is the caller's again");
    }

    @Test
    void rule7_5_aSocketThatIsClosedMeanwhileHasNone() throws IOException {
        peer.getOutputStream().write(1);
        transport.readBy(HOUR);
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        socket.close();
        transport.readBy(null);
        assertEquals(List.of(100), socket.timeouts);
        assertThrows(SocketException.class, () -> transport.read(ByteBuffer.allocate(1)));
    }

    @Test
    void rule7_5_withoutADeadlineItsOwnIsInForce() throws IOException {
        socket.setSoTimeout(1);
        assertThrows(SocketTimeoutException.class, () -> transport.read(ByteBuffer.allocate(1)));
    }

    @Test
    void rule7_8_soItIsInAHandshake() throws IOException {
        socket.setSoTimeout(1);
        transport.handshakeBy(HOUR);
        assertThrows(SocketTimeoutException.class, () -> transport.read(ByteBuffer.allocate(1)));
    }

    /** Longer than a wait lasts at a time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void rule7_1_otherwiseAWaitLastsAsLongAsItsDeadlineSays(int millis) throws IOException {
        socket.setSoTimeout(millis);
        Deadline soon = Deadline.after(Duration.ofMillis(150));
        transport.readBy(soon);
        assertThrows(SocketTimeoutException.class, () -> transport.read(ByteBuffer.allocate(1)));
        assertTrue(soon.isOver());
        transport.readBy(null);
        Deadline handshake = Deadline.after(Duration.ofMillis(150));
        transport.handshakeBy(handshake);
        assertThrows(SocketTimeoutException.class, () -> transport.read(ByteBuffer.allocate(1)));
        assertEquals(millis == 0, handshake.isOver());
    }

    @Test
    void rule7_1_theSoonerOfTwoDeadlinesCounts() throws IOException {
        transport.readBy(HOUR);
        transport.handshakeBy(OVER);
        assertThrows(SocketTimeoutException.class, () -> transport.read(ByteBuffer.allocate(1)));
        transport.readBy(OVER);
        transport.handshakeBy(HOUR);
        assertThrows(SocketTimeoutException.class, () -> transport.read(ByteBuffer.allocate(1)));
    }

    @Test
    void rule7_1_aWaitThatIsOverStillReadsWhatIsHere() throws IOException {
        peer.getOutputStream().write(7);
        transport.readBy(OVER);
        ByteBuffer one = ByteBuffer.allocate(1);
        assertEquals(1, transport.read(one));
        assertEquals(7, one.get(0));
    }

    @Test
    void rule2_5_whatIsHereIsTakenWithoutAWait() throws IOException {
        transport.readBy(Deadline.NOW);
        assertEquals(0, transport.read(ByteBuffer.allocate(1)));
        peer.getOutputStream().write(7);
        while (socket.getInputStream().available() == 0) {
            Thread.onSpinWait();
        }
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        assertEquals(List.of(), socket.timeouts);
    }

    @Test
    void rule7_3_anInterruptEndsAWaitAndStays() throws Exception {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> {
            transport.readBy(HOUR);
            assertThrows(InterruptedIOException.class, () -> transport.read(ByteBuffer.allocate(1)));
            return Thread.currentThread().isInterrupted();
        });
        Thread reader = new Thread(waiting, "reader");
        reader.start();
        reader.interrupt();
        assertTrue(waiting.get(10, TimeUnit.SECONDS));
        assertFalse(socket.isClosed());
    }

    @Test
    void rule8_4_waitsThatHaveEndedBeginNoMore() {
        transport.endWaits();
        transport.readBy(HOUR);
        assertThrows(ClosedChannelException.class, () -> transport.read(ByteBuffer.allocate(1)));
    }

    @Test
    void whatComesGoesWhereTheBufferIs() throws IOException {
        peer.getOutputStream().write(new byte[] {8, 9});
        peer.shutdownOutput();
        byte[] all = {0, 1, 2, 3, 4};
        ByteBuffer dst = ByteBuffer.wrap(all).slice(1, 3).position(1);
        while (dst.hasRemaining()) {
            assertTrue(transport.read(dst) > 0);
        }
        assertArrayEquals(new byte[] {0, 1, 8, 9, 4}, all);
        dst.clear();
        assertEquals(-1, transport.read(dst));
        assertEquals(0, dst.position(), "the end is no byte");
    }

    @Test
    void whatIsWrittenComesFromWhereTheBufferIs() throws IOException {
        ByteBuffer src = ByteBuffer.wrap(new byte[] {0, 1, 2, 3, 4}).slice(1, 3).position(1);
        transport.write(src);
        assertFalse(src.hasRemaining());
        assertEquals(2, peer.getInputStream().read());
        assertEquals(3, peer.getInputStream().read());
        assertEquals(0, peer.getInputStream().available());
    }

    /** As a socket of the caller's own may: the exception has a field for it, which need not be true. */
    @ParameterizedTest
    @CsvSource({"2, 2", "0, 0", "-1, 0", "9, 4"})
    void rule6_2_aWriteThatIsBrokenOffGoesOnWhereItStopped(int transferred, int taken) {
        InterruptedIOException brokenOff = new InterruptedIOException();
        brokenOff.bytesTransferred = transferred;
        SocketTransport over = new SocketTransport(new Socket() {
            @Override
            public OutputStream getOutputStream() {
                return new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        throw brokenOff;
                    }
                };
            }
        });
        ByteBuffer src = ByteBuffer.allocate(7).position(3);
        assertSame(brokenOff, assertThrows(IOException.class, () -> over.write(src)));
        assertEquals(3 + taken, src.position());
    }

    /** A socket that has a channel is closed by an interrupt. */
    @Test
    void rule5_1_anInterruptDoesNotCloseItUnderTheAlertAndStays() throws IOException {
        try (SocketChannel channel = SocketChannel.open(listener.getLocalSocketAddress());
                Socket other = listener.accept()) {
            SocketTransport over = new SocketTransport(channel.socket());
            over.write(ByteBuffer.allocate(1));
            assertFalse(Thread.interrupted(), "nobody has interrupted it");
            over.writeBy(HOUR);
            over.write(ByteBuffer.allocate(1));
            assertFalse(Thread.interrupted(), "nor now");
            Thread.currentThread().interrupt();
            try {
                over.write(ByteBuffer.allocate(1));
            } finally {
                assertTrue(Thread.interrupted());
            }
            assertTrue(channel.isOpen());
            assertEquals(3, other.getInputStream().readNBytes(3).length);
        }
    }

    @Test
    void rule10_3_itsPeerIsKnownOnceItIsConnected() throws IOException {
        assertEquals(Optional.of(listener.getLocalSocketAddress()), transport.peerAddress());
        assertTrue(transport.isBlocking());
        try (Socket unconnected = new Socket()) {
            assertEquals(Optional.empty(), new SocketTransport(unconnected).peerAddress());
        }
    }
}
