// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
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
    private final HeldTransport transport;
    private final RecordLayer layer;

    Handover(Connection connection) {
        this.state = connection.state();
        this.transport = connection.transport();
        this.layer = connection.layer();
    }

    /**
     * @param callers when the writer wants to be back
     * @throws SocketTimeoutException if that is over first
     */
    void await(@Nullable Deadline callers) throws IOException {
        Deadline own = Deadline.after(state.handshakeTimeout());
        GUARD.lock();
        try {
            while (layer.holdsData() && state.sides().input() == InputSide.OPEN && !transport.isClosed()) {
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
        GUARD.lock();
        try {
            TAKEN.signalAll();
        } finally {
            GUARD.unlock();
        }
    }
}
