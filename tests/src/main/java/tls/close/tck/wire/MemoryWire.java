// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A connection in memory, in which the test says what happens to every byte.
 *
 * <pre>
 *            send, finish, reset          readAtMost, cut, failReads, hold
 *    far() ──────────────────────────────────────────────────────────────▶ near()
 *          ◀──────────────────────────────────────────────────────────────
 *            receive                      acceptOnly, writeAtMost, failWrites
 * </pre>
 *
 * <p>The {@link #near} end is the transport of the code under test: non-blocking (a call that can't go on returns 0) or
 * blocking (it waits). All calls and all bytes of the near end are counted. Any thread may call anything.
 */
public final class MemoryWire {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Blocking blocking;
    private final NearChannel near = new NearChannel();
    private final FarEnd far = new MemoryFarEnd();

    private final List<byte[]> held = new ArrayList<>();
    private final ByteFifo toNear = new ByteFifo();
    private final ByteFifo toFar = new ByteFifo();
    private final Gate readGate = new Gate();
    private final Gate writeGate = new Gate();
    private Delivery delivery = Delivery.AT_ONCE;
    private NearState nearState = NearState.OPEN;

    private final ByteFifo written = new ByteFifo();
    private int readCalls;
    private int writeCalls;
    private int writers;

    private MemoryWire(Blocking blocking) {
        this.blocking = blocking;
    }

    /**
     * A wire whose near end never waits.
     *
     * @return a new wire, open in both directions
     */
    public static MemoryWire nonBlocking() {
        return new MemoryWire(Blocking.NEVER);
    }

    /**
     * A wire whose near end waits in {@code read} for bytes and in {@code write} for leave to write.
     *
     * @return a new wire, open in both directions
     */
    public static MemoryWire blocking() {
        return new MemoryWire(Blocking.WAITS);
    }

    /**
     * The end for the code under test. A wait in it ends with {@link AsynchronousCloseException} when the channel is
     * closed, and with {@link InterruptedIOException} (and the thread's interrupt status set) when the thread is
     * interrupted; the channel stays open then.
     *
     * @return always the same channel
     */
    public ByteChannel near() {
        return near;
    }

    /**
     * The end for the test.
     *
     * @return always the same
     */
    public FarEnd far() {
        return far;
    }

    /**
     * From now on, each read of the near end yields so many bytes at most.
     *
     * @param bytes 1 or more
     */
    public void readAtMost(int bytes) {
        change(() -> readGate.limitEachCall(bytes));
    }

    /**
     * From now on, each write of the near end accepts so many bytes at most.
     *
     * @param bytes 1 or more
     */
    public void writeAtMost(int bytes) {
        change(() -> writeGate.limitEachCall(bytes));
    }

    /**
     * The near end can write so many more bytes, all calls together; then its writes return 0, or wait.
     *
     * @param bytes 0 or more, counted from now
     */
    public void acceptOnly(long bytes) {
        change(() -> writeGate.closeAfter(bytes, () -> 0));
    }

    /** The near end can write again as much as it likes. */
    public void acceptAll() {
        change(writeGate::open);
    }

    /** The near end meets the end of the stream after what was sent so far. */
    public void cut() {
        change(() -> readGate.closeAfter(toNear.size(), () -> -1));
    }

    /**
     * The near end can read so many more bytes and then meets the end of the stream.
     *
     * @param bytes 0 or more, counted from now
     */
    public void cutAfter(long bytes) {
        change(() -> readGate.closeAfter(bytes, () -> -1));
    }

    /**
     * From now on, reads of the near end fail.
     *
     * @param failure what they throw
     */
    public void failReads(IOException failure) {
        failReadsAfter(0, failure);
    }

    /**
     * The near end can read so many more bytes; then its reads fail.
     *
     * @param bytes 0 or more, counted from now
     * @param failure what they throw
     */
    public void failReadsAfter(long bytes, IOException failure) {
        change(() -> readGate.closeAfter(bytes, () -> {
            throw failure;
        }));
    }

    /**
     * From now on, writes of the near end fail.
     *
     * @param failure what they throw
     */
    public void failWrites(IOException failure) {
        failWritesAfter(0, failure);
    }

    /**
     * The near end can write so many more bytes; then its writes fail.
     *
     * @param bytes 0 or more, counted from now
     * @param failure what they throw
     */
    public void failWritesAfter(long bytes, IOException failure) {
        change(() -> writeGate.closeAfter(bytes, () -> {
            throw failure;
        }));
    }

    /** What the far end sends from now on stays on its way until {@link #release}. */
    public void hold() {
        change(() -> delivery = Delivery.HELD);
    }

    /** Delivers what was held, in the order in which it was sent. */
    public void release() {
        change(() -> {
            delivery = Delivery.AT_ONCE;
            held.forEach(toNear::add);
            held.clear();
        });
    }

    /** Delivers what was held with the last sent first, as no TCP would but an attacker can. */
    public void releaseReversed() {
        change(() -> Collections.reverse(held));
        release();
    }

    /**
     * What the near end has written since the start, or since {@link #clearObservations}.
     *
     * @return all bytes, whether received by the far end or not
     */
    public byte[] written() {
        return observe(written::copy);
    }

    /**
     * What was delivered to the near end and not read by it.
     *
     * @return the bytes that its next reads would yield
     */
    public byte[] unread() {
        return observe(toNear::copy);
    }

    /**
     * How often the near end called {@code read}.
     *
     * @return all calls since the start or since {@link #clearObservations}, also those that yielded nothing
     */
    public int readCalls() {
        return observe(() -> readCalls);
    }

    /**
     * How often the near end called {@code write}.
     *
     * @return all calls since the start or since {@link #clearObservations}, also those that wrote nothing
     */
    public int writeCalls() {
        return observe(() -> writeCalls);
    }

    /** Forgets what the near end has written and called so far; what is on its way stays. */
    public void clearObservations() {
        change(() -> {
            written.clear();
            readCalls = 0;
            writeCalls = 0;
        });
    }

    /**
     * Waits until a write of a near end that blocks waits for leave to write.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public void awaitStuckWrite() throws InterruptedException {
        Deadline deadline = Deadline.orElse(() -> "The near end's write is not stuck: " + this);
        lock.lock();
        try {
            while (writers == 0) { // Whoever is inside while we have the lock waits.
                long unused = changed.awaitNanos(deadline.remaining().toNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return observe(() -> "%d bytes written in %d calls, %d to be read, %d reads"
                .formatted(written.size(), writeCalls, toNear.size(), readCalls));
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private <T> T observe(Supplier<T> value) {
        lock.lock();
        try {
            return value.get();
        } finally {
            lock.unlock();
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException exception = new InterruptedIOException();
        exception.initCause(cause);
        return exception;
    }

    private enum Blocking {
        NEVER,
        WAITS
    }

    /** Moves as many bytes as it can now: 0 for would block, -1 for the end of the stream. */
    @FunctionalInterface
    private interface Attempt {
        int move() throws IOException;
    }

    private enum Delivery {
        AT_ONCE,
        HELD
    }

    private enum NearState {
        OPEN,
        CLOSED
    }

    private final class NearChannel implements ByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            lock.lock();
            try {
                readCalls++;
                return repeatedly(
                        () -> {
                            int admitted = readGate.admit(target.remaining());
                            int count = Math.min(admitted, toNear.size());
                            if (count > 0) {
                                toNear.moveTo(target, count);
                                readGate.passed(count);
                            }
                            return admitted < 0 ? admitted : count;
                        },
                        target);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            lock.lock();
            try {
                writeCalls++;
                writers++;
                changed.signalAll();
                return repeatedly(
                        () -> {
                            int count = writeGate.admit(source.remaining());
                            if (count > 0) {
                                written.add(source.duplicate(), count);
                                toFar.add(source, count);
                                writeGate.passed(count);
                                changed.signalAll();
                            }
                            return count;
                        },
                        source);
            } finally {
                writers--;
                lock.unlock();
            }
        }

        @Override
        public boolean isOpen() {
            return observe(() -> nearState == NearState.OPEN);
        }

        @Override
        public void close() {
            change(() -> nearState = NearState.CLOSED);
        }

        /** One try, or on a blocking wire as many as it takes to move a byte. */
        private int repeatedly(Attempt attempt, ByteBuffer buffer) throws IOException {
            if (nearState == NearState.CLOSED) {
                throw new ClosedChannelException();
            }
            int moved = attempt.move();
            try {
                while (moved == 0 && blocking == Blocking.WAITS && buffer.hasRemaining()) {
                    changed.await();
                    if (nearState == NearState.CLOSED) {
                        throw new AsynchronousCloseException();
                    }
                    moved = attempt.move();
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
            return moved;
        }
    }

    private final class MemoryFarEnd implements FarEnd {
        @Override
        public void send(byte... bytes) {
            change(() -> {
                switch (delivery) {
                    case AT_ONCE -> toNear.add(bytes);
                    case HELD -> held.add(bytes);
                }
            });
        }

        @Override
        public byte[] receive(int limit) {
            return observe(() -> toFar.take(limit));
        }

        @Override
        public boolean awaitInput(Duration limit) throws IOException {
            lock.lock();
            try {
                long nanos = limit.toNanos();
                while (toFar.size() == 0 && nearState == NearState.OPEN && nanos > 0) {
                    nanos = changed.awaitNanos(nanos);
                }
                return toFar.size() > 0 || nearState == NearState.CLOSED;
            } catch (InterruptedException e) {
                throw interrupted(e);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean isAtEnd() {
            return observe(() -> toFar.size() == 0 && nearState == NearState.CLOSED);
        }

        @Override
        public void finish() {
            cut();
        }

        @Override
        public void reset() {
            failReads(new SocketException("Connection reset"));
            failWrites(new SocketException("Broken pipe"));
        }
    }
}
