// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tls.close.internal.transport.Deadline;

/**
 * Lets one thread at a time into a side, in the order in which they came, and as often as it likes. Not a monitor: it is
 * held across I/O (rule 8.1). Unlike a {@code ReentrantLock} it can be {@linkplain #dismiss told} that nobody is to wait
 * any more, because a thread that is inside may be stuck there (rule 8.4). A side is its own lock: there are two for each
 * idle connection.
 */
class SideLock {
    private static final AtomicReferenceFieldUpdater<SideLock, @Nullable Thread> INSIDE =
            AtomicReferenceFieldUpdater.newUpdater(SideLock.class, Thread.class, "inside");
    private static final AtomicReferenceFieldUpdater<SideLock, @Nullable Room> ROOM =
            AtomicReferenceFieldUpdater.newUpdater(SideLock.class, Room.class, "room");

    private volatile @Nullable Thread inside;

    /** Guarded by being inside. */
    private int entries;

    /** Where they wait. Most connections never have two in a side, and none. */
    private volatile @Nullable Room room;

    private volatile boolean dismissed;

    /** What has come of a wait. */
    private enum Outcome {
        ENTERED,
        UNNEEDED,
        LATE
    }

    private static final class Room {
        private final ReentrantLock guard = new ReentrantLock();
        private final Condition changed = guard.newCondition();
        private final Deque<Thread> waiting = new ArrayDeque<>();

        /** Whether {@link #waiting} has somebody; written under the guard. */
        private volatile boolean awaited;
    }

    /** Whether this thread is inside already: then it is in a callback of the backend's. */
    boolean isMine() {
        return inside == Thread.currentThread();
    }

    boolean isTakenByAnother() {
        Thread now = inside;
        return now != null && now != Thread.currentThread();
    }

    /** Whether nobody is inside, nor waits to be. */
    boolean isEmpty() {
        return inside == null && occupied() == null;
    }

    /** Not if this thread is inside already. */
    boolean enterIfEmpty() {
        return !isMine() && tryLock();
    }

    boolean tryLock() {
        Thread me = Thread.currentThread();
        if (inside != me && !INSIDE.compareAndSet(this, null, me)) {
            return false;
        }
        entries++;
        return true;
    }

    /**
     * Waits as long as it takes; with a deadline until that.
     *
     * @throws SocketTimeoutException if it is over
     */
    void enter(@Nullable Deadline deadline) throws IOException {
        boolean unused = enterUnless(() -> false, deadline);
    }

    /**
     * Waits until it is entered, or until that is not needed any more, or until the deadline if there is one.
     *
     * @param unneeded is asked again whenever somebody leaves or calls {@link #wake}
     * @return whether it was entered; otherwise it was not needed when that was last asked
     * @throws SocketTimeoutException if the deadline is over first
     */
    boolean enterUnless(BooleanSupplier unneeded, @Nullable Deadline deadline) throws IOException {
        if ((occupied() == null || isMine()) && tryLock()) {
            return true;
        }
        return switch (deadline == null ? awaitAnyway(unneeded) : awaitBy(deadline, unneeded)) {
            case ENTERED -> true;
            case UNNEEDED -> false;
            case LATE -> throw new SocketTimeoutException("another thread is in the same side");
        };
    }

    private Outcome awaitAnyway(BooleanSupplier unneeded) throws ClosedChannelException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return await(null, unneeded);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether it was entered by then. A thread that is interrupted still enters where that needs no waiting. */
    boolean lockBy(Deadline deadline) throws IOException {
        return tryLock() || awaitBy(deadline, () -> false) == Outcome.ENTERED;
    }

    private Outcome awaitBy(Deadline deadline, BooleanSupplier unneeded) throws IOException {
        try {
            return await(deadline, unneeded);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // rule 7.3
            throw (IOException)
                    new InterruptedIOException("interrupted while another thread is in the same side").initCause(e);
        }
    }

    private Outcome await(@Nullable Deadline deadline, BooleanSupplier unneeded)
            throws ClosedChannelException, InterruptedException {
        Thread me = Thread.currentThread();
        Room room = room();
        room.guard.lock();
        try {
            room.waiting.addLast(me);
            room.awaited = true; // Before the next look at who is inside, so that whoever leaves now sees us.
            while (room.waiting.peekFirst() != me || !tryLock()) {
                if (dismissed) {
                    throw new ClosedChannelException();
                }
                if (unneeded.getAsBoolean()) {
                    return Outcome.UNNEEDED;
                }
                if (deadline == null) {
                    room.changed.await();
                } else if (room.changed.awaitNanos(deadline.remainingNanos()) <= 0) {
                    return room.waiting.peekFirst() == me && tryLock() ? Outcome.ENTERED : Outcome.LATE;
                }
            }
            return Outcome.ENTERED;
        } finally {
            room.waiting.remove(me);
            room.awaited = !room.waiting.isEmpty();
            room.changed.signalAll();
            room.guard.unlock();
        }
    }

    private Room room() {
        if (room == null) {
            ROOM.compareAndSet(this, null, new Room());
        }
        return Objects.requireNonNull(room);
    }

    /** The room, if somebody waits there. */
    private @Nullable Room occupied() {
        Room now = room;
        return now != null && now.awaited ? now : null;
    }

    void unlock() {
        if (--entries == 0) {
            inside = null;
            wake();
        }
    }

    /** Ends all waits, also later ones: the connection is closed. */
    void dismiss() {
        dismissed = true;
        wake();
    }

    /** Has those who wait look again. */
    void wake() {
        Room now = occupied();
        if (now == null) {
            return;
        }
        now.guard.lock();
        try {
            now.changed.signalAll();
        } finally {
            now.guard.unlock();
        }
    }
}
