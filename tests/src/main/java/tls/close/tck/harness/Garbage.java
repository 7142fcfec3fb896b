// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tls.close.tck.wire.Deadline;

/** What nobody reaches any more, as the garbage collector sees it. */
public final class Garbage {
    private static final long MOMENT_MILLIS = 20;

    private final ReferenceQueue<Object> collected = new ReferenceQueue<>();
    private final PhantomReference<Object> reference;

    /** Watches something without reaching it. */
    public Garbage(Object watched) {
        reference = new PhantomReference<>(watched, collected);
    }

    /** Waits until it is gone, and so every finalizer that could reach it has run. */
    public void awaitCollection() throws InterruptedException {
        collectUntil(() -> reference.refersTo(null), () -> "something still reaches what was forgotten");
    }

    /** Waits until that is so, which only the collector can bring about. */
    public void collectUntil(BooleanSupplier reached, Supplier<String> missing) throws InterruptedException {
        Deadline deadline = Deadline.orElse(missing);
        while (!reached.getAsBoolean()) {
            deadline.remaining();
            System.gc();
            collected.remove(MOMENT_MILLIS);
        }
    }
}
