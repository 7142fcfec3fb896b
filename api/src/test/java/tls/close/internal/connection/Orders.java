// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a few threads, one at a time, in every order of the points that they {@linkplain #pass pass}: each run takes a way
 * that none before has taken. A thread that waits for another at no such point is left alone until it comes on.
 */
final class Orders {
    private static final long SETTLE_NANOS = 1_000_000;

    private enum Stage {
        RUNNING,
        WAITING,
        /** It may go on, and has not noticed yet. */
        CHOSEN,
        DONE
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Thread, Stage> threads = new LinkedHashMap<>();

    /** What is chosen at each decision of this run, and between how many. */
    private final List<int[]> choices = new ArrayList<>();

    private int decision;
    private @Nullable Throwable thrown;

    /** Called by the threads: goes on when it is this one's turn. */
    void pass() {
        lock.lock();
        try {
            Thread me = Thread.currentThread();
            if (!threads.containsKey(me)) {
                return; // The test's own.
            }
            threads.put(me, Stage.WAITING);
            changed.signalAll();
            while (threads.get(me) == Stage.WAITING) {
                changed.awaitUninterruptibly();
            }
            threads.put(me, Stage.RUNNING);
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is another way; it is taken by the next {@link #run}. */
    boolean next() {
        while (!choices.isEmpty()) {
            int[] last = choices.get(choices.size() - 1);
            if (++last[0] < last[1]) {
                return true;
            }
            choices.remove(choices.size() - 1);
        }
        return false;
    }

    /** As a task whose exceptions are what it comes to. */
    static Callable<Object> quietly(Callable<?> call) {
        return () -> {
            try {
                return call.call();
            } catch (IOException e) {
                return e;
            }
        };
    }

    /** Until all are done. */
    void run(List<Callable<?>> tasks) throws Exception {
        decision = 0;
        threads.clear();
        List<Thread> all = new ArrayList<>();
        for (Callable<?> task : tasks) {
            all.add(new Thread(() -> runOne(task)));
        }
        lock.lock();
        try {
            for (Thread each : all) {
                each.setDaemon(true);
                threads.put(each, Stage.RUNNING);
                each.start();
            }
            while (threads.values().stream().anyMatch(stage -> stage != Stage.DONE)) {
                settle();
                List<Thread> ready = threads.entrySet().stream()
                        .filter(each -> each.getValue() == Stage.WAITING)
                        .map(Map.Entry::getKey)
                        .toList();
                if (!ready.isEmpty()) {
                    threads.put(ready.get(choose(ready.size())), Stage.CHOSEN);
                    changed.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
        if (thrown != null) {
            throw new AssertionError(thrown);
        }
    }

    private void runOne(Callable<?> task) {
        pass();
        try {
            task.call();
        } catch (Exception | AssertionError e) {
            thrown = e;
        } finally {
            lock.lock();
            try {
                threads.put(Thread.currentThread(), Stage.DONE);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Until nobody runs, but those who wait for each other; one who was just woken is given a moment to show it. */
    private void settle() throws InterruptedException {
        int quiet = 0;
        while (quiet < (threads.containsValue(Stage.RUNNING) ? 2 : 1)) {
            quiet = threads.entrySet().stream().anyMatch(Orders::runs) ? 0 : quiet + 1;
            if (quiet == 0 || threads.containsValue(Stage.RUNNING)) {
                long unused = changed.awaitNanos(SETTLE_NANOS);
            }
        }
    }

    private static boolean runs(Map.Entry<Thread, Stage> each) {
        return switch (each.getValue()) {
            case CHOSEN -> true;
            case WAITING, DONE -> false;
            case RUNNING ->
                switch (each.getKey().getState()) {
                    case NEW, RUNNABLE, BLOCKED, TERMINATED -> true;
                    case WAITING, TIMED_WAITING -> false;
                };
        };
    }

    private int choose(int among) {
        if (decision == choices.size()) {
            choices.add(new int[] {0, among});
        }
        return Math.min(choices.get(decision++)[0], among - 1);
    }
}
