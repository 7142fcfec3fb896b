// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.internal.connection.Connections;

/** A {@link TlsConnection} in the clothes of an {@code SSLSocket} (rules S1 to S6). */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // A monitor would be held across I/O (rule 8.1).
final class FacadeSocket extends ConfiguredSocket {
    private final Terms terms;
    private final Ownership ownership;
    private final Opening opening;
    private final Listeners listeners = new Listeners();
    private final InputStream input = new SocketInput(this);
    private final OutputStream output = new SocketOutput(this);
    private final AtomicReference<Halves> halves = new AtomicReference<>(Halves.BOTH);
    private final Handback handback = new Handback();

    /** Whether anything was written since the last byte was read: then there is something to lose (rule S3). */
    private volatile boolean unanswered;

    private FacadeSocket(Terms terms, NascentEngine engine, Socket below, Socket carrier, Ownership ownership) {
        super(below, engine);
        this.terms = terms;
        this.ownership = ownership;
        this.opening = new Opening(terms, engine, carrier);
    }

    /** Over a socket of our own, connected or not. */
    static FacadeSocket over(Socket own, Terms terms, NascentEngine engine) {
        return new FacadeSocket(terms, engine, own, own, Ownership.OURS);
    }

    /**
     * Over a connected socket that somebody else has made.
     *
     * @param carrier the same, or what stands for it where some of its bytes have been read before
     */
    static FacadeSocket layered(Socket below, Socket carrier, boolean autoClose, Terms terms, NascentEngine engine) {
        return new FacadeSocket(terms, engine, below, carrier, Ownership.of(autoClose));
    }

    Halves now() {
        return Objects.requireNonNull(halves.get());
    }

    /** The connection with its handshake done; whoever is refused may turn to the socket below. */
    TlsConnection establishedForReading() throws IOException {
        try {
            return established();
        } catch (IOException e) {
            awaitHandback();
            throw e;
        }
    }

    /**
     * Readers of a layered protocol turn to the socket below when they are refused here, and would take the peer's
     * close_notify from it: so not before it is the caller's again. It waits no longer than closing may take, and never in
     * a callback (rule 8.4): whoever closes may wait for this thread, or be it.
     */
    private void awaitHandback() throws IOException {
        if (ownership == Ownership.CALLERS && isClosed()) {
            Optional<TlsConnection> begun = opening.begun();
            if (handback.isOfThisThread() || (begun.isPresent() && Connections.isInCallbackOf(begun.get()))) {
                throw new SocketException(Trouble.IN_CALLBACK);
            }
            try {
                if (!handback.await(terms.limits().timeout())) {
                    throw new SocketException("the socket is being closed, and the one below is not clean yet");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while another thread closes the socket");
            }
        }
    }

    private void requireConnected() throws SocketException {
        if (isClosed()) {
            throw new SocketException(Trouble.CLOSED);
        }
        if (!isConnected()) {
            throw new SocketException("Socket is not connected");
        }
    }

    // Beginning

    @Override
    public void connect(@Nullable SocketAddress address) throws IOException {
        connect(address, 0);
    }

    @Override
    public void connect(@Nullable SocketAddress address, int timeout) throws IOException {
        if (!(address instanceof InetSocketAddress named)) {
            throw new SocketException("TLS needs an Internet address to connect to, this is none: " + address);
        }
        connect(named, timeout, Peer.at(named));
    }

    void connect(InetSocketAddress address, int timeout, Optional<Peer> peer) throws IOException {
        below().connect(address, timeout);
        nascent().meet(peer);
    }

    /** A second call comes to nothing: when keys are changed is the backend's business. */
    @Override
    public void startHandshake() throws IOException {
        TlsConnection unused = established();
    }

    /** The connection with its handshake done. */
    TlsConnection established() throws IOException {
        requireConnected();
        TlsConnection begun = opening.begin();
        if (Connections.isInCallbackOf(begun)) {
            throw new SocketException(Trouble.IN_CALLBACK);
        }
        try {
            if (opening.finish(begun)) {
                SSLSession session = begun.sslSession();
                terms.sessions(Side.of(engine())).note(session);
                listeners.tell(this, session);
            }
            return begun;
        } catch (InterruptedIOException e) {
            throw e; // It can go on, as after a timeout of the socket.
        } catch (IOException e) {
            IOException told = Trouble.inHandshake(e, now());
            giveUp(begun, told);
            throw told;
        } catch (RuntimeException | Error e) {
            giveUp(begun, e);
            throw e;
        }
    }

    /** A socket whose handshake has failed is closed, as the JDK's. */
    private void giveUp(TlsConnection failed, Throwable reason) {
        if (halves.getAndSet(Halves.CLOSED) == Halves.CLOSED) {
            return; // By whoever closes it, which is why it has failed.
        }
        handback.begin();
        try {
            Ending.afterFailure(failed, terms.limits());
            if (ownership == Ownership.OURS) {
                below().close();
            }
        } catch (IOException e) {
            reason.addSuppressed(e);
        } finally {
            handback.done();
        }
    }

    @Override
    public SSLSession getSession() {
        Optional<TlsConnection> known = opening.established();
        if (known.isPresent()) {
            return known.get().sslSession();
        }
        try {
            return established().sslSession();
        } catch (IOException e) {
            return terms.noSession(Side.of(engine()));
        }
    }

    @Override
    public void addHandshakeCompletedListener(HandshakeCompletedListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeHandshakeCompletedListener(HandshakeCompletedListener listener) {
        listeners.remove(listener);
    }

    // Data

    @Override
    public InputStream getInputStream() throws IOException {
        requireConnected();
        if (!now().hasInput()) {
            throw new SocketException("Socket input is shutdown");
        }
        return input;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        requireConnected();
        requireOutput();
        return output;
    }

    void requireOutput() throws SocketException {
        if (now() != Halves.CLOSED && !now().hasOutput()) {
            throw new SocketException("Socket output is shutdown");
        }
    }

    /** What is written from now on is not answered by what was read. */
    void noteWritten() {
        unanswered = true;
    }

    void noteRead() {
        unanswered = false;
    }

    Optional<TlsConnection> readable() {
        return now().hasInput() ? opening.established() : Optional.empty();
    }

    // Ending

    /** Rule S2. */
    @Override
    public void shutdownOutput() throws IOException {
        requireConnected();
        halves.updateAndGet(Halves::withoutOutput);
        Optional<TlsConnection> begun = opening.stop();
        if (begun.isPresent()) {
            sayCloseNotify(begun.get());
        }
        if (ownership == Ownership.OURS && !below().isOutputShutdown()) {
            below().shutdownOutput();
        }
    }

    private void sayCloseNotify(TlsConnection connection) throws IOException {
        try {
            connection.bye(CloseRequest.SHUT_WR, terms.limits());
        } catch (IOException e) {
            throw Trouble.of(e, now());
        }
    }

    /**
     * Nothing more is read, but TCP's half stays open: what comes until {@code close()} still tells whether all that was
     * written can arrive.
     *
     * @throws SSLException if the peer has not ended its side by then, as the JDK's socket does: data may be missing
     */
    @Override
    public void shutdownInput() throws IOException {
        requireConnected();
        Halves before = Objects.requireNonNull(halves.getAndUpdate(Halves::withoutInput));
        Optional<TlsConnection> begun = opening.stop();
        if (before.hasInput() && begun.isPresent() && begun.get().isInputOpen()) {
            throw new SSLException("shutdownInput() before the peer's close_notify: more may be on its way");
        }
    }

    @Override
    public boolean isInputShutdown() {
        return now() == Halves.CLOSED ? isConnected() : !now().hasInput();
    }

    @Override
    public boolean isOutputShutdown() {
        return now() == Halves.CLOSED ? isConnected() : !now().hasOutput();
    }

    @Override
    public boolean isClosed() {
        return now() == Halves.CLOSED;
    }

    /** Rules S3 to S5. Whoever comes second is not made to wait. */
    @Override
    public void close() throws IOException {
        if (halves.getAndSet(Halves.CLOSED) == Halves.CLOSED) {
            return;
        }
        Optional<TlsConnection> begun = opening.stop();
        switch (ownership) {
            case OURS -> {
                try {
                    begun.ifPresent(known -> Ending.beforeTheSocket(known, unanswered, terms.limits()));
                } finally {
                    below().close();
                }
            }
            case CALLERS -> {
                handback.begin();
                try {
                    if (begun.isPresent()) {
                        Ending.aboveTheCallers(begun.get(), terms.limits());
                    }
                } finally {
                    handback.done();
                }
            }
        }
    }

    @Override
    public String toString() {
        return "TLS " + nascent().endpoint() + " over " + below();
    }
}
