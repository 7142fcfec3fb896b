// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tls.close.tck.wire.Deadline;

/** Holds the thread that tells the log of an end: it knows how that has come, and its call has not returned. */
public final class HeldAnnouncement implements AutoCloseable {
    private final CountDownLatch met = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile Thread held = Thread.currentThread();
    private final LogListener listener = new LogListener(line -> {
        held = Thread.currentThread();
        met.countDown();
        await(goOn);
    });

    /** Waits until a thread is held, and returns it. */
    public Thread await() {
        await(met);
        return held;
    }

    public void goOn() {
        goOn.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(Deadline.PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError("nobody has told the log of an end, or let go who does");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        goOn();
        listener.close();
    }
}
