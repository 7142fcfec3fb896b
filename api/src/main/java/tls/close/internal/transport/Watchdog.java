// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends an operation that can be ended in no other way, by closing what it is stuck in. */
final class Watchdog {
    /** Even when no time is left, an operation that is not stuck gets this long. */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(50);

    /** Something that may be stuck. */
    interface Operation<T> {
        T run() throws IOException;
    }

    private Watchdog() {}

    static <T> T watch(@Nullable Deadline deadline, Closeable transport, Operation<T> operation) throws IOException {
        if (deadline == null || !deadline.isFinite()) {
            return operation.run();
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        var unused = done.orTimeout(Math.max(GRACE, deadline.remainingNanos()), TimeUnit.NANOSECONDS)
                .whenComplete((nothing, late) -> {
                    if (late != null) {
                        ForkJoinPool.commonPool().execute(() -> closeQuietly(transport));
                    }
                });
        try {
            T result = operation.run();
            if (!done.complete(null)) {
                throw new TransportAbandonedException(null);
            }
            return result;
        } catch (IOException e) {
            throw done.complete(null) || e instanceof TransportAbandonedException
                    ? e
                    : new TransportAbandonedException(e);
        } finally {
            done.complete(null);
        }
    }

    private static void closeQuietly(Closeable transport) {
        try {
            transport.close();
        } catch (IOException e) {
            // It is being given up; the operation that was stuck in it says what is wrong.
        }
    }
}
