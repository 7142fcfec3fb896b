// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;
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
 * <p>The whole table is in {@link Sides}; {@link Exchange} has what {@code bye} does, and {@link Release} what
 * {@code close()} does.
 */
final class Connection implements TlsConnection, Doorkeeper {
    private static final AtomicReferenceFieldUpdater<Connection, @Nullable Exchange> EXCHANGE =
            AtomicReferenceFieldUpdater.newUpdater(Connection.class, Exchange.class, "exchange");

    private final ConnectionState state;
    private final HeldTransport transport;
    private final RecordLayer layer;
    private final Sender sender;
    private final Receiver receiver;
    private final Release release;

    // What an idle connection does without: there may be many.

    /** Null once the first handshake is done, and all have left it. */
    private volatile @Nullable Handshaker handshaker;

    /** Null as long as no writer has waited for a reader. */
    private volatile @Nullable Handover handover;

    /** Null as long as nobody has said goodbye. */
    private volatile @Nullable Exchange exchange;

    /** @param layer bound to that transport */
    Connection(HeldTransport transport, RecordLayer layer, TlsEndpoint endpoint, Owner owner) {
        this.transport = transport;
        this.layer = layer;
        this.state = new ConnectionState(endpoint, transport, owner);
        this.sender = new Sender(state, transport, layer, this);
        this.receiver = new Receiver(state, transport, layer, sender, endpoint.isLenient(), this);
        this.release = new Release(this);
        this.handshaker = new Handshaker(this);
    }

    // What those work with who begin or end it

    ConnectionState state() {
        return state;
    }

    HeldTransport transport() {
        return transport;
    }

    RecordLayer layer() {
        return layer;
    }

    Sender sender() {
        return sender;
    }

    Receiver receiver() {
        return receiver;
    }

    Release release() {
        return release;
    }

    /** Looks for the alert of a peer that cannot be told that the handshake was canceled. */
    void hear() throws IOException {
        Handshaker first = handshaker;
        if (first != null) {
            first.hear();
        }
    }

    // Who leaves

    @Override
    public void leftOutput() {
        release.left();
    }

    @Override
    public void leftInput() {
        wakeWriter();
        release.left();
    }

    private void wakeWriter() {
        Handover used = handover;
        if (used != null) {
            used.wake();
        }
    }

    @Override
    public void dismiss() {
        sender.dismiss();
        receiver.dismiss();
        Handshaker first = handshaker;
        if (first != null) {
            first.dismiss();
        }
        wakeWriter();
    }

    @Override
    public Progress bye(CloseRequest how, CloseLimits limits) throws IOException {
        return exchange().bye(how, limits);
    }

    /** For whoever ends many at once. */
    Exchange exchange() {
        if (exchange == null) {
            EXCHANGE.compareAndSet(this, null, new Exchange(this));
        }
        return Objects.requireNonNull(exchange);
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
        requireNoCallback();
        return handshake(null);
    }

    private Progress handshake(@Nullable Deadline deadline) throws IOException {
        Handshaker first = handshaker;
        if (first == null) {
            transport.requireOurs();
            return Progress.DONE;
        }
        Progress progress = first.handshake(deadline);
        if (progress == Progress.DONE && first.isLeft()) {
            handshaker = null;
        }
        return progress;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return read(dst, null);
    }

    int read(ByteBuffer dst, @Nullable Deadline deadline) throws IOException {
        requireNoCallback();
        return handshake(deadline) == Progress.DONE ? receiver.read(dst, deadline) : 0;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return write(src, null);
    }

    int write(ByteBuffer src, @Nullable Deadline deadline) throws IOException {
        requireNoCallback();
        int start = src.position();
        requireOutput(deadline);
        Progress ready = handshake(deadline);
        while (ready == Progress.DONE && writeOrExplain(src, deadline) == Step.WANT_READ) {
            ready = new Handshaker(this).renegotiate(deadline);
            if (ready == Progress.WANT_READ && transport.isBlocking()) {
                Handover waiting = new Handover(this);
                handover = waiting; // Before it looks, so that a reader who has just read wakes it.
                waiting.await(deadline);
                ready = Progress.DONE;
            }
        }
        return src.position() - start;
    }

    private void requireOutput(@Nullable Deadline deadline) throws ClosedChannelException {
        try {
            sender.requireOpen(deadline);
        } catch (ClosedChannelException e) {
            boolean isKnownBetter =
                    e.getCause() instanceof IOException reason && new Drain(this).explained(reason) != reason;
            throw isKnownBetter ? state.outputClosed() : e;
        }
    }

    /**
     * The backend is in the middle of something, and takes no second step: Conscrypt's waits for itself for good then, or
     * brings the process down.
     */
    private void requireNoCallback() throws IOException {
        if (isInCallback()) {
            transport.requireOurs();
            throw new IOException("in a callback of the connection's own, which has to return before it goes on");
        }
    }

    /** Whether this thread is in a callback of this connection's. */
    boolean isInCallback() {
        return release.isInCallback();
    }

    private Step writeOrExplain(ByteBuffer src, @Nullable Deadline deadline) throws IOException {
        try {
            return sender.write(src, deadline);
        } catch (IOException e) {
            throw new Drain(this).explained(e);
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
            if (!layer.awaitTasks(state.handshakeTimeout())) {
                throw new SocketTimeoutException("the endpoint's executor has not run a delegated task in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a delegated task; it can be repeated");
        }
    }

    /** How much can be read of a record that is here, unless the input side has come to its end. */
    int available() {
        return isInputOpen() ? layer.heldData() : 0;
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
        return transport.isOurs() && state.sides().input() == InputSide.OPEN;
    }

    @Override
    public boolean isOutputOpen() {
        return transport.isOurs() && state.sides().output() == OutputSide.OPEN;
    }

    @Override
    public boolean isOpen() {
        return !transport.isClosed();
    }

    @Override
    public CloseReport report() {
        return state.report();
    }

    @Override
    public Optional<SocketAddress> peerAddress() {
        return transport.peerAddress();
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
