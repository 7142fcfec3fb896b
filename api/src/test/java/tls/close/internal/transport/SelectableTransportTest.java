// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SelectableTransportTest {
    private static final Deadline HOUR = Deadline.after(Duration.ofHours(1));
    private static final Deadline OVER = Deadline.after(Duration.ZERO);

    private final ServerSocketChannel listener =
            ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final SocketChannel channel = SocketChannel.open(listener.getLocalAddress());
    private final SocketChannel peer = listener.accept();
    private final SelectableTransport<SocketChannel> transport = new SelectableTransport<>(channel);

    SelectableTransportTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        channel.close();
        peer.close();
        listener.close();
    }

    @Test
    void rule10_3_thePeerOfAChannelThatIsClosedIsWhoItWas() throws IOException {
        SocketAddress address = channel.getRemoteAddress();
        assertEquals(Optional.of(address), transport.peerAddress());
        channel.close();
        assertEquals(Optional.of(address), transport.peerAddress());
    }

    @Test
    void rule10_3_whoeverHasNoAddressHasNoPeer(@TempDir Path folder) throws IOException {
        try (SocketChannel unconnected = SocketChannel.open();
                DatagramChannel datagrams = DatagramChannel.open()) {
            assertEquals(Optional.empty(), new SelectableTransport<>(unconnected).peerAddress());
            assertEquals(Optional.empty(), new SelectableTransport<>(datagrams).peerAddress());
        }
        UnixDomainSocketAddress file = UnixDomainSocketAddress.of(folder.resolve("socket"));
        try (ServerSocketChannel local = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            local.bind(file);
            SocketChannel client = SocketChannel.open(file);
            SelectableTransport<SocketChannel> over = new SelectableTransport<>(client);
            assertEquals(Optional.of(file), over.peerAddress());
            client.close();
            assertEquals(Optional.empty(), over.peerAddress(), "it has forgotten");
        }
    }

    @Test
    void rule5_1_whoeverHoldsItHasItInNonBlockingModeUntilItIsGivenBack() throws IOException {
        Runnable giveBack = Objects.requireNonNull(transport.hold());
        assertFalse(channel.isBlocking());
        giveBack.run();
        assertTrue(channel.isBlocking());
        channel.configureBlocking(false);
        Objects.requireNonNull(transport.hold()).run();
        assertFalse(channel.isBlocking(), "its own mode is the caller's choice");
    }

    @Test
    void rule5_1_aSeriesIsForAChannelThatBlocks() throws IOException {
        assertTrue(transport.beginSeries());
        assertFalse(channel.isBlocking());
        transport.endSeries();
        assertTrue(channel.isBlocking());
        channel.configureBlocking(false);
        assertFalse(transport.beginSeries());
        channel.configureBlocking(true);
        channel.close();
        assertFalse(transport.beginSeries(), "whoever uses it meets that it is closed");
        assertThrows(ClosedChannelException.class, transport::hold);
    }

    @Test
    void rule7_1_aWaitThatIsOverStillReadsWhatIsHere() throws IOException {
        transport.readBy(OVER);
        assertThrows(SocketTimeoutException.class, () -> transport.read(ByteBuffer.allocate(1)));
        peer.write(ByteBuffer.wrap(new byte[] {7}));
        ByteBuffer one = ByteBuffer.allocate(1);
        transport.readBy(HOUR);
        assertEquals(1, transport.read(one));
        assertEquals(7, one.get(0));
        transport.readBy(null);
        assertTrue(channel.isBlocking());
    }

    @Test
    void rule7_3_anInterruptEndsAWaitAndStays() {
        transport.readBy(HOUR);
        Thread.currentThread().interrupt();
        try {
            assertThrows(InterruptedIOException.class, () -> transport.read(ByteBuffer.allocate(1)));
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertTrue(channel.isOpen());
    }

    @Test
    void rule8_4_waitsThatHaveEndedBeginNoMore() {
        transport.endWaits();
        transport.readBy(HOUR);
        assertThrows(ClosedChannelException.class, () -> transport.read(ByteBuffer.allocate(1)));
    }

    @Test
    void rule8_5_whatIsNotWrittenToAChannelThatIsClosedIsTold() throws IOException {
        channel.configureBlocking(false);
        ByteBuffer none = ByteBuffer.allocate(0);
        transport.write(none);
        channel.close();
        transport.write(none);
        assertThrows(ClosedChannelException.class, () -> transport.write(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> transport.read(ByteBuffer.allocate(1)));
    }

    /** Its time is over, so that nobody else closes it; a selector tells. */
    @Test
    void rule7_1_aWriteThatFindsNoRoomWaitsNoLonger() throws IOException {
        ByteBuffer much = ByteBuffer.allocate(64 << 20);
        transport.writeBy(OVER);
        assertThrows(SocketTimeoutException.class, () -> transport.write(much));
        assertTrue(much.hasRemaining() && much.position() > 0);
        transport.writeBy(Deadline.TRY);
        int before = much.position();
        transport.write(much);
        assertTrue(much.position() - before < 1 << 20, "a try does not wait");
        transport.writeBy(null);
        assertTrue(channel.isBlocking() && channel.isOpen());
    }

    @Test
    void rule5_1_withoutADeadlineItIsReadAndWrittenInItsOwnMode() throws IOException {
        peer.write(ByteBuffer.wrap(new byte[] {7}));
        ByteBuffer one = ByteBuffer.allocate(1);
        assertEquals(1, transport.read(one));
        assertEquals(7, one.get(0));
        transport.write(one.flip());
        assertFalse(one.hasRemaining());
        assertEquals(1, peer.read(one.clear()));
        assertTrue(channel.isBlocking());
        assertNotNull(transport.hold(), "nobody is in it any more");
    }

    @Test
    void rule5_1_whileTheOtherSideHasADeadlineASideWithoutOneWaitsAsLong() throws Exception {
        transport.writeBy(HOUR);
        transport.write(ByteBuffer.allocate(1));
        assertFalse(channel.isBlocking());
        FutureTask<Integer> reading = new FutureTask<>(() -> transport.read(ByteBuffer.allocate(1)));
        start(reading);
        while (!channel.isRegistered()) {
            Thread.onSpinWait();
        }
        peer.write(ByteBuffer.allocate(1));
        assertEquals(1, reading.get(10, TimeUnit.SECONDS));
        transport.writeBy(null);
        assertTrue(channel.isBlocking());
    }

    @Test
    void rule5_1_soItWrites() throws IOException {
        peer.write(ByteBuffer.allocate(1));
        transport.readBy(HOUR);
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        assertFalse(channel.isBlocking());
        transport.write(ByteBuffer.wrap(new byte[] {7}));
        ByteBuffer one = ByteBuffer.allocate(1);
        assertEquals(1, peer.read(one));
        assertEquals(7, one.get(0));
        transport.readBy(null);
        assertTrue(channel.isBlocking());
    }

    /** The mode cannot be changed without waiting for the reader, and an interrupt would close the channel. */
    @Test
    void rule5_1_besideAReaderThatIsBlockedAnInterruptIsPutOff() throws Exception {
        try (Lone channel = new Lone()) {
            SelectableTransport<Lone> over = new SelectableTransport<>(channel);
            channel.room = 2;
            FutureTask<Integer> reading = new FutureTask<>(() -> over.read(ByteBuffer.allocate(1)));
            start(reading);
            channel.entered.await();
            assertEquals(null, over.hold());
            over.writeBy(HOUR);
            over.write(ByteBuffer.allocate(1));
            assertFalse(Thread.interrupted(), "nobody has interrupted it");
            Thread.currentThread().interrupt();
            try {
                over.write(ByteBuffer.allocate(1));
            } finally {
                assertTrue(Thread.interrupted());
            }
            assertEquals(0, channel.room);
            assertTrue(channel.isOpen() && channel.isBlocking());
            channel.comes.countDown();
            assertEquals(1, reading.get(10, TimeUnit.SECONDS));
            assertNotNull(over.hold(), "nobody is in it any more");
        }
    }

    @Test
    void rule2_5_whatIsHereIsTakenWithoutAWaitOrAChangeOfMode() throws IOException {
        transport.readBy(Deadline.NOW);
        assertEquals(0, transport.read(ByteBuffer.allocate(1)));
        peer.write(ByteBuffer.allocate(1));
        while (channel.socket().getInputStream().available() == 0) {
            Thread.onSpinWait();
        }
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        assertTrue(channel.isBlocking());
        try (Lone other = new Lone()) {
            SelectableTransport<Lone> unasked = new SelectableTransport<>(other);
            unasked.readBy(Deadline.NOW);
            assertEquals(0, unasked.read(ByteBuffer.allocate(1)), "it cannot be asked");
        }
    }

    /** Not a selector is asked: this channel has none. */
    @Test
    void rule7_9_aTryWritesWhatThereIsRoomFor() throws IOException {
        try (Lone channel = new Lone()) {
            SelectableTransport<Lone> over = new SelectableTransport<>(channel);
            channel.most = 2;
            channel.room = 5;
            over.writeBy(Deadline.TRY);
            ByteBuffer six = ByteBuffer.allocate(6);
            over.write(six);
            assertEquals(1, six.remaining());
        }
    }

    @Test
    void rule6_1_aChannelThatDoesNotBlockIsReadAtOnce() throws IOException {
        channel.configureBlocking(false);
        assertEquals(0, transport.read(ByteBuffer.allocate(2)));
        peer.write(ByteBuffer.allocate(2));
        while (channel.socket().getInputStream().available() == 0) {
            Thread.onSpinWait();
        }
        assertEquals(2, transport.read(ByteBuffer.allocate(2)));
    }

    @Test
    void rule5_3_itIsHandedBackAsItWas() throws IOException {
        transport.handBack();
        transport.letGo();
        assertTrue(channel.isBlocking());
        peer.write(ByteBuffer.allocate(1));
        transport.readBy(HOUR);
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        assertTrue(transport.isBlocking() && !channel.isBlocking());
        transport.handBack();
        assertTrue(channel.isBlocking());
        assertTrue(transport.beginSeries());
        assertFalse(channel.isBlocking());
        transport.letGo();
        assertTrue(channel.isBlocking());
    }

    /** It has come to nothing as if there were nothing to read, or no room. */
    @Test
    void rule8_5_aChannelThatIsClosedJustThenIsNotWaitedFor() throws IOException {
        try (Lone channel = new Lone()) {
            channel.configureBlocking(false);
            SelectableTransport<Lone> over = new SelectableTransport<>(channel);
            assertEquals(0, over.read(ByteBuffer.allocate(1)));
            channel.room = 2;
            ByteBuffer three = ByteBuffer.allocate(3);
            over.write(three);
            assertEquals(1, three.remaining());
            channel.closes = true;
            channel.room = 1;
            over.write(three);
            assertFalse(channel.isOpen());
            assertThrows(AsynchronousCloseException.class, () -> over.write(ByteBuffer.allocate(1)));
            assertThrows(AsynchronousCloseException.class, () -> over.read(ByteBuffer.allocate(1)));
        }
    }

    /** A handshake that another thread has canceled may still be on its way into the channel. */
    @Test
    void rule5_3_nobodyIsInAChannelThatIsTheCallersAgain() throws Exception {
        try (Lone channel = new Lone()) {
            SelectableTransport<Lone> over = new SelectableTransport<>(channel);
            FutureTask<Boolean> handsBack = new FutureTask<>(over::handBack, true);
            channel.inRead = () -> {
                Thread other = start(handsBack);
                while (!handsBack.isDone() && other.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                assertFalse(channel.isBlocking(), "it is the caller's, and would block");
            };
            over.readBy(HOUR);
            assertEquals(1, over.read(ByteBuffer.allocate(1)));
            assertTrue(handsBack.get());
            assertTrue(channel.isBlocking());
            assertThrows(ClosedChannelException.class, () -> over.read(ByteBuffer.allocate(1)));
        }
    }

    private static Thread start(FutureTask<?> task) {
        Thread thread = new Thread(task, "reader");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Nothing comes before it is said, some goes, and somebody may close it meanwhile, of which it says nothing. */
    private static final class Lone extends AbstractSelectableChannel implements ByteChannel {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch comes = new CountDownLatch(1);
        private int room;
        private int most = Integer.MAX_VALUE;
        private boolean closes;
        private @Nullable Runnable inRead;

        Lone() {
            super(SelectorProvider.provider());
        }

        @Override
        public int read(ByteBuffer dst) throws IOException {
            if (inRead != null) {
                inRead.run();
                dst.put((byte) 0);
                return 1;
            }
            if (!isBlocking()) {
                return 0;
            }
            entered.countDown();
            try {
                comes.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            dst.put((byte) 0);
            return 1;
        }

        @Override
        public int write(ByteBuffer src) throws IOException {
            int count = Math.min(most, Math.min(room, src.remaining()));
            begin(); // From here on an interrupt closes it.
            room -= count;
            src.position(src.position() + count);
            if (closes) {
                close();
            }
            end(true);
            return count;
        }

        @Override
        public int validOps() {
            return 0;
        }

        @Override
        protected void implCloseSelectableChannel() {}

        @Override
        protected void implConfigureBlocking(boolean block) {}
    }

    @Test
    void aChannelIsItsOwnSelectable() {
        assertNotNull(transport.selectable().orElse(null));
        assertEquals(channel, transport.channel());
    }
}
