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
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
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
    private final Exchange exchange;

    /**
     * @param transport as long as it is in this custody
     * @param layer bound to the same
     */
    Connection(HeldTransport transport, Custody custody, RecordLayer layer, TlsEndpoint endpoint, Owner owner) {
        this.transport = transport;
        this.custody = custody;
        this.layer = layer;
        Duration handshakeTimeout = endpoint.handshakeTimeout();
        this.state = new ConnectionState(endpoint, transport, owner);
        this.sender = new Sender(state, custody, transport, layer, this::left);
        this.receiver = new Receiver(state, custody, transport, layer, sender, endpoint.isLenient(), this::leftInput);
        this.handshaker = new Handshaker(state, custody, transport, layer, sender, receiver, handshakeTimeout);
        this.drain = new Drain(state, custody, transport, layer, receiver);
        this.handover = new Handover(state, custody, layer, handshakeTimeout);
        Farewell farewell = new Farewell(state, sender, receiver);
        this.release = new Release(state, custody, transport, layer, sender, receiver, farewell, drain, this::dismiss);
        this.exchange = new Exchange(state, custody, transport, layer, farewell, drain, release);
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
        return exchange.bye(how, limits);
    }

    /** For whoever ends many at once. */
    Exchange exchange() {
        return exchange;
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
        return handshaker.handshake(null);
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return read(dst, null);
    }

    int read(ByteBuffer dst, @Nullable Deadline deadline) throws IOException {
        requireNoCallback();
        return handshaker.handshake(deadline) == Progress.DONE ? receiver.read(dst, deadline) : 0;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return write(src, null);
    }

    int write(ByteBuffer src, @Nullable Deadline deadline) throws IOException {
        requireNoCallback();
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

    /**
     * The backend is in the middle of something, and takes no second step: Conscrypt's waits for itself for good then, or
     * brings the process down.
     */
    private void requireNoCallback() throws IOException {
        if (isInCallback()) {
            custody.requireOurs();
            throw new IOException("in a callback of the connection's own, which has to return before it goes on");
        }
    }

    /** Whether this thread is in a callback of this connection's. */
    boolean isInCallback() {
        return release.isInCallback();
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
            if (!layer.awaitTasks(handshaker.timeout())) {
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
