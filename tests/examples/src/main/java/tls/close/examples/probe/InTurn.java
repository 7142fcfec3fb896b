// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Does one thing after the other, as long as each is quick; whatever takes longer no longer holds up the next. So a
 * server that is served one by one is, and a silent one costs its time once and not as often as it is visited.
 */
final class InTurn {
    private static final Duration HEAD_START = Duration.ofMillis(250);

    private InTurn() {}

    /**
     * Does them.
     *
     * @param enough whether what came of one makes it pointless to begin another
     * @return what came of those that were begun, in their order
     */
    static <T> List<T> all(List<Supplier<T>> things, Predicate<T> enough) throws InterruptedIOException {
        List<FutureTask<T>> begun = new ArrayList<>();
        AtomicBoolean pointless = new AtomicBoolean();
        try {
            Iterator<Supplier<T>> left = things.iterator();
            while (left.hasNext() && !pointless.get()) {
                Supplier<T> thing = left.next();
                FutureTask<T> task = new FutureTask<>(() -> {
                    T result = thing.get();
                    if (enough.test(result)) {
                        pointless.set(true);
                    }
                    return result;
                });
                begun.add(task);
                Thread thread = new Thread(task, "visit");
                thread.setDaemon(true);
                thread.start();
                giveHeadStart(task);
            }
            List<T> results = new ArrayList<>();
            for (FutureTask<T> task : begun) {
                results.add(task.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static void giveHeadStart(FutureTask<?> task) throws InterruptedException, ExecutionException {
        try {
            task.get(HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It goes on beside the next.
        }
    }
}
