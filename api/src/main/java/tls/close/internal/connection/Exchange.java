// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TruncationException;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.Selectable;
import tls.close.spi.RecordLayer;

/** The exchange of close_notify on one connection: what {@code bye} does, by itself or for many at once. */
final class Exchange {
    private final Connection connection;
    private final ConnectionState state;
    private final HeldTransport transport;
    private final RecordLayer layer;
    private final Drain drain;
    private final Release release;

    // When each request has to be done, while that takes several calls.
    private volatile @Nullable Deadline shutWrBy;
    private volatile @Nullable Deadline shutRdwrBy;

    Exchange(Connection connection) {
        this.connection = connection;
        this.state = connection.state();
        this.transport = connection.transport();
        this.layer = connection.layer();
        this.drain = new Drain(connection);
        this.release = connection.release();
    }

    Progress bye(CloseRequest how, CloseLimits limits) throws IOException {
        Objects.requireNonNull(how, "how");
        if (release.defers(limits)) {
            return Progress.WANT_TASK;
        }
        Deadline begun = how == CloseRequest.SHUT_WR ? shutWrBy : shutRdwrBy;
        Deadline deadline = begun == null ? Deadline.after(limits.timeout()) : begun;
        Progress progress = Progress.DONE;
        try {
            progress = bye(how, limits, deadline);
            return progress;
        } finally {
            goOn(how, progress == Progress.DONE ? null : deadline);
        }
    }

    private void goOn(CloseRequest how, @Nullable Deadline deadline) {
        switch (how) {
            case SHUT_WR -> shutWrBy = deadline;
            case SHUT_RDWR -> shutRdwrBy = deadline;
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
            boolean inSeries = how == CloseRequest.SHUT_RDWR && transport.beginSeries();
            try {
                progress =
                        how == CloseRequest.SHUT_WR ? sendCloseNotify(deadline) : exchangeCloseNotify(limits, deadline);
            } finally {
                if (inSeries) {
                    transport.endSeries();
                }
            }
        }
        if (progress == Progress.DONE && how == CloseRequest.SHUT_RDWR) {
            transport.handBack();
            release.finish();
        }
        return progress;
    }

    /** Whether a request was fulfilled before: then nothing is sent and nothing is read (rule 2.4). */
    private boolean isFulfilled(CloseRequest how) throws ClosedChannelException {
        boolean fulfilled = hasFulfilled(how);
        if (!fulfilled && transport.isClosed()) {
            throw new ClosedChannelException();
        }
        return fulfilled;
    }

    boolean hasFulfilled(CloseRequest how) {
        Sides now = state.sides();
        return now.hasClosedOutput() && (how == CloseRequest.SHUT_WR || now.needsNoMoreInput());
    }

    private Progress exchangeCloseNotify(CloseLimits limits, Deadline deadline) throws IOException {
        IOException unsent = null;
        try {
            Progress sent = sendCloseNotify(deadline);
            if (sent == Progress.WANT_WRITE && state.sides().input() == InputSide.OPEN) {
                // The peer may be waiting for us to read before it reads (rule 7.9).
                Progress received = drain.awaitCloseNotify(limits, deadline);
                if (received == Progress.WANT_TASK && deadline == Deadline.TRY) {
                    return received; // That there is something to read would be told again and again.
                }
                if (state.sides().output() != OutputSide.CLOSING) {
                    sent = sendCloseNotify(deadline); // It went out while we read, or cannot any more.
                }
            }
            if (sent != Progress.DONE) {
                return sent;
            }
        } catch (InterruptedIOException | SSLException e) {
            throw e;
        } catch (IOException e) {
            if (transport.isClosed()) {
                throw e;
            }
            if (state.isBrokenInHandshake()) {
                throw drain.explained(e, deadline); // Nobody says close_notify there.
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
            throw Drain.beside(unsent, e);
        }
    }

    private Progress sendCloseNotify(Deadline deadline) throws IOException {
        try {
            return Farewell.sendCloseNotify(connection, deadline);
        } finally {
            if (state.sides().isCanceled()) {
                transport.endWaits(); // A handshake that was canceled waits for nobody.
            }
        }
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

    Optional<SocketAddress> peerAddress() {
        return transport.peerAddress();
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
        shutWrBy = null;
        shutRdwrBy = null;
    }

    /** Whether no delegated task runs elsewhere any more, or in so much time. */
    boolean awaitTasks(Duration atMost) throws InterruptedException {
        return layer.awaitTasks(atMost);
    }

    CloseReport report() {
        return state.report();
    }

    boolean isOpen() {
        return !transport.isClosed();
    }
}
