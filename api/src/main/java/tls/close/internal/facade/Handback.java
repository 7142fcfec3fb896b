// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When the socket below is the caller's again, and who sees to that. */
final class Handback {
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Thread thread;

    /** From now on this thread sees to it. */
    void begin() {
        thread = Thread.currentThread();
    }

    void done() {
        thread = null;
        done.countDown();
    }

    /** Whether this thread is at it, and whoever asks has been called by it: to wait would be to wait for itself. */
    boolean isOfThisThread() {
        return thread == Thread.currentThread();
    }

    boolean await(Duration limit) throws InterruptedException {
        return done.await(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
    }
}
