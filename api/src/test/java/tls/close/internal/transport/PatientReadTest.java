// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rule 7.2 on a channel that only blocks: the wait ends, the channel does not, and nothing is lost. */
@Timeout(30)
class PatientReadTest {
    private static final Deadline OVER = Deadline.after(Duration.ZERO);

    /** A channel that blocks until the test says what comes: bytes, or an exception. */
    private static final class Scripted implements ByteChannel {
        private final BlockingQueue<Object> script = new ArrayBlockingQueue<>(10);
        private final Set<ByteBuffer> targets = Collections.newSetFromMap(new IdentityHashMap<>());

        @Override
        public int read(ByteBuffer dst) throws IOException {
            targets.add(dst);
            try {
                Object next = script.take();
                if (next instanceof IOException e) {
                    throw e;
                }
                if (next instanceof RuntimeException e) {
                    throw e;
                }
                if (next instanceof Error e) {
                    throw e;
                }
                byte[] bytes = (byte[]) next;
                dst.put(bytes);
                return bytes.length == 0 ? -1 : bytes.length;
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public int write(ByteBuffer src) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            throw new AssertionError("nobody may close it");
        }
    }

    private final Scripted channel = new Scripted();
    private final PatientRead reads = new PatientRead(channel);
    private Thread waiter = Thread.currentThread();
    private volatile boolean wasInterrupted;

    @Test
    void whatComesAfterTheWaitIsThereForTheNextCall() throws IOException {
        assertThrows(SocketTimeoutException.class, () -> reads.read(ByteBuffer.allocate(3), OVER));
        assertTrue(reads.isPending());
        channel.script.add(new byte[] {1, 2, 3});
        ByteBuffer two = ByteBuffer.allocate(2);
        assertEquals(2, reads.read(two, null), "as much as there is room for");
        ByteBuffer rest = ByteBuffer.allocate(2);
        assertEquals(1, reads.read(rest, Deadline.NOW));
        assertEquals(3, rest.get(0));
        assertFalse(reads.isPending());
    }

    private int readOne(int room) throws IOException {
        channel.script.add(new byte[] {(byte) room});
        ByteBuffer dst = ByteBuffer.allocate(room);
        assertEquals(1, reads.read(dst, null));
        return dst.get(0);
    }

    @Test
    void pieceByPieceItIsOneBuffer() throws IOException {
        assertEquals(100, readOne(100));
        assertEquals(99, readOne(99));
        assertEquals(1, readOne(1));
        assertEquals(100, readOne(100));
        assertEquals(1, channel.targets.size());
        assertEquals(101, readOne(101));
        assertEquals(2, channel.targets.size(), "with room for all that is asked for");
    }

    @Test
    void whichAnIdleConnectionDoesNotHold() throws IOException {
        assertEquals(7, readOne(7));
        reads.endCall();
        assertEquals(7, readOne(7));
        assertEquals(2, channel.targets.size());
    }

    @Test
    void theEndAndFailuresComeAsTheyAre() throws IOException {
        channel.script.add(new byte[0]);
        assertEquals(-1, reads.read(ByteBuffer.allocate(1), null));
        IOException reset = new IOException("reset");
        channel.script.add(reset);
        assertSame(reset, assertThrows(IOException.class, () -> reads.read(ByteBuffer.allocate(1), null)));
        assertFalse(reads.isPending());
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        Thread.currentThread().interrupt();
        assertThrows(
                InterruptedIOException.class,
                () -> reads.read(ByteBuffer.allocate(1), Deadline.after(Duration.ofHours(1))));
        assertTrue(Thread.interrupted());
    }

    @Test
    void waitsCanBeEnded() {
        reads.endWaits();
        Deadline late = Deadline.after(Duration.ofHours(1));
        assertThrows(ClosedChannelException.class, () -> reads.read(ByteBuffer.allocate(1), late));
    }

    @Test
    void whoeverWaitsIsToldThatWaitsHaveEnded() throws Exception {
        FutureTask<Integer> waiting = waits();
        reads.endWaits();
        assertTrue(failureOf(waiting) instanceof ClosedChannelException);
        channel.script.add(new byte[] {1});
        assertEquals(1, reads.read(ByteBuffer.allocate(1), null), "which is nobody's end but theirs");
    }

    @Test
    void anInterruptWhileItWaitsStaysToo() throws Exception {
        FutureTask<Integer> waiting = waits();
        waiter.interrupt();
        assertTrue(failureOf(waiting) instanceof InterruptedIOException);
        assertTrue(wasInterrupted);
    }

    private FutureTask<Integer> waits() {
        FutureTask<Integer> waiting = new FutureTask<>(() -> {
            try {
                return reads.read(ByteBuffer.allocate(1), Deadline.after(Duration.ofHours(1)));
            } finally {
                wasInterrupted = Thread.currentThread().isInterrupted();
            }
        });
        waiter = new Thread(waiting, "waiter");
        waiter.setDaemon(true);
        waiter.start();
        while (waiter.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return waiting;
    }

    private static Throwable failureOf(FutureTask<Integer> waiting) {
        return Objects.requireNonNull(assertThrows(ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS))
                .getCause());
    }

    /** A channel of the caller's may throw what it likes. */
    @Test
    void whatTheChannelThrowsIsThrownToWhoeverReads() throws IOException {
        for (Throwable thrown : new Throwable[] {new IllegalStateException("bug"), new AssertionError("bug")}) {
            channel.script.add(thrown);
            assertSame(
                    thrown,
                    assertThrows(
                            Throwable.class,
                            () -> reads.read(ByteBuffer.allocate(1), Deadline.after(Duration.ofHours(1)))));
            assertFalse(reads.isPending());
        }
        channel.script.add(new byte[] {1});
        assertEquals(1, reads.read(ByteBuffer.allocate(1), null), "once");
    }

    @Test
    void whoeverHasNoTimeFindsNothingAndBeginsNothing() throws IOException {
        assertEquals(0, reads.read(ByteBuffer.allocate(1), Deadline.NOW));
        assertFalse(reads.isPending());
    }

    /** Its caller has said that it waits as long as it takes. */
    @Test
    void aWaitWithoutADeadlineIsNotEnded() throws IOException {
        reads.endWaits();
        channel.script.add(new byte[] {1});
        assertEquals(1, reads.read(ByteBuffer.allocate(1), null));
    }
}
