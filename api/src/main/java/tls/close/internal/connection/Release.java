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
    private static final AtomicReferenceFieldUpdater<Release, @Nullable Deferred> DEFERRED =
            AtomicReferenceFieldUpdater.newUpdater(Release.class, Deferred.class, "deferred");
    private static final AtomicIntegerFieldUpdater<Release> LOOKS =
            AtomicIntegerFieldUpdater.newUpdater(Release.class, "looks");

    private final Connection connection;

    /**
     * What was asked for in a callback of the backend's, such as a trust manager: the backend is in the middle of
     * something, so that it is done when the thread leaves. By that thread: until then the callback is still running,
     * whoever else leaves a side.
     */
    private record Deferred(Thread by, CloseLimits limits) {
        static Deferred of(CloseLimits limits) {
            return new Deferred(Thread.currentThread(), limits);
        }

        boolean isMine() {
            return by == Thread.currentThread();
        }
    }

    private volatile @Nullable Deferred deferred;

    /** How often somebody has looked whether something is due. */
    private volatile int looks;

    Release(Connection connection) {
        this.connection = connection;
    }

    void close(CloseLimits limits) {
        if (isInCallback()) {
            connection.transport().beginClose();
            deferred = Deferred.of(limits);
            return;
        }
        try {
            if (connection.transport().beginClose()) {
                letGo(limits.timeout().compareTo(CloseLimits.NONE.timeout()) < 0 ? limits : CloseLimits.DEFAULT);
            }
        } finally {
            finish();
        }
    }

    /** Whether this thread has to return from the backend first, and then says goodbye by itself. */
    boolean defers(CloseLimits limits) {
        boolean defers = isInCallback();
        if (defers) {
            DEFERRED.compareAndSet(this, null, Deferred.of(limits));
        }
        return defers;
    }

    /** Whether this thread is inside already: then the backend has called it back. */
    boolean isInCallback() {
        return connection.sender().isMine() || connection.receiver().isMine();
    }

    /** Called by whoever has left a side. */
    void left() {
        if (isInCallback()) {
            return;
        }
        Deferred asked = deferred;
        if (asked != null && asked.isMine() && DEFERRED.compareAndSet(this, asked, null)) {
            doNow(asked.limits());
        }
        finish();
    }

    private void doNow(CloseLimits limits) {
        if (connection.transport().isClosed()) {
            close(limits);
        } else {
            isCloseNotifySent(Deadline.after(limits.timeout()));
        }
    }

    /** An interrupt is not to cost the alert: the status is looked at before, and set again afterwards (rule 5.1). */
    private void letGo(CloseLimits limits) {
        boolean interrupted = Thread.interrupted();
        try {
            Deadline deadline = Deadline.after(limits.timeout());
            if (!isCloseNotifySent(deadline)) { // Also before the handshake: it may begin in this moment.
                connection.transport().giveUpSending();
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
     * Sees to what is due at the end, if it has come. Not only when the transport is no longer ours: a connection that has
     * failed may never be closed. Whoever comes while another looks finds a side taken by that one, which therefore looks
     * again.
     */
    void finish() {
        if (connection.transport().isHeld() && !connection.state().sides().isOver()) {
            return;
        }
        int seen = LOOKS.incrementAndGet(this);
        boolean again = true;
        while (again) {
            tell();
            free();
            int now = looks;
            again = now != seen;
            seen = now;
        }
    }

    // What is told

    private void tell() {
        if (!connection.state().isTold() && isKnown()) {
            connection.state().announce();
        }
    }

    /** Whether it is known how both sides have ended: whoever sends an alert meanwhile knows later, and comes here. */
    private boolean isKnown() {
        if (connection.sender().enterIfEmpty()) {
            try {
                return settle();
            } finally {
                connection.sender().leaveLooked();
            }
        }
        return connection.transport().isHeld() ? hasEndedForGood() : !isAlertOnItsWay() && settle();
    }

    /**
     * Beside whoever is in the output side, and may have an alert in hand: that has left the backend, and is not yet where
     * this shows. What is {@code FAILED} may be {@code CLOSED} or {@code ABORTED} when he leaves.
     */
    private boolean hasEndedForGood() {
        return connection.state().sides().isOver()
                && switch (connection.state().sides().output()) {
                    case CLOSED, UNUSED, ABORTED -> true;
                    case OPEN, CLOSING, FAILED -> false;
                };
    }

    /** The same when the transport has been let go: he may be a writer who is stuck, and sends none any more. */
    private boolean isAlertOnItsWay() {
        return switch (connection.state().sides().output()) {
            case CLOSED, UNUSED, ABORTED -> false;
            case CLOSING -> true;
            case OPEN, FAILED ->
                switch (connection.layer().output()) { // What passes the transport's door is seen here before.
                    case OPEN, SILENCE -> false;
                    case CLOSE_NOTIFY, FATAL_ALERT -> true;
                };
        };
    }

    /** Whether both sides have ended for good. When the transport has been let go, what is not out by now is given up. */
    private boolean settle() {
        ConnectionState state = connection.state();
        if (!connection.transport().isHeld()) {
            state.apply(Event.GIVEN_UP);
            return true;
        }
        return !isGoingOn();
    }

    /** What is left in a backend whose transport has failed nobody sends. */
    private boolean isGoingOn() {
        ConnectionState state = connection.state();
        return !state.sides().isOver()
                || (state.owesOutput() && connection.layer().hasOutput());
    }

    // What is freed

    private boolean isNeeded() {
        return connection.transport().isHeld() && isGoingOn();
    }

    private void free() {
        if (isNeeded() || !connection.receiver().enterIfEmpty()) {
            return;
        }
        boolean isAlone = connection.sender().enterIfEmpty();
        try {
            if (isAlone) {
                freeUnlessNeeded();
            }
        } finally {
            connection.receiver().unlock(); // First, so that what is still sent leaves the output side as always.
            if (isAlone) {
                connection.sender().leaveLooked();
            }
        }
    }

    /** From outside an alert cannot be seen while the backend makes it: another thread may have left with it unsent. */
    private void freeUnlessNeeded() {
        if (!isNeeded()) {
            connection.layer().release();
        }
    }
}
