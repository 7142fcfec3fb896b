// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
        try {
            for (Supplier<T> thing : things) {
                FutureTask<T> task = new FutureTask<>(thing::get);
                begun.add(task);
                Thread thread = new Thread(task, "visit");
                thread.setDaemon(true);
                thread.start();
                if (isDone(task) && enough.test(task.get())) {
                    break;
                }
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

    private static boolean isDone(FutureTask<?> task) throws InterruptedException, ExecutionException {
        try {
            task.get(HEAD_START.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
