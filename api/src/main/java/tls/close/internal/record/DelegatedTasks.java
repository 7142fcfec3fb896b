// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Runs an engine's delegated tasks: in the calling thread, or in the executor that an event loop handed in. While one
 * runs there, an engine may make every other call wait for it, as the JDK's does.
 */
final class DelegatedTasks {
    private final SSLEngine engine;
    private final Optional<Executor> executor;
    private final AtomicInteger running = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();

    DelegatedTasks(SSLEngine engine, Optional<Executor> executor) {
        this.engine = engine;
        this.executor = executor;
    }

    /** Whether one is running, or about to, elsewhere. */
    boolean areRunning() {
        return running.get() > 0;
    }

    /** Waits until none is running, or about to, elsewhere; returns whether it came to that in time. */
    boolean await(Duration atMost) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(atMost);
        lock.lock();
        try {
            while (areRunning() && left > 0) {
                left = done.awaitNanos(left);
            }
            return !areRunning();
        } finally {
            lock.unlock();
        }
    }

    /** Whether all have run; if not, they are running elsewhere. */
    boolean run() throws SSLException {
        if (areRunning()) {
            return false;
        }
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            tasks.add(task);
        }
        if (tasks.isEmpty()) {
            throw new SSLException(engine.getClass() + " waits for a delegated task but has none to run");
        }
        if (executor.isEmpty()) {
            tasks.forEach(Runnable::run);
            return true;
        }
        running.set(tasks.size());
        int left = tasks.size();
        for (Runnable task : tasks) {
            try {
                executor.get().execute(counted(task));
            } catch (RejectedExecutionException e) {
                running.addAndGet(-left);
                throw new SSLException("the endpoint's executor for delegated tasks refused one", e);
            }
            left--;
        }
        return running.get() == 0;
    }

    private Runnable counted(Runnable task) {
        return () -> {
            try {
                task.run();
            } finally {
                leave();
            }
        };
    }

    private void leave() {
        if (running.decrementAndGet() == 0) {
            lock.lock();
            try {
                done.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
