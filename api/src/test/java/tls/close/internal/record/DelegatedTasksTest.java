// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DelegatedTasksTest {
    private final List<String> done = new ArrayList<>();
    private final Queue<Runnable> handedOut = new ArrayDeque<>(List.of(() -> done.add("one"), () -> done.add("two")));
    private final StubEngine engine = new StubEngine() {
        @Override
        public @Nullable Runnable getDelegatedTask() {
            return handedOut.poll();
        }
    };

    private DelegatedTasks in(Executor executor) {
        return new DelegatedTasks(engine, Optional.of(executor));
    }

    @Test
    void withoutAnExecutorAllRunHere() throws Exception {
        DelegatedTasks tasks = new DelegatedTasks(engine, Optional.empty());
        assertTrue(tasks.run());
        assertEquals(List.of("one", "two"), done);
        assertFalse(tasks.areRunning());
        assertTrue(tasks.await(Duration.ZERO));
    }

    /** The first has run by then, and nobody else comes to say so. */
    @Test
    @Timeout(60)
    void whoWaitsIsToldOfTheOneThatIsRefused() throws Exception {
        List<DelegatedTasks> tasks = new ArrayList<>();
        FutureTask<Boolean> waiting = new FutureTask<>(() -> tasks.get(0).await(Duration.ofSeconds(40)));
        Thread waiter = new Thread(waiting, "waiter");
        waiter.setDaemon(true);
        tasks.add(in(task -> {
            if (!done.isEmpty()) {
                waiter.start();
                while (waiter.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                throw new RejectedExecutionException("shut down");
            }
            task.run();
        }));
        assertThrows(SSLException.class, tasks.get(0)::run);
        assertTrue(waiting.get(20, TimeUnit.SECONDS));
    }

    @Test
    void rule6_4_whileOneIsElsewhereTheEngineIsAskedForNone() throws Exception {
        Queue<Runnable> elsewhere = new ArrayDeque<>();
        DelegatedTasks tasks = in(elsewhere::add);
        assertFalse(tasks.run());
        assertEquals(2, elsewhere.size());
        elsewhere.remove().run();
        assertTrue(tasks.areRunning(), "one of two is left");
        assertFalse(tasks.run());
        assertFalse(tasks.await(Duration.ofNanos(1)));
        elsewhere.remove().run();
        assertFalse(tasks.areRunning());
        assertTrue(tasks.await(Duration.ZERO));
        assertThrows(SSLException.class, tasks::run, "the engine has none");
    }

    @Test
    void anExecutorThatRunsThemAtOnceIsNotWaitedFor() throws Exception {
        assertTrue(in(Runnable::run).run());
        assertEquals(List.of("one", "two"), done);
    }

    @Test
    void whoeverWaitsIsWokenByTheLast() throws Exception {
        Queue<Runnable> elsewhere = new ArrayDeque<>();
        DelegatedTasks tasks = in(elsewhere::add);
        assertFalse(tasks.run());
        FutureTask<Boolean> waiting = new FutureTask<>(() -> tasks.await(Duration.ofMinutes(1)));
        Thread waiter = new Thread(waiting);
        waiter.start();
        while (waiter.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        elsewhere.forEach(Runnable::run);
        assertTrue(waiting.get(10, TimeUnit.SECONDS));
        elsewhere.clear();
        handedOut.add(() -> done.add("three"));
        assertFalse(tasks.run());
        elsewhere.remove().run(); // Whoever has waited holds up nobody.
        assertEquals(List.of("one", "two", "three"), done);
    }

    /** What it did not take is not waited for; what it took is. */
    @Test
    void anExecutorThatRefusesIsTold() throws Exception {
        Queue<Runnable> elsewhere = new ArrayDeque<>();
        DelegatedTasks tasks = in(task -> {
            if (!elsewhere.isEmpty()) {
                throw new RejectedExecutionException("shut down");
            }
            elsewhere.add(task);
        });
        SSLException told = assertThrows(SSLException.class, tasks::run);
        assertTrue(String.valueOf(told.getMessage()).contains("refused"), told.toString());
        assertTrue(tasks.areRunning());
        elsewhere.remove().run();
        assertFalse(tasks.areRunning());
    }

    /** It counts as one that has run: what it threw is the engine's to tell. */
    @Test
    void oneThatFailsIsNotWaitedForEither() throws Exception {
        handedOut.clear();
        handedOut.add(() -> {
            throw new IllegalStateException("bug");
        });
        Queue<Runnable> elsewhere = new ArrayDeque<>();
        DelegatedTasks tasks = in(elsewhere::add);
        assertFalse(tasks.run());
        assertThrows(IllegalStateException.class, () -> elsewhere.remove().run());
        assertFalse(tasks.areRunning());
    }
}
