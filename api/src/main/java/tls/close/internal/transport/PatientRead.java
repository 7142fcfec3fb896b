// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A read of a channel on which nothing can wait with a deadline. It goes on in a thread of our own when the wait is
 * over, and what it brings is there for the next call: nothing is lost, and the channel stays open (rule 7.2).
 */
final class PatientRead {
    private final ByteChannel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** What the thread reads into, or has read; null if there is neither. */
    private @Nullable ByteBuffer buffer;

    /** What a read has left for the next of the same call: a peer that sends little at a time would have one made each. */
    private @Nullable ByteBuffer spare;

    private boolean done;
    private int count;
    private @Nullable Throwable failure;
    private volatile boolean pending;
    private volatile boolean waitsEnded;

    PatientRead(ByteChannel channel) {
        this.channel = channel;
    }

    /** Whether a read is in progress, or has brought something that was not taken yet. */
    boolean isPending() {
        return pending;
    }

    void endWaits() {
        lock.lock();
        try {
            waitsEnded = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The call is over: an idle connection holds no buffer. */
    void endCall() {
        lock.lock();
        try {
            spare = null;
        } finally {
            lock.unlock();
        }
    }

    int read(ByteBuffer dst, @Nullable Deadline deadline) throws IOException {
        lock.lock();
        try {
            if (deadline == Deadline.NOW) {
                return done ? take(dst) : 0;
            }
            if (buffer == null) {
                begin(dst.remaining());
            }
            await(deadline);
            return take(dst);
        } finally {
            lock.unlock();
        }
    }

    private void begin(int size) {
        ByteBuffer left = spare;
        ByteBuffer target = left == null || left.capacity() < size
                ? ByteBuffer.allocate(size)
                : left.clear().limit(size);
        spare = null;
        buffer = target;
        done = false;
        failure = null;
        pending = true;
        OwnThread.start("tls.close reader", () -> run(target));
    }

    private void run(ByteBuffer target) {
        int read = 0;
        Throwable thrown = null;
        try {
            read = channel.read(target);
        } catch (IOException | RuntimeException | Error e) {
            thrown = e;
        }
        lock.lock();
        try {
            count = read;
            failure = thrown;
            target.flip();
            done = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void await(@Nullable Deadline deadline) throws IOException {
        while (!done) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for the peer");
            }
            if (waitsEnded && deadline != null) {
                throw new ClosedChannelException();
            }
            if (deadline != null && deadline.isOver()) {
                throw new SocketTimeoutException("the time is over");
            }
            try {
                if (deadline == null) {
                    changed.await();
                } else {
                    long unused = changed.awaitNanos(deadline.remainingNanos());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // rule 7.3; the loop says so.
            }
        }
    }

    private int take(ByteBuffer dst) throws IOException {
        ByteBuffer from = buffer;
        if (failure != null || from == null || count <= 0) {
            forget();
            rethrow();
            return count;
        }
        int taken = Math.min(from.remaining(), dst.remaining());
        dst.put(from.slice(from.position(), taken));
        from.position(from.position() + taken);
        if (!from.hasRemaining()) {
            forget();
        }
        return taken;
    }

    private void forget() {
        spare = buffer;
        buffer = null;
        done = false;
        pending = false;
    }

    private void rethrow() throws IOException {
        Throwable thrown = failure;
        failure = null;
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }
}
