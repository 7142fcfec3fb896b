// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tls.close.internal.transport.OwnThread;

/**
 * A few daemon threads of our own for what no selector can wait for (rule 7.7). Each goes on with one goodbye for a
 * while, then with the next. One that is stuck does not count as one of the few.
 */
final class GoodbyeWorkers implements AutoCloseable {
    private static final int FEW = 16;
    private static final long STUCK = TimeUnit.MILLISECONDS.toNanos(50);

    /** In which an interrupt of the caller's is noticed. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final Duration PATIENCE_WHILE_OTHERS_WAIT = Duration.ofMillis(10);

    private final Consumer<GoodbyeWork> done;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final Deque<GoodbyeWork> waiting = new ArrayDeque<>();
    private final List<Worker> workers = new ArrayList<>();
    private int idle;
    private boolean closed;

    private static final class Worker {
        private long busySince;
        private boolean busy;

        boolean isStuck(long now) {
            return busy && now - busySince > STUCK;
        }
    }

    /** @param done is told of each that is done, or that a selector can wait for */
    GoodbyeWorkers(Consumer<GoodbyeWork> done) {
        this.done = done;
    }

    void submit(GoodbyeWork work) {
        lock.lock();
        try {
            waiting.addLast(work);
            changed.signal();
            start();
            if (workers.isEmpty()) {
                waiting.removeLast();
                throw new OutOfMemoryError("no thread can be started");
            }
        } finally {
            lock.unlock();
        }
    }

    /** To be called now and then as long as goodbyes wait for a worker: then this returns true. */
    boolean reinforce() {
        lock.lock();
        try {
            start();
            return waiting.size() > idle;
        } finally {
            lock.unlock();
        }
    }

    private void start() {
        if (waiting.size() <= idle) {
            return;
        }
        long now = System.nanoTime();
        long moving = workers.stream().filter(worker -> !worker.isStuck(now)).count();
        long wanted = Math.min(waiting.size() - idle, Math.max(FEW, workers.size() / 2) - moving);
        for (long i = 0; i < wanted; i++) {
            Worker worker = new Worker();
            try {
                OwnThread.start("tls.close goodbyes", () -> run(worker));
                workers.add(worker);
            } catch (OutOfMemoryError e) {
                return; // Those that there are have to do.
            }
        }
    }

    private void run(Worker me) {
        GoodbyeWork work = take(me);
        while (work != null) {
            if (work.goOn(isSomeoneWaiting() ? PATIENCE_WHILE_OTHERS_WAIT : PATIENCE)) {
                putBack(work);
            } else {
                done.accept(work);
            }
            work = take(me);
        }
    }

    private boolean isSomeoneWaiting() {
        lock.lock();
        try {
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes nobody: whoever puts one back takes the next. */
    private void putBack(GoodbyeWork work) {
        lock.lock();
        try {
            waiting.addLast(work);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable GoodbyeWork take(Worker me) {
        lock.lock();
        try {
            me.busy = false;
            while (waiting.isEmpty() && !closed) {
                idle++;
                changed.awaitUninterruptibly();
                idle--;
            }
            me.busy = true;
            me.busySince = System.nanoTime();
            return closed ? null : waiting.pollFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody takes a goodbye any more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
