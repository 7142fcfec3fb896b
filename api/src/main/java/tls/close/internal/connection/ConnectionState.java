// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.ConnectionEnd;
import tls.close.FatalAlertException;
import tls.close.PlaintextException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.internal.transport.TimedTransport;
import tls.close.internal.transport.TransportAbandonedException;
import tls.close.spi.NotTlsException;
import tls.close.spi.RecordLayer.Step;

/**
 * What both sides of a connection know of it: how its {@link Sides} stand, what has failed, what is waited for. Safe
 * for use by many threads, and waits for nothing: its monitor is held for no more than a change, so that nobody meets a
 * side that has ended without the reason and the notes that belong to it.
 */
final class ConnectionState {
    private static final AtomicReferenceFieldUpdater<ConnectionState, Telling> TELLING =
            AtomicReferenceFieldUpdater.newUpdater(ConnectionState.class, Telling.class, "telling");

    /** Whether the end has been told of (rule 10.3). */
    private enum Telling {
        TO_COME,
        DONE
    }

    private final TlsEndpoint endpoint;
    private final TimedTransport transport;
    private final Owner owner;
    private final Journal journal = new Journal();

    private volatile Sides sides = Sides.INITIAL;
    private volatile Telling telling = Telling.TO_COME;

    /** Operations of a {@code SelectionKey}: they fit, and there is one of these for each idle connection. */
    private volatile byte readInterest;

    private volatile byte writeInterest;
    private volatile @Nullable IOException inputFailure;
    private volatile @Nullable IOException outputFailure;
    private volatile boolean endDoubtful;

    /** Whether a goodbye has come to nothing in the input side. */
    private volatile boolean endAwaited;

    ConnectionState(TlsEndpoint endpoint, TimedTransport transport, Owner owner) {
        this.endpoint = endpoint;
        this.transport = transport;
        this.owner = owner;
    }

    // How it stands

    Sides sides() {
        return sides;
    }

    synchronized Sides apply(Event event) {
        Sides after = noted(event);
        sides = after;
        return after;
    }

    /** Where it leads; that comes last, so that whoever asks may do so without the monitor. */
    private Sides noted(Event event) {
        Sides before = sides;
        Sides after = before.next(event);
        if (before.input() == InputSide.OPEN && after.input() != InputSide.OPEN) {
            endDoubtful = outputFailure != null;
        }
        journal.prepare(before, after);
        journal.note(event, before, after);
        return after;
    }

    void transportEnded(int cutAfter) {
        journal.cutAfter(cutAfter);
        apply(Event.TRANSPORT_ENDED);
    }

    void handshakeDone(String protocol) {
        journal.protocol(protocol);
        apply(Event.HANDSHAKE_DONE);
    }

    Journal journal() {
        return journal;
    }

    /** How long a handshake may take, and whoever waits for one. */
    Duration handshakeTimeout() {
        return endpoint.handshakeTimeout();
    }

    /** How it has ended, for whoever wants to be told. */
    ConnectionEnd end() {
        IOException failure = inputFailure;
        return new ConnectionEnd(
                endpoint,
                transport.peerAddress(),
                report(),
                journal.bytesRead(),
                journal.bytesWritten(),
                Optional.ofNullable(failure == null ? outputFailure : failure));
    }

    synchronized CloseReport report() {
        return journal.report(sides);
    }

    /** Whether the end has been told of. */
    boolean isTold() {
        return telling == Telling.DONE;
    }

    /** Tells of the end, once (rule 10.3). */
    void announce() {
        if (telling == Telling.TO_COME && TELLING.compareAndSet(this, Telling.TO_COME, Telling.DONE)) {
            Announcement.of(owner, this);
        }
    }

    // What is waited for

    /** A side that has ended waits for nothing, whatever its last step did. */
    int interestOps() {
        return (sides().input() == InputSide.OPEN ? readInterest : 0) | (owesOutput() ? writeInterest : 0);
    }

    /** For what a goodbye waits. A side that it does not use is not waited for: its readiness would not pass. */
    int interestOps(CloseRequest how) {
        return how == CloseRequest.SHUT_RDWR ? interestOps() : owesOutput() ? writeInterest : 0;
    }

    /** Notes for what the input side waits after a step. */
    Progress read(Step step) {
        Progress progress = progress(step);
        readInterest = (byte) interest(progress);
        return progress;
    }

    /** Notes that a goodbye waits for the peer's from now on, whatever others read meanwhile. */
    void awaitEnd() {
        endAwaited = true;
    }

    boolean isEndAwaited() {
        return endAwaited;
    }

    /** Notes for what the output side waits after a step. */
    Progress wrote(Step step) {
        Progress progress = progress(step);
        writeInterest = (byte) interest(progress);
        return progress;
    }

    private static Progress progress(Step step) {
        return switch (step) {
            case TAKEN, CLOSE_NOTIFY, END_OF_TRANSPORT, WANT_FLUSH -> Progress.DONE;
            case WANT_READ -> Progress.WANT_READ;
            case WANT_WRITE -> Progress.WANT_WRITE;
            case WANT_TASK -> Progress.WANT_TASK;
        };
    }

    private int interest(Progress progress) {
        return switch (progress) {
            case DONE, WANT_TASK -> 0;
            case WANT_READ -> transport.interestOps(SelectionKey.OP_READ);
            case WANT_WRITE -> transport.interestOps(SelectionKey.OP_WRITE);
        };
    }

    // What has failed

    /** Notes what went wrong, and returns what the caller is to be told. */
    IOException failed(IOException e, Event transportFailed) {
        if (e instanceof InterruptedIOException) {
            return e; // Nothing is lost: the same step can be taken again.
        }
        if (e instanceof NotTlsException stray && isCloseNotifyDue()) {
            return wentOn(stray);
        }
        if (e instanceof SSLException tls) {
            return refused(tls);
        }
        IOException told = e instanceof TransportAbandonedException
                ? timeout("the transport had to be closed because an operation on it was stuck")
                : e;
        if (transportFailed == Event.WRITE_FAILED) {
            outputFailed(told);
            return told;
        }
        return inputFailed(transportFailed, report -> told);
    }

    private synchronized void outputFailed(IOException told) {
        outputFailure = told;
        boolean isLate = told instanceof CloseTimeoutException || inputFailure instanceof CloseTimeoutException;
        apply(sides().handshake() == Handshake.STARTED && !isLate ? Event.CANCEL_FAILED : Event.WRITE_FAILED);
    }

    /** Notes the alert of a peer that has turned us away while we canceled the handshake. */
    void turnedAway(int alert) {
        journal.alert(alert);
        SSLException cause =
                new SSLHandshakeException("the alert came in clear, in a handshake that had been canceled");
        IOException unused =
                inputFailed(Event.PEER_FATAL_ALERT, report -> new FatalAlertException(alert, report, cause));
    }

    /** Once we have said close_notify, or are about to, nothing but the peer's has to come (rule 4.6). */
    private boolean isCloseNotifyDue() {
        Sides now = sides();
        return now.handshake() == Handshake.DONE
                && (now.output() == OutputSide.CLOSING || now.output() == OutputSide.CLOSED);
    }

    private IOException wentOn(NotTlsException stray) {
        return inputFailed(Event.PEER_WENT_ON, report -> new PlaintextException(stray.taken(), report, stray));
    }

    private IOException refused(SSLException e) {
        OptionalInt alert = owner.fatalAlert(e);
        if (alert.isEmpty()) {
            return inputFailed(Event.INVALID_INPUT, report -> e);
        }
        journal.alert(alert.getAsInt());
        return inputFailed(Event.PEER_FATAL_ALERT, report -> new FatalAlertException(alert.getAsInt(), report, e));
    }

    /** Why nothing more can be read is known, if it was not before, when it is seen that nothing can. */
    private synchronized IOException inputFailed(Event event, Function<CloseReport, IOException> reason) {
        Sides after = noted(event);
        IOException told = reason.apply(journal.report(after));
        // What else is met when we have canceled the handshake comes of that, such as that a wait has ended.
        boolean isReason = sides.isCanceled() ? after.input() == InputSide.FATAL_ALERT : inputFailure == null;
        if (isReason) {
            inputFailure = told;
        }
        sides = after;
        return told;
    }

    /** Notes that the handshake has taken too long (rule 7.8), and returns what all callers are told from now on. */
    CloseTimeoutException handshakeLate() {
        return handshakeLate(report -> new CloseTimeoutException(
                "the handshake was not done in time: see TlsEndpoint.handshakeTimeout", report));
    }

    /** The same, when a write was stuck. */
    CloseTimeoutException handshakeLate(CloseTimeoutException told) {
        return handshakeLate(report -> told);
    }

    private synchronized CloseTimeoutException handshakeLate(Function<CloseReport, CloseTimeoutException> reason) {
        Sides after = noted(Event.HANDSHAKE_LATE);
        CloseTimeoutException told = reason.apply(journal.report(after));
        inputFailure = told;
        outputFailure = told;
        sides = after;
        return told;
    }

    /** Notes the peer's close_notify. Before the first handshake is done it has given that up, which is no orderly end. */
    void closedByPeer() {
        if (sides().handshake() == Handshake.DONE) {
            apply(Event.PEER_CLOSE_NOTIFY);
        } else {
            inputFailed(
                    Event.PEER_CANCELED,
                    report -> new SSLHandshakeException("the peer sent close_notify in the middle of the handshake"));
        }
    }

    /**
     * Whether the end of the input was met behind a failed write. A transport tells of a reset once: when a write was told,
     * a read meets what looks like an end.
     */
    boolean isEndDoubtful() {
        return endDoubtful;
    }

    /** Whether there may be an alert to be sent, and a transport to send it on. */
    boolean owesOutput() {
        return switch (sides().output()) {
            case OPEN, CLOSING -> true;
            case FAILED -> owesAlert();
            case CLOSED, UNUSED, ABORTED -> false;
        };
    }

    private boolean owesAlert() {
        Sides now = sides();
        return now.output() == OutputSide.FAILED && now.input() != InputSide.FATAL_ALERT && outputFailure == null;
    }

    /** Whether that is why nothing more can be written. */
    boolean hasFailedWith(IOException e) {
        return e == outputFailure;
    }

    /**
     * Whether the first that failed was a write, and the handshake is not done: nothing but the peer's alert says more than
     * that.
     */
    boolean isBrokenInHandshake() {
        return outputFailure != null && sides().handshake() != Handshake.DONE && (sides().awaitsEnd() || endDoubtful);
    }

    /** Whether TLS itself has failed, by our verdict or by the peer's. */
    boolean hasRefused() {
        return inputFailure instanceof SSLException;
    }

    /** Why nothing more can be read. */
    IOException inputEnd() {
        return switch (sides().input()) {
            case TRUNCATED -> new TruncationException(report());
            case FATAL_ALERT, PLAINTEXT, INVALID, TRANSPORT_FAILURE ->
                Objects.requireNonNullElseGet(inputFailure, ClosedChannelException::new);
            case UNUSED -> inputFailure instanceof CloseTimeoutException late ? late : new ClosedChannelException();
            case OPEN, CLOSE_NOTIFY, UNHEARD -> new ClosedChannelException();
        };
    }

    /** Why no close_notify can be sent. */
    IOException outputEnd() {
        IOException failure = outputFailure;
        if (failure != null) {
            return failure;
        }
        return switch (sides().input()) {
            case OPEN, CLOSE_NOTIFY, UNUSED, UNHEARD ->
                new SSLException("the backend ended its output without a close_notify");
            case TRUNCATED, FATAL_ALERT, PLAINTEXT, INVALID, TRANSPORT_FAILURE -> inputEnd();
        };
    }

    /** What a write is told that comes after the end: a writer who never reads learns the reason here. */
    ClosedChannelException outputClosed() {
        ClosedChannelException told = new ClosedChannelException();
        IOException reason = outputFailure;
        boolean isExplained = sides().input() == InputSide.FATAL_ALERT; // rule 4.7
        if (sides().output() != OutputSide.CLOSED && (reason == null || isExplained)) {
            reason = inputFailure;
        }
        if (reason != null) {
            told.initCause(reason);
        }
        return told;
    }

    /**
     * For whoever has waited in vain for another thread, which may have done it just now: asked behind the report, so that
     * the two agree.
     */
    Progress lateUnless(Predicate<Sides> isDone, String reason) throws CloseTimeoutException {
        CloseTimeoutException late = timeout(reason);
        if (isDone.test(sides())) {
            return Progress.DONE;
        }
        throw late;
    }

    CloseTimeoutException timeout(String reason) {
        return new CloseTimeoutException(reason, report());
    }

    @Override
    public String toString() {
        return "TLS " + endpoint + ", " + report();
    }
}
