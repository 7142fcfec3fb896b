// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** The kinds of threads that use a connection. */
public enum Threads {
    PLATFORM,
    /** Or platform threads again, before JDK 21. */
    VIRTUAL;

    private static final Optional<ThreadFactory> VIRTUAL_ONES = virtualOnes();

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
}
