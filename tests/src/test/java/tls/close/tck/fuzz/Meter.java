// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.lang.reflect.Method;

/** How much heap the calls of one thread take, without what they have others do. */
final class Meter {
    // By reflection: the kit's module does not read the JDK's management.
    private static final Object THREADS;
    private static final Method COUNT;

    static {
        try {
            THREADS = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            COUNT = Class.forName("com.sun.management.ThreadMXBean").getMethod("getCurrentThreadAllocatedBytes");
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Thread owner = Thread.currentThread();
    private long started;
    private long counted;

    void start() {
        started = now();
    }

    void stop() {
        counted += now() - started;
    }

    /** Something of somebody else's, in any thread. */
    void without(Runnable action) {
        if (Thread.currentThread() != owner) {
            action.run();
            return;
        }
        stop();
        try {
            action.run();
        } finally {
            start();
        }
    }

    long bytes() {
        return counted;
    }

    private static long now() {
        try {
            return (long) COUNT.invoke(THREADS);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(String.valueOf(e.getMessage()), e);
        }
    }
}
