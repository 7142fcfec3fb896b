// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Who may use the transport. The one place that decides when it is let go (rule 8.4):
 *
 * <pre>
 *   OURS ---- bye(SHUT_RDWR) is done ----> HANDED_BACK ---- close() ----> CLOSED
 *     |
 *     +------ close() ----> CLOSING ---- our alert is out, or cannot go out in time ----> CLOSED
 * </pre>
 *
 * <p>In {@code OURS} new calls are taken; in {@code OURS} and {@code CLOSING} bytes pass. Whoever is in a side when the
 * connection becomes {@code CLOSED} frees what the backend holds when it leaves, and nobody before.
 */
final class Custody {

    private enum Stage {
        OURS,
        HANDED_BACK,
        CLOSING,
        CLOSED
    }

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OURS);

    /** Whether new calls are taken. */
    boolean isOurs() {
        return stage.get() == Stage.OURS;
    }

    /** Whether bytes may pass. */
    boolean isHeld() {
        Stage now = stage.get();
        return now == Stage.OURS || now == Stage.CLOSING;
    }

    /** Whether {@code close()} was called. */
    boolean isClosed() {
        Stage now = stage.get();
        return now == Stage.CLOSING || now == Stage.CLOSED;
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

    void handBack() {
        stage.compareAndSet(Stage.OURS, Stage.HANDED_BACK);
    }

    /** Refuses new calls. Returns whether the transport is still to be let go. */
    boolean beginClose() {
        return stage.updateAndGet(now -> switch (now) {
                    case OURS, CLOSING -> Stage.CLOSING;
                    case HANDED_BACK, CLOSED -> Stage.CLOSED;
                })
                == Stage.CLOSING;
    }

    void letGo() {
        stage.set(Stage.CLOSED);
    }
}
