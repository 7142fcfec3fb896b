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
import org.jspecify.annotations.Nullable;

/**
 * Runs an engine's delegated tasks: in the calling thread, or in the executor that an event loop handed in. While one
 * runs there, an engine may make every other call wait for it, as the JDK's does.
 */
final class DelegatedTasks {
    private final SSLEngine engine;

    /** Null where they run in the calling thread. */
    private final @Nullable Elsewhere elsewhere;

    /** Tasks in an executor, and whoever waits for them. */
    private static final class Elsewhere {
        private final Executor executor;
        private final AtomicInteger running = new AtomicInteger();
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition done = lock.newCondition();

        Elsewhere(Executor executor) {
            this.executor = executor;
        }

        boolean areRunning() {
            return running.get() > 0;
        }

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

        void run(List<Runnable> tasks) throws SSLException {
            running.set(tasks.size());
            int left = tasks.size();
            for (Runnable task : tasks) {
                try {
                    executor.execute(counted(task));
                } catch (RejectedExecutionException e) {
                    leave(left);
                    throw new SSLException("the endpoint's executor for delegated tasks refused one", e);
                }
                left--;
            }
        }

        private Runnable counted(Runnable task) {
            return () -> {
                try {
                    task.run();
                } finally {
                    leave(1);
                }
            };
        }

        private void leave(int count) {
            if (running.addAndGet(-count) == 0) {
                lock.lock();
                try {
                    done.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    DelegatedTasks(SSLEngine engine, Optional<Executor> executor) {
        this.engine = engine;
        this.elsewhere = executor.map(Elsewhere::new).orElse(null);
    }

    SSLEngine engine() {
        return engine;
    }

    /** Whether one is running, or about to, elsewhere. */
    boolean areRunning() {
        return elsewhere != null && elsewhere.areRunning();
    }

    /** Waits until none is running, or about to, elsewhere; returns whether it came to that in time. */
    boolean await(Duration atMost) throws InterruptedException {
        return elsewhere == null || elsewhere.await(atMost);
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
        if (elsewhere == null) {
            tasks.forEach(Runnable::run);
            return true;
        }
        elsewhere.run(tasks);
        return !elsewhere.areRunning();
    }
}
