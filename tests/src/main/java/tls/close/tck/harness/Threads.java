// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;
import tls.close.tck.wire.Deadline;

/** The kinds of threads that a call can be made in. */
public enum Threads {
    PLATFORM {
        @Override
        Thread start(Runnable task) {
            Thread thread = new Thread(task, "code under test");
            thread.setDaemon(true);
            thread.start();
            return thread;
        }
    },
    VIRTUAL {
        @Override
        Thread start(Runnable task) {
            Assumptions.assumeTrue(exist(), "virtual threads came with JDK 21");
            Thread thread = factory().newThread(task);
            thread.start();
            return thread;
        }
    };

    private static final Optional<ThreadFactory> VIRTUAL_ONES = virtualOnes();

    abstract Thread start(Runnable task);

    /** Makes them; platform threads where this JDK has no virtual ones. */
    public ThreadFactory factory() {
        return switch (this) {
            case PLATFORM -> Thread::new;
            case VIRTUAL -> VIRTUAL_ONES.orElse(Thread::new);
        };
    }

    /** {@code Thread.ofVirtual().factory()}, which this code's own JDK need not have. */
    private static Optional<ThreadFactory> virtualOnes() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return Optional.of((ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has virtual threads, and none can be made", e);
        }
    }

    /** Whether this JDK has them. */
    public boolean exist() {
        return this == PLATFORM || Runtime.version().feature() >= 21;
    }

    /**
     * A call in a thread of its own.
     *
     * @param thread which one
     * @param task what it does
     */
    public record Call<T>(Thread thread, FutureTask<T> task) {

        /** What it returned or threw; it must be over soon. */
        public T result() throws Exception {
            try {
                return task.get(Deadline.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("the call has not returned: " + thread, e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof Exception thrown ? thrown : e;
            }
        }

        /** Waits until the thread waits for something, or is done. */
        public void awaitBlocked() {
            Deadline deadline = Deadline.orElse(() -> thread + " does not wait");
            while (!task.isDone() && !isBlocked()) {
                deadline.pause();
            }
        }

        private boolean isBlocked() {
            StackTraceElement[] stack = thread.getStackTrace();
            return stack.length > 0
                    && ((stack[0].isNativeMethod() && stack[0].getClassName().startsWith("sun.nio.ch."))
                            || thread.getState() == Thread.State.WAITING
                            || thread.getState() == Thread.State.TIMED_WAITING);
        }
    }

    public <T> Call<T> call(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        return new Call<>(start(task), task);
    }
}
