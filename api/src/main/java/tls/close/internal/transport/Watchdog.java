// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends a write that can be ended in no other way, by closing what it is stuck in (rule 7.4). It needs nobody else's
 * threads (rule 7.7): one daemon thread watches for as long as there is something to watch, and each transport is closed
 * by a fresh one, so that a {@code close()} that takes its time holds up no other.
 */
final class Watchdog {
    /** A write that is not stuck gets this long, however little time is left: slow is not stuck. */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * The thread looks at least this often, as nothing becomes due sooner: so whoever begins a write need not wake it,
     * which would cost as much as the write.
     */
    private static final long ROUND = GRACE;

    /** How long the thread waits for more before it ends: starting one costs more than a write. */
    private static final long LINGER = TimeUnit.SECONDS.toNanos(1);

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Condition NEVER = LOCK.newCondition();

    /** Before the first and behind the last of those that are watched, which are in the order of their times. */
    private static final Watch ENDS = new Watch();

    private static boolean running;

    private enum Stage {
        WATCHED,
        DUE,
        CLOSED,
        OVER
    }

    /**
     * One write, and its place in the list. Guarded by the lock.
     *
     * <pre>
     *   WATCHED ---- its time is over ----> DUE ---- its transport's thread has started ----> CLOSED
     *      +-----------------------------+---+---- it came back ----> OVER
     * </pre>
     */
    private static final class Watch {
        private @Nullable Closeable transport;
        private long at;
        private Stage stage = Stage.OVER;
        private Watch previous = this;
        private Watch next = this;
    }

    /** Something that may be stuck. */
    interface Operation {
        void run() throws IOException;
    }

    private Watchdog() {}

    static void watch(@Nullable Deadline deadline, Closeable transport, Operation operation) throws IOException {
        if (deadline == null || !deadline.isFinite()) {
            operation.run();
            return;
        }
        Watch watch = begin(deadline, transport);
        try {
            operation.run();
        } catch (IOException e) {
            throw end(watch) ? e : new TransportAbandonedException(e);
        } catch (Throwable e) {
            end(watch);
            throw e;
        }
        if (!end(watch)) {
            throw new TransportAbandonedException(null);
        }
    }

    private static Watch begin(Deadline deadline, Closeable transport) {
        Watch watch = new Watch();
        watch.transport = transport;
        watch.at = System.nanoTime() + Math.max(GRACE, deadline.remainingNanos());
        LOCK.lock();
        try {
            watch.stage = Stage.WATCHED;
            Watch before = ENDS.previous; // Most deadlines are as long as those before them.
            while (before != ENDS && before.at - watch.at > 0) {
                before = before.previous;
            }
            if (!running) {
                OwnThread.start("tls.close watchdog", Watchdog::patrol);
                running = true;
            }
            link(watch, before);
        } finally {
            LOCK.unlock();
        }
        return watch;
    }

    /** Whether it came back in time: before its transport was closed. */
    private static boolean end(Watch watch) {
        LOCK.lock();
        try {
            if (watch.stage == Stage.CLOSED) {
                return false;
            }
            if (watch.stage == Stage.WATCHED) {
                unlink(watch);
            }
            watch.stage = Stage.OVER;
            return true;
        } finally {
            LOCK.unlock();
        }
    }

    private static void patrol() {
        LOCK.lock();
        try {
            long idleSince = System.nanoTime();
            while (ENDS.next != ENDS || System.nanoTime() - idleSince < LINGER) {
                Watch first = ENDS.next;
                long now = System.nanoTime();
                if (first == ENDS) {
                    sleep(ROUND);
                    continue;
                }
                if (first.at - now > 0) {
                    sleep(Math.min(ROUND, first.at - now));
                } else {
                    abandon(first);
                }
                idleSince = System.nanoTime();
            }
        } finally {
            running = false;
            LOCK.unlock();
        }
    }

    private static void abandon(Watch watch) {
        try {
            OwnThread.start("tls.close closer", () -> close(watch));
            unlink(watch);
            watch.stage = Stage.DUE;
        } catch (OutOfMemoryError e) {
            watch.at += LINGER; // No thread can be started now.
        }
    }

    @SuppressWarnings("WaitNotInLoop") // The patrol is the loop.
    private static void sleep(long nanos) {
        try {
            long unused = NEVER.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // Nobody has a reason to: it is our own thread.
        }
    }

    private static void close(Watch watch) {
        Closeable transport;
        LOCK.lock();
        try {
            if (watch.stage != Stage.DUE) {
                return;
            }
            watch.stage = Stage.CLOSED;
            transport = watch.transport;
        } finally {
            LOCK.unlock();
        }
        try {
            if (transport != null) {
                transport.close();
            }
        } catch (IOException e) {
            // It is being given up; the operation that was stuck in it says what is wrong.
        }
    }

    private static void link(Watch watch, Watch before) {
        watch.previous = before;
        watch.next = before.next;
        before.next.previous = watch;
        before.next = watch;
    }

    private static void unlink(Watch watch) {
        watch.previous.next = watch.next;
        watch.next.previous = watch.previous;
    }
}
