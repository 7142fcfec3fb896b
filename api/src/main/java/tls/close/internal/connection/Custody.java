// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * Who may use the transport. The one place that decides when it is let go (rule 8.4):
 *
 * <pre>
 *   OURS ---- bye(SHUT_RDWR) is done ----> HANDED_BACK ---- close() ---------------> CLOSED
 *     |                                                                                ^
 *     +------ close() ----> CLOSING ---- our alert is out -----------------------------+
 *                              +-------- it cannot go out in time ----> LETTING_GO ----+
 * </pre>
 *
 * <p>In {@code OURS} new calls are taken; in {@code OURS} and {@code CLOSING} bytes pass, in {@code LETTING_GO} those of
 * the peer only. Whoever is in a side when the connection becomes {@code CLOSED} frees what the backend holds when it
 * leaves, and nobody before.
 */
abstract class Custody {

    private enum Stage {
        OURS,
        HANDED_BACK,
        CLOSING,
        LETTING_GO,
        CLOSED
    }

    private static final AtomicReferenceFieldUpdater<Custody, Stage> STAGE =
            AtomicReferenceFieldUpdater.newUpdater(Custody.class, Stage.class, "stage");

    private volatile Stage stage = Stage.OURS;

    /** Whether new calls are taken. */
    boolean isOurs() {
        return stage == Stage.OURS;
    }

    /** Whether the peer's bytes may pass. */
    boolean isHeld() {
        return switch (stage) {
            case OURS, CLOSING, LETTING_GO -> true;
            case HANDED_BACK, CLOSED -> false;
        };
    }

    /** Whether our bytes may pass. */
    boolean maySend() {
        return switch (stage) {
            case OURS, CLOSING -> true;
            case HANDED_BACK, LETTING_GO, CLOSED -> false;
        };
    }

    /** Whether {@code close()} was called. */
    boolean isClosed() {
        return switch (stage) {
            case CLOSING, LETTING_GO, CLOSED -> true;
            case OURS, HANDED_BACK -> false;
        };
    }

    void requireOurs() throws ClosedChannelException {
        if (!isOurs()) {
            throw new ClosedChannelException();
        }
    }

    void requireHeld() throws ClosedChannelException {
        if (!isHeld()) {
            throw new ClosedChannelException();
        }
    }

    void requireSending() throws ClosedChannelException {
        if (!maySend()) {
            throw new ClosedChannelException();
        }
    }

    void handBack() {
        STAGE.compareAndSet(this, Stage.OURS, Stage.HANDED_BACK);
    }

    /** Refuses new calls. Returns whether the transport is still to be let go. */
    boolean beginClose() {
        return STAGE.updateAndGet(this, now -> switch (now) {
                    case OURS, CLOSING -> Stage.CLOSING;
                    case LETTING_GO -> Stage.LETTING_GO;
                    case HANDED_BACK, CLOSED -> Stage.CLOSED;
                })
                != Stage.CLOSED;
    }

    /** Nothing more is sent, not even what is left of a record. */
    void giveUpSending() {
        STAGE.compareAndSet(this, Stage.CLOSING, Stage.LETTING_GO);
    }

    void letGo() {
        stage = Stage.CLOSED;
    }
}
