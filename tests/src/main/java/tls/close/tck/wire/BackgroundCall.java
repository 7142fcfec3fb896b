// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A call of the code under test that may block, in a thread of its own, while the test acts as the peer.
 *
 * @param <T> what the call returns
 */
public final class BackgroundCall<T> {
    private final FutureTask<T> task;
    private final Thread thread;

    private BackgroundCall(Callable<T> call, ThreadFactory threads) {
        task = new FutureTask<>(call);
        thread = threads.newThread(task);
        thread.setName("code under test");
        // A call that never returns fails its test; it must not keep the JVM.
        thread.setDaemon(true);
    }

    /**
     * Starts a call that returns something.
     *
     * @param <T> what it returns
     * @param call the call
     * @return the running call
     */
    public static <T> BackgroundCall<T> call(Callable<T> call) {
        return call(call, Thread::new);
    }

    /**
     * Starts a call that returns something, in a thread of some kind.
     *
     * @param <T> what it returns
     * @param call the call
     * @param threads make the thread
     * @return the running call
     */
    public static <T> BackgroundCall<T> call(Callable<T> call, ThreadFactory threads) {
        BackgroundCall<T> running = new BackgroundCall<>(call, threads);
        running.thread.start();
        return running;
    }

    /**
     * Starts a call that returns nothing.
     *
     * @param action the call
     * @return the running call
     */
    public static BackgroundCall<?> run(Action action) {
        return call(() -> {
            action.run();
            return "done";
        });
    }

    /**
     * Waits for the end of the call.
     *
     * @return what the call returned
     * @throws Exception what the call threw
     */
    public T result() throws Exception {
        try {
            return task.get(Deadline.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw stillRunning();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof Exception thrown ? thrown : e;
        }
    }

    /**
     * Whether that thread makes the call.
     *
     * @param other a thread
     * @return true for one thread
     */
    public boolean isMadeBy(Thread other) {
        return thread == other;
    }

    /**
     * Whether the call has returned or thrown.
     *
     * @return true at the end, without waiting for it
     */
    public boolean isDone() {
        return task.isDone();
    }

    /**
     * Waits for the end of the call, but not for long.
     *
     * @param limit how long at most
     * @return whether it has returned or thrown
     * @throws InterruptedException if this thread is interrupted
     */
    public boolean isDoneWithin(Duration limit) throws InterruptedException {
        try {
            task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            // Done all the same: result() throws it.
        }
        return true;
    }

    /**
     * Waits until the call waits in a socket or channel of the JDK for the peer to send something.
     *
     * @throws AssertionError if it does not come to that, or has ended
     */
    public void awaitBlocked() {
        Deadline deadline = Deadline.orElse(
                () -> thread.getName() + " waits for nothing: it is at " + Arrays.toString(thread.getStackTrace()));
        while (!isReadingFromSocket()) {
            if (isDone()) {
                throw new AssertionError(thread.getName() + " has waited for nothing: it is done");
            }
            deadline.pause();
        }
    }

    /**
     * Waits until the call is in a socket or channel: where that is known to take nothing, it is stuck there.
     *
     * @throws AssertionError if it does not come to that
     */
    public void awaitInSocket() {
        Deadline deadline = Deadline.orElse(
                () -> thread.getName() + " is in no socket but at " + Arrays.toString(thread.getStackTrace()));
        while (!isInSocket(thread.getStackTrace())) {
            deadline.pause();
        }
    }

    /**
     * Waits until the call waits for another thread for a limited time, such as for a lock.
     *
     * @throws AssertionError if it does not come to that
     */
    public void awaitParked() {
        Deadline deadline = Deadline.orElse(() -> thread.getName() + " is " + thread.getState());
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            deadline.pause();
        }
    }

    /**
     * Waits until the call waits for another thread, however long.
     *
     * @throws AssertionError if it does not come to that
     */
    public void awaitWaiting() {
        Deadline deadline = Deadline.orElse(() -> thread.getName() + " is " + thread.getState());
        while (thread.getState() != Thread.State.WAITING) {
            deadline.pause();
        }
    }

    /** Not so in another native method, such as the one that sets a channel's mode before it writes. */
    private boolean isReadingFromSocket() {
        StackTraceElement[] stack = thread.getStackTrace();
        return isInSocket(stack) && Stream.of("read", "poll", "wait").anyMatch(stack[0].getMethodName()::startsWith);
    }

    private static boolean isInSocket(StackTraceElement... stack) {
        return stack.length > 0
                && stack[0].isNativeMethod()
                && stack[0].getClassName().startsWith("sun.nio.ch.");
    }

    /**
     * The thread that the call runs in, to be interrupted or looked at.
     *
     * @return a platform thread, unless another was asked for
     */
    public Thread thread() {
        return thread;
    }

    private AssertionError stillRunning() {
        AssertionError error = new AssertionError("The call has not returned within " + Deadline.PATIENCE.toSeconds()
                + " s; the cause shows where it is");
        Throwable where = new Throwable(thread.getName());
        where.setStackTrace(thread.getStackTrace());
        error.initCause(where);
        return error;
    }

    /** Something to do that can fail. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does it.
         *
         * @throws Exception if it fails
         */
        void run() throws Exception;
    }
}
