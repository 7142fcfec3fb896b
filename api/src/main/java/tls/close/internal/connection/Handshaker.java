// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.internal.record.AlertInClear;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;

/** The handshake of a connection, and later ones. It is done in the input side; what it says goes by the output side. */
final class Handshaker {
    private final ConnectionState state;
    private final HeldTransport transport;
    private final RecordLayer layer;
    private final Sender sender;
    private final Receiver receiver;
    private final Drain drain;

    /** For those who need the handshake done: whoever does it may go on to read, and be in the input side for long. */
    private final SideLock lock = new SideLock();

    /** From the first call that began the handshake on (rule 7.8), until it is done. Guarded by the input side. */
    private @Nullable Deadline end;

    /** What is read where the backend reads no more. Guarded by the input side. */
    private @Nullable AlertInClear unheard;

    Handshaker(Connection connection) {
        this.state = connection.state();
        this.transport = connection.transport();
        this.layer = connection.layer();
        this.sender = connection.sender();
        this.receiver = connection.receiver();
        this.drain = new Drain(connection);
    }

    /** Waits for a handshake in another thread, but not for what that thread reads then (rule 8.1). */
    Progress handshake(@Nullable Deadline deadline) throws IOException {
        if (isDone()) {
            return Progress.DONE;
        }
        lock.enter(deadline);
        try {
            return isDone() ? Progress.DONE : enterAndNegotiate(deadline);
        } finally {
            lock.unlock();
        }
    }

    private boolean isDone() throws IOException {
        transport.requireOurs();
        return state.sides().handshake() == Handshake.DONE;
    }

    private Progress enterAndNegotiate(@Nullable Deadline deadline) throws IOException {
        receiver.enter(deadline);
        Progress progress;
        try {
            progress = isDone() ? Progress.DONE : negotiateInTime();
        } finally {
            receiver.leave();
        }
        if (progress != Progress.DONE) { // A callback may have asked for the end, which has followed just now.
            transport.requireOurs();
            requireOpen();
        }
        return progress;
    }

    private Progress negotiateInTime() throws IOException {
        Deadline by = end == null ? Deadline.after(state.handshakeTimeout()) : end;
        end = by;
        try {
            transport.handshakeBy(by);
            Progress progress = negotiate();
            if (progress != Progress.DONE && by.isOver()) {
                throw state.handshakeLate();
            }
            return progress;
        } catch (SocketTimeoutException e) {
            throw by.isOver() ? state.handshakeLate() : e;
        } catch (CloseTimeoutException e) {
            throw state.handshakeLate(e); // A write was stuck.
        } finally {
            transport.handshakeBy(null);
        }
    }

    /** Goes on with a later handshake, which TLS 1.2 allows, in the time of whoever meets it. */
    Progress renegotiate(@Nullable Deadline deadline) throws IOException {
        receiver.enter(deadline);
        try {
            return negotiate();
        } finally {
            receiver.leave();
        }
    }

    private Progress negotiate() throws IOException {
        while (true) {
            transport.requireOurs();
            state.apply(Event.HANDSHAKE_STARTED);
            requireOpen();
            Step step = goOn();
            if (step == Step.TAKEN) {
                requireOpen(); // The peer can complete a handshake that we have canceled meanwhile (rule 9.2).
                state.handshakeDone(layer.session().getProtocol());
            }
            Progress progress = state.read(step);
            if (step == Step.WANT_FLUSH) {
                progress = flush();
            }
            if (step != Step.WANT_FLUSH || progress != Progress.DONE) {
                return progress;
            }
        }
    }

    private Progress flush() throws IOException {
        try {
            return sender.flush(Deadline.earlier(receiver.deadline(), end));
        } catch (IOException e) {
            throw drain.explained(e);
        }
    }

    private void requireOpen() throws IOException {
        if (state.isBrokenInHandshake()) {
            throw drain.explained(state.outputEnd()); // To the backend it may be done.
        }
        if (state.sides().input() != InputSide.OPEN) {
            throw state.inputEnd();
        }
    }

    private Step goOn() throws IOException {
        Step step;
        try {
            step = layer.handshake();
        } catch (IOException e) {
            IOException told = receiver.failed(e);
            if (state.sides().isCanceled()) {
                requireOpen(); // What an engine makes of what another thread has canceled is nobody's business.
            }
            throw told;
        } catch (RuntimeException | Error e) {
            // Of a manager of the application's: how far the backend has come by then nobody knows.
            receiver.failed(new SSLException("the handshake was broken off by " + e, e));
            throw e;
        }
        if (step == Step.CLOSE_NOTIFY) {
            throw closedByPeer();
        }
        if (step == Step.END_OF_TRANSPORT) {
            state.transportEnded(layer.cutAfter());
            receiver.answer();
            throw state.inputEnd();
        }
        return step;
    }

    /** The peer does not want the handshake. */
    private IOException closedByPeer() {
        state.closedByPeer();
        receiver.answer();
        return state.inputEnd();
    }

    /** Looks for the alert of a peer that cannot be told that we have canceled. In the input side. */
    void hear() throws IOException {
        if (layer.cutAfter() > 0) {
            return; // The backend has some of it.
        }
        AlertInClear alerts = unheard == null ? new AlertInClear(transport) : unheard;
        unheard = alerts;
        try {
            OptionalInt found = alerts.find();
            if (found.isPresent()) {
                state.turnedAway(found.getAsInt());
            }
        } finally {
            if (alerts.isOver()) {
                state.apply(Event.NOTHING_HEARD);
            }
        }
    }

    /** Whether nobody is in here any more: whoever still is has to be found when the connection is closed (rule 8.4). */
    boolean isLeft() {
        return lock.isEmpty();
    }

    /** Nobody waits for a handshake any more. */
    void dismiss() {
        lock.dismiss();
    }
}
