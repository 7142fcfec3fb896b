// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import tls.close.internal.transport.Deadline;

/** Lets one thread at a time into a side. Not a monitor: it is held across I/O (rule 8.1). */
final class SideLock extends ReentrantLock {
    private static final long serialVersionUID = 1;

    /** Whether it was entered by then. A thread that is interrupted still enters where that needs no waiting. */
    boolean lockBy(Deadline deadline) throws IOException {
        if (tryLock()) {
            return true;
        }
        try {
            return tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // rule 7.3
            throw (IOException)
                    new InterruptedIOException("interrupted while another thread is in the same side").initCause(e);
        }
    }
}
