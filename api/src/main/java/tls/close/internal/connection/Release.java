// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.Progress;
import tls.close.internal.transport.Deadline;

/**
 * The end of a connection's use of its transport, in one order whoever else is in it (rules 2.5, 8.4, 10.2): new calls
 * are refused, the alert goes out behind what was written, waits end, what can be read is taken, the transport is let
 * go; and what the backend holds is freed when the last has left its side.
 */
final class Release {
    private static final AtomicReferenceFieldUpdater<Release, @Nullable CloseLimits> DEFERRED =
            AtomicReferenceFieldUpdater.newUpdater(Release.class, CloseLimits.class, "deferred");
    private static final AtomicIntegerFieldUpdater<Release> LOOKS =
            AtomicIntegerFieldUpdater.newUpdater(Release.class, "looks");

    private final Connection connection;

    /**
     * What was asked for in a callback of the backend's, such as a trust manager: the backend is in the middle of
     * something, so that it is done when the thread leaves.
     */
    private volatile @Nullable CloseLimits deferred;

    /** How often somebody has looked whether to free. */
    private volatile int looks;

    Release(Connection connection) {
        this.connection = connection;
    }

    void close(CloseLimits limits) {
        if (isInCallback()) {
            connection.transport().beginClose();
            deferred = limits;
            return;
        }
        try {
            if (connection.transport().beginClose()) {
                letGo(limits.timeout().compareTo(CloseLimits.NONE.timeout()) < 0 ? limits : CloseLimits.DEFAULT);
            }
        } finally {
            settle();
            freeUnlessNeeded();
        }
    }

    /** Whether this thread has to return from the backend first, and then says goodbye by itself. */
    boolean defers(CloseLimits limits) {
        boolean defers = isInCallback();
        if (defers) {
            DEFERRED.compareAndSet(this, null, limits);
        }
        return defers;
    }

    /** Whether this thread is inside already: then the backend has called it back, or what tells of the end has. */
    boolean isInCallback() {
        return connection.sender().isMine() || connection.receiver().isMine();
    }

    /** Called by whoever has left a side. */
    void left() {
        if (isInCallback()) {
            return;
        }
        CloseLimits asked = deferred == null ? null : DEFERRED.getAndSet(this, null);
        if (asked != null && connection.transport().isClosed()) {
            close(asked);
        } else if (asked != null) {
            isCloseNotifySent(Deadline.after(asked.timeout()));
        }
        if (!connection.transport().isHeld()) {
            settle();
        }
        freeUnlessNeeded();
    }

    /** Whoever is in the middle of the alert when the time is over may still bring it out: then that one comes here. */
    private void settle() {
        if (connection.state().sides().output() == OutputSide.CLOSING) {
            endOutputIfNobodySends();
        } else {
            connection.state().announce();
        }
    }

    private void endOutputIfNobodySends() {
        if (connection.sender().enterIfEmpty()) {
            try {
                endOutput();
            } finally {
                connection.sender().unlock();
            }
        }
    }

    private void endOutput() {
        if (connection.state().sides().output() == OutputSide.CLOSING) {
            connection.state().apply(Event.GIVEN_UP);
        }
        connection.state().announce();
    }

    /** An interrupt is not to cost the alert: the status is looked at before, and set again afterwards (rule 5.1). */
    private void letGo(CloseLimits limits) {
        boolean interrupted = Thread.interrupted();
        try {
            Deadline deadline = Deadline.after(limits.timeout());
            if (!isCloseNotifySent(deadline)) { // Also before the handshake: it may begin in this moment.
                connection.transport().giveUpSending();
                connection.state().apply(Event.LET_GO);
            }
            connection.transport().endWaits();
            new Drain(connection).takeWhatIsHere(limits, deadline);
        } finally {
            connection.transport().letGo();
            connection.dismiss();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Quiet (rule 10.2): the report says what could not be sent. */
    private boolean isCloseNotifySent(Deadline deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return Farewell.sendCloseNotify(connection, deadline) == Progress.DONE;
                } catch (InterruptedIOException e) {
                    if (!Thread.interrupted()) {
                        return false;
                    }
                    interrupted = true;
                } catch (IOException | RuntimeException e) { // A channel of the caller's may throw what it likes.
                    return false;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Not only when the transport is no longer ours: a connection that has failed may never be closed. Whoever comes while
     * another looks finds a side taken by that one, which therefore looks again.
     */
    void freeUnlessNeeded() {
        if (isNeeded()) {
            return;
        }
        int seen = LOOKS.incrementAndGet(this);
        boolean again = true;
        while (again) {
            freeIfNobodyIsInside();
            int now = looks;
            again = now != seen;
            seen = now;
        }
    }

    private boolean isNeeded() {
        return connection.transport().isHeld()
                && (!connection.state().sides().isOver() || connection.layer().hasOutput());
    }

    private void freeIfNobodyIsInside() {
        if (!isNeeded() && connection.receiver().enterIfEmpty()) {
            try {
                if (connection.sender().enterIfEmpty()) {
                    try {
                        freeUnlessNeededAfterAll();
                    } finally {
                        connection.sender().unlock();
                    }
                }
            } finally {
                connection.receiver().unlock();
            }
        }
    }

    /** From outside an alert cannot be seen while the backend makes it: another thread may have left with it unsent. */
    private void freeUnlessNeededAfterAll() {
        if (isNeeded()) {
            return;
        }
        if (!connection.transport().isHeld()) {
            endOutput(); // Or nobody would, if the last in the output side has just met us here.
        }
        connection.layer().release();
    }
}
