// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import org.jspecify.annotations.Nullable;

/** A transport that knows its deadlines; what it makes of them is its own. */
public abstract class DeadlineTransport implements TimedTransport {
    private @Nullable Deadline readDeadline;
    private @Nullable Deadline writeDeadline;

    /** Both sides look at it. */
    private volatile @Nullable Deadline handshakeDeadline;

    @Override
    public void readBy(@Nullable Deadline deadline) {
        readDeadline = deadline;
    }

    @Override
    public void writeBy(@Nullable Deadline deadline) {
        writeDeadline = deadline;
    }

    @Override
    public final void handshakeBy(@Nullable Deadline deadline) {
        handshakeDeadline = deadline;
    }

    /** By when a read has to be done. */
    protected final @Nullable Deadline readDeadline() {
        return Deadline.earlier(readDeadline, handshakeDeadline);
    }

    /** By when a write has to be done. */
    protected final @Nullable Deadline writeDeadline() {
        return Deadline.earlier(writeDeadline, handshakeDeadline);
    }

    /** Whether it is the handshake alone that reads have a deadline for. */
    final boolean readsForHandshakeOnly() {
        return readDeadline == null && handshakeDeadline != null;
    }
}
