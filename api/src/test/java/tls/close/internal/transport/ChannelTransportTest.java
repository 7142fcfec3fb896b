// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any channel, of which only its use shows whether it blocks. */
@Timeout(30)
class ChannelTransportTest {
    private static final Deadline HOUR = Deadline.after(Duration.ofHours(1));
    private static final Deadline OVER = Deadline.after(Duration.ZERO);

    private final Pieces channel = new Pieces();
    private final ChannelTransport transport = new ChannelTransport(channel);

    @Test
    void rule6_5_itShowsByReadingNothingThatItDoesNotBlock() throws IOException {
        assertFalse(transport.isBlocking());
        assertTrue(transport.holdsMore(), "nobody could wait for more");
        assertEquals(Optional.empty(), transport.selectable());
        channel.come.add(1);
        channel.come.add(0);
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        assertTrue(transport.holdsMore());
        assertEquals(0, transport.read(ByteBuffer.allocate(1)));
        assertFalse(transport.holdsMore());
        assertThrows(IllegalBlockingModeException.class, transport::selectable);
    }

    @Test
    void rule6_1_orByNotWritingAll() throws IOException {
        channel.room = 5;
        channel.most = 2;
        ByteBuffer src = ByteBuffer.allocate(5);
        transport.write(src);
        assertEquals(0, src.remaining(), "it took all, in pieces");
        assertTrue(transport.holdsMore());
        channel.room = 2;
        src.clear();
        transport.write(src);
        assertEquals(3, src.remaining());
        assertFalse(transport.holdsMore());
    }

    @Test
    void rule7_2_whatComesWhenTheWaitIsOverIsNotLost() throws IOException {
        transport.readBy(OVER);
        assertThrows(SocketTimeoutException.class, () -> transport.read(ByteBuffer.allocate(1)));
        channel.come.add(1);
        transport.readBy(HOUR);
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        transport.readBy(OVER);
        assertThrows(SocketTimeoutException.class, () -> transport.read(ByteBuffer.allocate(1)));
        transport.readBy(null);
        while (channel.reads < 2) {
            Thread.onSpinWait();
        }
        channel.come.add(1);
        assertEquals(1, transport.read(ByteBuffer.allocate(1)), "the read that is in progress");
        assertEquals(2, channel.reads);
        channel.come.add(1);
        assertEquals(1, transport.read(ByteBuffer.allocate(1)), "one of its own");
        assertEquals(Thread.currentThread(), channel.reader);
    }

    @Test
    void waitsOfOneCallHaveOneBufferWhichAnIdleConnectionDoesNotHold() throws IOException {
        ByteBuffer first = intoWhichItIsRead();
        assertSame(first, intoWhichItIsRead());
        transport.readBy(null);
        assertNotSame(first, intoWhichItIsRead());
    }

    private ByteBuffer intoWhichItIsRead() throws IOException {
        transport.readBy(HOUR);
        channel.come.add(1);
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        return channel.target;
    }

    @Test
    void rule2_5_whetherMoreIsHereCannotBeAsked() throws IOException {
        transport.readBy(Deadline.NOW);
        assertEquals(0, transport.read(ByteBuffer.allocate(1)));
        assertEquals(0, channel.reads);
        assertTrue(transport.holdsMore(), "it has shown nothing");
    }

    @Test
    void rule7_1_oneThatDoesNotBlockIsReadAtOnceWhateverTheDeadline() throws IOException {
        channel.come.add(0);
        assertEquals(0, transport.read(ByteBuffer.allocate(1)));
        transport.readBy(HOUR);
        channel.come.add(1);
        assertEquals(1, transport.read(ByteBuffer.allocate(1)));
        assertEquals(Thread.currentThread(), channel.reader);
    }

    @Test
    void rule8_4_waitsThatHaveEndedBeginNoMore() throws IOException {
        transport.endWaits();
        transport.readBy(HOUR);
        assertThrows(ClosedChannelException.class, () -> transport.read(ByteBuffer.allocate(1)));
        channel.come.add(1);
    }

    @Test
    void rule8_4_waitsThatHaveBegunEnd() throws IOException {
        transport.readBy(OVER);
        assertThrows(SocketTimeoutException.class, () -> transport.read(ByteBuffer.allocate(1)));
        transport.endWaits();
        transport.readBy(HOUR);
        assertThrows(ClosedChannelException.class, () -> transport.read(ByteBuffer.allocate(1)));
        channel.come.add(1);
    }

    @Test
    void rule8_4_whoeverWaitsIsToldAtOnce() throws Exception {
        FutureTask<Throwable> waiting = new FutureTask<>(() -> {
            transport.readBy(HOUR);
            return assertThrows(ClosedChannelException.class, () -> transport.read(ByteBuffer.allocate(1)));
        });
        Thread reader = new Thread(waiting, "waiter");
        reader.setDaemon(true);
        reader.start();
        while (reader.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        transport.endWaits();
        waiting.get(10, TimeUnit.SECONDS);
        channel.come.add(1);
    }

    /** Nothing ends it but its end, which is what the watchdog is for. */
    @Test
    void rule7_4_aWriteThatIsStuckEndsWithTheChannel() {
        channel.isStuck = true;
        transport.writeBy(OVER);
        assertThrows(TransportAbandonedException.class, () -> transport.write(ByteBuffer.allocate(1)));
        assertFalse(channel.isOpen());
    }

    /** Reads so many bytes at a time as the test says, and blocks until it does. */
    private static final class Pieces implements ByteChannel {
        private final LinkedBlockingQueue<Integer> come = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile int reads;
        private volatile Thread reader = Thread.currentThread();
        private volatile ByteBuffer target = ByteBuffer.allocate(0);
        private int room;
        private int most = Integer.MAX_VALUE;
        private boolean isStuck;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // One thread after the other.
        public int read(ByteBuffer dst) throws IOException {
            reads++;
            reader = Thread.currentThread();
            target = dst;
            try {
                int count = come.take();
                dst.position(dst.position() + count);
                return count;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public int write(ByteBuffer src) throws IOException {
            if (isStuck) {
                awaitClose();
            }
            int count = Math.min(most, Math.min(room, src.remaining()));
            room -= count;
            src.position(src.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return closed.getCount() > 0;
        }

        @Override
        public void close() {
            closed.countDown();
        }

        private void awaitClose() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            throw new ClosedChannelException();
        }
    }
}
