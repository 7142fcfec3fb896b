// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.internal.record.Diagnosis;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.Selectable;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;

/**
 * A connection: its {@link Sender} and its {@link Receiver} over one record layer, and the closing of both.
 *
 * <pre>
 *                    bye(SHUT_WR)                      flushed
 *   output   OPEN ----------------> CLOSING -----------------------------> CLOSED
 *
 *                    the peer's close_notify
 *   input    OPEN -------------------------> CLOSE_NOTIFY     orderly
 *            OPEN -------------------------> TRUNCATED, FATAL_ALERT, PLAINTEXT, INVALID, TRANSPORT_FAILURE
 *                    anything else
 *
 *   bye(SHUT_RDWR) is DONE when the output is CLOSED and the input has its CLOSE_NOTIFY.
 * </pre>
 *
 * <p>The whole table is in {@link Sides}; {@link Release} has what {@code close()} does.
 */
final class Connection implements TlsConnection {
    private final ConnectionState state;
    private final Custody custody;
    private final HeldTransport transport;
    private final RecordLayer layer;
    private final Sender sender;
    private final Handshaker handshaker;
    private final Receiver receiver;
    private final Drain drain;
    private final Handover handover;
    private final Release release;
    private final Duration handshakeTimeout;

    /** When the end has to be reached, while it takes several calls. */
    private final AtomicReference<@Nullable Deadline> closeBy = new AtomicReference<>();

    /**
     * @param transport as long as it is in this custody
     * @param layer bound to the same
     */
    Connection(HeldTransport transport, Custody custody, RecordLayer layer, TlsEndpoint endpoint, Diagnosis diagnosis) {
        this.transport = transport;
        this.custody = custody;
        this.layer = layer;
        this.handshakeTimeout = endpoint.handshakeTimeout();
        this.state = new ConnectionState(endpoint, transport, diagnosis);
        this.sender = new Sender(state, custody, transport, layer, this::left);
        this.receiver = new Receiver(state, custody, transport, layer, sender, endpoint.isLenient(), this::leftInput);
        this.handshaker = new Handshaker(state, custody, transport, layer, sender, receiver, handshakeTimeout);
        this.drain = new Drain(state, custody, layer, receiver);
        this.handover = new Handover(state, custody, layer, handshakeTimeout);
        this.release = new Release(state, custody, transport, layer, sender, receiver, drain, this::dismiss);
    }

    private void left() {
        release.left();
    }

    private void leftInput() {
        handover.wake();
        release.left();
    }

    /** Nobody waits for anybody else any more. */
    private void dismiss() {
        sender.dismiss();
        receiver.dismiss();
        handshaker.dismiss();
        handover.wake();
    }

    @Override
    public Progress bye(CloseRequest how, CloseLimits limits) throws IOException {
        if (release.defers(limits)) {
            return Progress.WANT_TASK;
        }
        Deadline deadline = Objects.requireNonNullElseGet(closeBy.get(), () -> Deadline.after(limits.timeout()));
        Progress progress = Progress.DONE;
        try {
            progress = bye(how, limits, deadline);
            return progress;
        } finally {
            closeBy.set(progress == Progress.DONE ? null : deadline);
        }
    }

    /**
     * A goodbye, or a part of one, of somebody who keeps the time; in no callback of this connection's.
     *
     * @param deadline with {@link Deadline#TRY} it waits for nobody, and returns {@code WANT_TASK} too where it would
     *     have to wait for another thread
     */
    Progress bye(CloseRequest how, CloseLimits limits, Deadline deadline) throws IOException {
        Progress progress = Progress.DONE;
        if (!isFulfilled(how)) {
            progress = how == CloseRequest.SHUT_WR
                    ? sender.sendCloseNotify(deadline)
                    : exchangeCloseNotify(limits, deadline);
        }
        if (state.sides().input() == InputSide.UNUSED) {
            transport.endWaits(); // A handshake that was canceled waits for nobody.
        }
        if (progress == Progress.DONE && how == CloseRequest.SHUT_RDWR) {
            custody.handBack();
            release.freeUnlessNeeded();
        }
        return progress;
    }

    // For whoever ends many at once

    /** Whether this thread is in a callback of this connection's, and says goodbye when it has returned from there. */
    boolean defers(CloseLimits limits) {
        return release.defers(limits);
    }

    /** The connection that this one is in; null if it is in none. */
    @Nullable
    Connection outer() {
        return transport.outer();
    }

    /** @throws IllegalBlockingModeException if nothing can wait for the transport */
    Optional<Selectable> selectable() {
        return transport.selectable();
    }

    /** For what a goodbye waits whose last try came to nothing. */
    int interestOps(CloseRequest how) {
        return state.interestOps(how);
    }

    Sides sides() {
        return state.sides();
    }

    /** What whoever waits is told when the time is over. */
    CloseTimeoutException late() {
        return state.timeout(state.sides().hasClosedOutput() ? Drain.PEER_LATE : Sender.TRANSPORT_LATE);
    }

    /** A goodbye that went on in several calls has been ended by somebody who keeps the time. */
    void forgetDeadline() {
        closeBy.set(null);
    }

    /** Whether no delegated task runs elsewhere any more, or in so much time. */
    boolean awaitTasks(Duration atMost) throws InterruptedException {
        return layer.awaitTasks(atMost);
    }

    /** Whether a request was fulfilled before: then nothing is sent and nothing is read (rule 2.4). */
    private boolean isFulfilled(CloseRequest how) throws ClosedChannelException {
        Sides now = state.sides();
        boolean fulfilled = now.hasClosedOutput() && (how == CloseRequest.SHUT_WR || now.needsNoMoreInput());
        if (!fulfilled && custody.isClosed()) {
            throw new ClosedChannelException();
        }
        return fulfilled;
    }

    private Progress exchangeCloseNotify(CloseLimits limits, Deadline deadline) throws IOException {
        IOException unsent = null;
        try {
            Progress sent = sender.sendCloseNotify(deadline);
            if (sent == Progress.WANT_WRITE && state.sides().input() == InputSide.OPEN) {
                // The peer may be waiting for us to read before it reads (rule 7.9).
                Progress received = drain.awaitCloseNotify(limits, deadline);
                if (received == Progress.WANT_TASK && deadline == Deadline.TRY) {
                    return received; // That there is something to read would be told again and again.
                }
                if (state.sides().output() != OutputSide.CLOSING) {
                    sent = sender.sendCloseNotify(deadline); // It went out while we read, or cannot any more.
                }
            }
            if (sent != Progress.DONE) {
                return sent;
            }
        } catch (InterruptedIOException | SSLException e) {
            throw e;
        } catch (IOException e) {
            if (custody.isClosed()) {
                throw e;
            }
            // The transport takes nothing more, but the peer's alert may have come before it broke (rules 4.5, 4.7).
            unsent = e;
        }
        try {
            Progress received = drain.awaitCloseNotify(limits, deadline);
            if (received == Progress.DONE && unsent != null) {
                throw unsent;
            }
            return received;
        } catch (IOException e) {
            if (unsent == null || e == unsent) {
                throw e;
            }
            if (e instanceof TruncationException && state.isEndDoubtful()) {
                throw unsent; // rule 4.5
            }
            e.addSuppressed(unsent);
            throw e;
        }
    }

    @Override
    public void close() {
        release.close(CloseLimits.DEFAULT);
    }

    @Override
    public void close(CloseLimits limits) {
        release.close(Objects.requireNonNull(limits, "limits"));
    }

    @Override
    public Progress handshake() throws IOException {
        return handshaker.handshake(null);
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return read(dst, null);
    }

    int read(ByteBuffer dst, @Nullable Deadline deadline) throws IOException {
        return handshaker.handshake(deadline) == Progress.DONE ? receiver.read(dst, deadline) : 0;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return write(src, null);
    }

    int write(ByteBuffer src, @Nullable Deadline deadline) throws IOException {
        int start = src.position();
        sender.requireOpen(deadline);
        Progress ready = handshaker.handshake(deadline);
        while (ready == Progress.DONE && writeOrExplain(src, deadline) == Step.WANT_READ) {
            ready = handshaker.renegotiate(deadline);
            if (ready == Progress.WANT_READ && transport.isBlocking()) {
                handover.await(deadline);
                ready = Progress.DONE;
            }
        }
        return src.position() - start;
    }

    /** A transport that takes no more may have brought the reason before (rule 4.7). */
    private Step writeOrExplain(ByteBuffer src, @Nullable Deadline deadline) throws IOException {
        try {
            return sender.write(src, deadline);
        } catch (InterruptedIOException | SSLException | ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            drain.lookForAlert();
            if (state.sides().input() != InputSide.FATAL_ALERT) {
                throw e;
            }
            IOException reason = state.inputEnd();
            reason.addSuppressed(e);
            throw reason;
        }
    }

    @Override
    public int interestOps() {
        return state.interestOps();
    }

    /**
     * For a stream whose call came to nothing, which it cannot tell its caller: waits for the delegated tasks that run
     * elsewhere.
     *
     * @throws IllegalBlockingModeException if those are not what it waits for
     */
    void awaitTasks() throws IOException {
        if (interestOps() != 0) {
            throw new IllegalBlockingModeException();
        }
        try {
            if (!layer.awaitTasks(handshakeTimeout)) {
                throw new SocketTimeoutException("the endpoint's executor has not run a delegated task in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a delegated task; it can be repeated");
        }
    }

    /** Whether there is something to read that needs no transport. */
    boolean holdsData() {
        return layer.holdsData() || transport.holdsMore();
    }

    boolean isBlocking() {
        return transport.isBlocking();
    }

    @Override
    public boolean isInputOpen() {
        return custody.isOurs() && state.sides().input() == InputSide.OPEN;
    }

    @Override
    public boolean isOutputOpen() {
        return custody.isOurs() && state.sides().output() == OutputSide.OPEN;
    }

    @Override
    public boolean isOpen() {
        return !custody.isClosed();
    }

    @Override
    public CloseReport report() {
        return state.report();
    }

    @Override
    public SSLSession sslSession() {
        return layer.session();
    }

    @Override
    public String applicationProtocol() {
        return layer.applicationProtocol();
    }

    @Override
    public InputStream inputStream() {
        return new ConnectionInputStream(this);
    }

    @Override
    public OutputStream outputStream() {
        return new ConnectionOutputStream(this);
    }

    @Override
    public String toString() {
        return state.toString();
    }
}
