// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer;

/**
 * A writer who waits for a reader. Data that a later handshake has met on its way has to be read first: over a blocking
 * transport a writer can neither go on without it nor come back without progress.
 */
final class Handover {
    /** One for all connections, of which most never meet this: whoever is woken for another's data waits on. */
    private static final ReentrantLock GUARD = new ReentrantLock();

    private static final Condition TAKEN = GUARD.newCondition();

    private final ConnectionState state;
    private final Custody custody;
    private final RecordLayer layer;
    private final Duration timeout;

    /** Whether a writer of this connection has ever waited. */
    private volatile boolean used;

    /** @param timeout how long a writer waits */
    Handover(ConnectionState state, Custody custody, RecordLayer layer, Duration timeout) {
        this.state = state;
        this.custody = custody;
        this.layer = layer;
        this.timeout = timeout;
    }

    /**
     * @param callers when the writer wants to be back
     * @throws SocketTimeoutException if that is over first
     */
    void await(@Nullable Deadline callers) throws IOException {
        Deadline own = Deadline.after(timeout);
        GUARD.lock();
        try {
            used = true;
            while (layer.holdsData() && state.sides().input() == InputSide.OPEN && !custody.isClosed()) {
                if (callers != null && callers.isOver()) {
                    throw new SocketTimeoutException("nobody reads the data that the peer sent before a handshake");
                }
                if (own.isOver()) {
                    throw new IOException(
                            "the peer wants another handshake, and nobody reads the data that it has sent before");
                }
                long unused = TAKEN.awaitNanos(own.or(callers).remainingNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a reader; it can be repeated");
        } finally {
            GUARD.unlock();
        }
    }

    /** Called by whoever may have read the data, or ended the connection. */
    void wake() {
        if (used) {
            GUARD.lock();
            try {
                TAKEN.signalAll();
            } finally {
                GUARD.unlock();
            }
        }
    }
}
