// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;

/** The common pool, in which all threads are busy, and more is queued. */
public final class BusyPool {

    /** How an application gets into the common pool, knowing or not. */
    public enum Entrance {
        PARALLEL_STREAM {
            @Override
            Future<?> enter(Runnable call) {
                FutureTask<?> caller = new FutureTask<>(
                        () -> IntStream.range(0, 8)
                                .parallel()
                                .filter(i -> i == 0)
                                .forEach(i -> call.run()),
                        "done");
                Thread thread = new Thread(caller, "with a parallel stream");
                thread.setDaemon(true);
                thread.start();
                return caller;
            }
        },
        RUN_ASYNC {
            @Override
            Future<?> enter(Runnable call) {
                return CompletableFuture.runAsync(call);
            }
        },
        TASK {
            @Override
            Future<?> enter(Runnable call) {
                return ForkJoinPool.commonPool().submit(ForkJoinTask.adapt(call));
            }
        };

        abstract Future<?> enter(Runnable call);
    }

    private BusyPool() {}

    /** Makes a call while nobody else's task gets a thread of the pool. */
    public static void call(Entrance entrance, BackgroundCall.Action action) throws Exception {
        int workers = Math.max(1, ForkJoinPool.getCommonPoolParallelism());
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(workers);
        CountDownLatch end = new CountDownLatch(1);
        FutureTask<?> outcome = new FutureTask<>(callable(action));
        try {
            var unused = entrance.enter(() -> {
                if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
                    busy.countDown();
                }
                entered.countDown();
                await(busy);
                outcome.run();
            });
            await(entered); // Or a thread of the pool may come upon one of these before, and stay there.
            for (int i = 0; i < 2 * workers; i++) {
                ForkJoinPool.commonPool().execute(() -> {
                    busy.countDown();
                    await(end);
                });
            }
            outcome.get(Deadline.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            end.countDown();
        }
    }

    private static Callable<String> callable(BackgroundCall.Action action) {
        return () -> {
            action.run();
            return "done";
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(2 * Deadline.PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("the common pool has a thread to spare, or nobody has let it go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
