// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseTimeoutException;
import tls.close.DiscardLimitException;
import tls.close.Progress;
import tls.close.internal.record.Buffers;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;

/** Reads what no caller wants any more: up to the peer's close_notify, or as far as it is here. */
final class Drain {
    static final String PEER_LATE = "the peer has not sent close_notify in time; bye can be called again";

    /** As much as one record can carry. */
    private static final int FRAGMENT = 1 << 14;

    /** Records, with data or without, after which others have their turn. */
    private static final int MOST_IN_ONE_TRY = 1 << 5;

    /** In which whoever waits for the end notices that the connection is being closed, and others are through. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

    private final Connection connection;
    private final ConnectionState state;
    private final HeldTransport transport;
    private final RecordLayer layer;
    private final Receiver receiver;

    Drain(Connection connection) {
        this.connection = connection;
        this.state = connection.state();
        this.transport = connection.transport();
        this.layer = connection.layer();
        this.receiver = connection.receiver();
    }

    /**
     * Reads on until the peer's close_notify, within the limits (rules 3.1 to 3.4).
     *
     * @return with {@link Deadline#TRY} also {@code WANT_TASK}, if another thread has to leave first
     */
    Progress awaitCloseNotify(CloseLimits limits, Deadline deadline) throws IOException {
        if (state.sides().needsNoMoreInput()) {
            return Progress.DONE; // Whoever is still in there, as in a handshake that was canceled, is not waited for.
        }
        if (!receiver.enterBy(deadline, deadline)) {
            return othersHaveMetIt(deadline);
        }
        Progress progress;
        try {
            progress = discardUntilEnd(limits, deadline);
            if (progress != Progress.DONE) {
                state.awaitEnd();
            }
            if (state.sides().input() == InputSide.CLOSE_NOTIFY && state.sides().hasClosedOutput()) {
                // Before a reader comes in, which must not take this for the end of what it has read.
                transport.handBack();
            }
        } catch (SocketTimeoutException e) {
            if (deadline == Deadline.TRY) {
                return Progress.WANT_TASK; // Somebody is in the connection below.
            }
            throw state.timeout(PEER_LATE);
        } finally {
            receiver.leave();
        }
        if (progress == Progress.DONE && !state.sides().needsNoMoreInput()) {
            transport.requireOurs(); // Others may have met an end that is no business of ours any more.
            throw state.inputEnd();
        }
        return progress;
    }

    /** For whoever has found another thread in there, which does nothing more once it has met the end. */
    private Progress othersHaveMetIt(Deadline deadline) throws CloseTimeoutException {
        if (deadline == Deadline.TRY) {
            return state.sides().needsNoMoreInput() ? Progress.DONE : Progress.WANT_TASK;
        }
        return state.lateUnless(
                Sides::needsNoMoreInput, "another thread is reading and has not met the peer's close_notify");
    }

    private Progress discardUntilEnd(CloseLimits limits, Deadline deadline) throws IOException {
        if (state.sides().input() != InputSide.OPEN) {
            return Progress.DONE;
        }
        // A time of zero tries once: it takes all that is here.
        boolean mayGoOn = limits.timeout().isZero();
        ByteBuffer bin = Buffers.take(FRAGMENT);
        int used = 0;
        try {
            Progress progress = Progress.DONE;
            int empty = 0;
            int records = 0;
            while (progress == Progress.DONE && state.sides().input() == InputSide.OPEN) {
                transport.requireOurs();
                used = Math.max(used, bin.position());
                if (deadline == Deadline.TRY && !mayGoOn && records++ >= MOST_IN_ONE_TRY && receiver.holdsNothing()) {
                    return state.read(Step.WANT_READ);
                }
                requireWithin(limits);
                progress = receiver.readRecord(bin.clear().limit(FRAGMENT));
                noteDiscarded(progress, bin);
                if (progress == Progress.DONE && bin.position() == 0 && receiver.isEnough(++empty)) {
                    progress = state.read(Step.WANT_READ);
                }
                if (deadline.isOver()
                        && state.sides().input() == InputSide.OPEN
                        && !(mayGoOn && progress == Progress.DONE)) {
                    throw state.timeout(PEER_LATE);
                }
            }
            return progress;
        } finally {
            Buffers.give(bin.limit(Math.max(used, bin.position())));
        }
    }

    private void requireWithin(CloseLimits limits) throws DiscardLimitException {
        if (state.journal().exceeds(limits)) {
            throw new DiscardLimitException(limits, state.report());
        }
    }

    private void noteDiscarded(Progress progress, ByteBuffer bin) {
        if (progress == Progress.DONE && state.sides().input() == InputSide.OPEN) {
            state.journal().discarded(bin.position());
        }
    }

    /**
     * Takes what can be read without waiting. Bytes that are left unread make the closing of a socket a reset, and that
     * takes with it what the peer has not read yet (rule 2.5).
     */
    void takeWhatIsHere(CloseLimits limits, Deadline deadline) {
        takeWhatIsHere(limits, deadline, deadline);
    }

    private void takeWhatIsHere(CloseLimits limits, Deadline deadline, Deadline latest) {
        try {
            if (mayHaveMore() && receiver.enterUnless(this::isLeftToOthers, latest.orAfter(MOMENT), Deadline.NOW)) {
                try {
                    if (state.sides().input() == InputSide.UNHEARD) {
                        connection.hear();
                    } else {
                        discardWhatIsHere(limits, deadline);
                    }
                } finally {
                    receiver.leave();
                }
            }
        } catch (IOException | RuntimeException e) {
            // Noted where it was thrown, if it says something of the connection; nobody waits for it.
        }
    }

    /** A caller's reader is not waited for, but in a handshake that has broken: there it looks for the alert and leaves. */
    private boolean isLeftToOthers() {
        return receiver.isReadForCaller() && !state.isBrokenInHandshake();
    }

    private void discardWhatIsHere(CloseLimits limits, Deadline deadline) throws IOException {
        ByteBuffer bin = Buffers.take(FRAGMENT);
        int used = 0;
        try {
            Progress progress = Progress.DONE;
            while (progress == Progress.DONE && mayHaveMore()) {
                used = Math.max(used, bin.position());
                requireWithin(limits);
                progress = receiver.readRecord(bin.clear().limit(FRAGMENT));
                noteDiscarded(progress, bin);
                if (deadline.isOver() && !limits.timeout().isZero()) {
                    return;
                }
            }
        } finally {
            Buffers.give(bin.limit(Math.max(used, bin.position())));
        }
    }

    /**
     * What the caller is told of a failure that he has met: a transport that takes nothing more may have brought the peer's
     * alert before it broke (rule 4.7).
     */
    IOException explained(IOException failure) {
        return explained(failure, Deadline.after(MOMENT));
    }

    /** The same for whoever has no more time than that to wait for another thread, which may be about to meet it. */
    IOException explained(IOException failure, Deadline deadline) {
        if (!state.hasFailedWith(failure) || failure instanceof SSLException) {
            return failure;
        }
        boolean interrupted = Thread.interrupted(); // It is not to close the transport (rule 5.1).
        try {
            look(deadline);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (state.sides().input() != InputSide.FATAL_ALERT) {
            return failure;
        }
        return beside(failure, state.inputEnd());
    }

    /** The second with the first beside it, once: it may be told again and again. */
    static IOException beside(IOException failure, IOException told) {
        synchronized (told) { // As the exception itself does: others may be told at the same time.
            if (!List.of(told.getSuppressed()).contains(failure)) {
                told.addSuppressed(failure);
            }
        }
        return told;
    }

    private void look(Deadline deadline) {
        if (state.isBrokenInHandshake()) {
            takeWhatIsHere(CloseLimits.DEFAULT, Deadline.TRY, deadline);
        } else {
            lookForAlert();
        }
    }

    /** Reads what is here up to the next application data, which stays for the reader. */
    void lookForAlert() {
        try {
            if (!mayHaveMore() || !receiver.enterBy(Deadline.NOW, Deadline.NOW)) {
                return; // Whoever is inside reads it.
            }
            try {
                Progress progress = Progress.DONE;
                for (int i = 0; i < Receiver.MOST_EMPTY_AT_ONCE && progress == Progress.DONE; i++) {
                    progress = mayHaveMore() && !layer.holdsData() ? receiver.readRecord(NO_ROOM) : Progress.WANT_READ;
                }
            } finally {
                receiver.leave();
            }
        } catch (IOException e) {
            // Noted where it was thrown.
        }
    }

    private boolean mayHaveMore() {
        return state.sides().awaitsEnd()
                && (state.sides().handshake() == Handshake.DONE || state.isBrokenInHandshake());
    }
}
