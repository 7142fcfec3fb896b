// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ByteChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import tls.close.internal.connection.Connections;
import tls.close.internal.connection.Owner;
import tls.close.internal.facade.Backing;
import tls.close.internal.facade.FacadeContext;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/**
 * Keys, trust and session cache of one backend, from which connections are opened. Made by
 * {@link tls.close.spi.TlsProvider#newContext}; reusable, immutable and safe for use by many threads.
 *
 * <p>A provider extends this class. {@link #newEngine} is its one duty; the other protected methods are for backends
 * that differ.
 *
 * <pre>{@code
 * TlsContext context = TlsProviders.preferred().newContext(keys, trust);
 * TlsConnection accepted = context.open(channel, TlsEndpoint.server());
 * SSLContext forLibraries = context.sslContext();
 * }</pre>
 */
public abstract class TlsContext {

    /** What the closing of a socket costs at most, if its peer doesn't end. */
    private static final CloseLimits SOCKET_LIMITS = CloseLimits.DEFAULT.withTimeout(Duration.ofSeconds(2));

    private final Owner owner = new Owner() {
        @Override
        public OptionalInt fatalAlert(SSLException thrown) {
            return Objects.requireNonNull(TlsContext.this.fatalAlert(thrown), "fatalAlert has returned null");
        }

        @Override
        public boolean isCloseNotify(SSLException thrown) {
            return TlsContext.this.isCloseNotify(thrown);
        }

        @Override
        public boolean isListening() {
            return TlsContext.this.isListening();
        }

        @Override
        public void tell(ConnectionEnd end) {
            TlsContext.this.tell(end);
        }
    };

    private final Backing backing = new Backing() {
        @Override
        public SSLEngine newEngine(TlsEndpoint endpoint) {
            return TlsContext.this.newEngine(endpoint);
        }

        @Override
        public TlsEndpoint clientOfUnknown() {
            return TlsEndpoint.clientOfUnknown();
        }

        @Override
        public boolean canServe() {
            return TlsContext.this.canServe();
        }

        @Override
        public Owner owner() {
            return owner;
        }
    };

    /** For providers. */
    protected TlsContext() {}

    /**
     * A new engine that keeps the engine contract (rules E1 to E10): its closing behaves alike on every backend, so that
     * a framework can drive it with its own loop.
     *
     * <p>At {@code CLOSED} after the peer's close_notify the engine is half-open still, unless {@code isOutboundDone()}
     * says that the backend has answered: it goes on to wrap, and the answer is the framework's to send, by
     * {@code closeOutbound()} and the wrapping that it asks for. Whoever only lets go of the transport then ends without a
     * close_notify (with Netty: close the channel on {@code SslCloseCompletionEvent}).
     *
     * @param endpoint which end it is, and what it accepts
     * @return an engine in its initial state
     * @throws IllegalArgumentException if the backend does not know a protocol or cipher suite of the endpoint; the
     *     message names it
     */
    public abstract SSLEngine newEngine(TlsEndpoint endpoint);

    /**
     * Opens a connection over a channel, blocking or not. Nothing is sent yet.
     *
     * <p>A {@link java.nio.channels.SelectableChannel} in blocking mode is in non-blocking mode while a call of ours
     * waits in it with a deadline (a handshake, {@code bye}, {@code close()}), unless another thread is blocked in its
     * other side. On any other channel that blocks, a read that such a call gives up goes on in a daemon thread of our
     * own, and what it brings is there for the next call: at most the record that was waited for, also if none is made.
     * A write that is stuck there at its deadline can be ended only by closing the channel (rule 7.4).
     *
     * @param transport connected; stays the caller's. A channel that can be blocking without being a
     *     {@link java.nio.channels.SelectableChannel} must never return 0 when it blocks. A {@link TlsConnection} is a
     *     fine transport: TLS inside TLS
     * @param endpoint which end this is, and what it accepts
     * @return a connection on which the handshake has not begun
     * @throws IllegalArgumentException as in {@link #newEngine}
     */
    public final TlsConnection open(ByteChannel transport, TlsEndpoint endpoint) {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(endpoint, "endpoint");
        return Connections.open(
                transport, endpoint, t -> Connections.layer(newEngine(endpoint), t, endpoint, owner), owner);
    }

    /**
     * Opens a connection over a blocking socket. Nothing is sent yet.
     *
     * @param transport connected; stays the caller's
     * @param endpoint which end this is, and what it accepts
     * @return a connection on which the handshake has not begun
     * @throws IOException if the socket is not connected or is closed
     * @throws IllegalArgumentException as in {@link #newEngine}
     * @throws IllegalBlockingModeException if the socket's channel is in non-blocking mode: open the channel instead
     */
    public final TlsConnection open(Socket transport, TlsEndpoint endpoint) throws IOException {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(endpoint, "endpoint");
        return Connections.open(transport, endpoint, t -> newRecordLayer(transport, t, endpoint), owner);
    }

    /**
     * This context with somebody who is told of the end of each connection that is opened with the new one, and of each
     * socket of its {@link #sslContext()}: to count ends, by {@linkplain ConnectionEnd#cause() cause}, in whatever scrapes
     * metrics. It is a listener and no JMX bean, as libraries for metrics have counters and labels of their own, which they
     * publish in whatever way is scraped; and where there is none, nothing is counted.
     *
     * <p>It is called once for each (rule 10.3), in a thread whose call has just ended the connection and returns no sooner:
     * so it returns soon, and asks nothing of that connection but its report. It holds up no other thread. What it throws is
     * lost. Who listened to this context still does.
     *
     * @param listener safe for use by many threads
     * @return a context with the same keys, trust and sessions
     */
    public final TlsContext withListener(Consumer<? super ConnectionEnd> listener) {
        return new ListeningContext(this, Objects.requireNonNull(listener, "listener"));
    }

    /** Whether somebody wants to be told of ends. */
    boolean isListening() {
        return false;
    }

    /** Tells whoever wants to be told. */
    void tell(ConnectionEnd end) {}

    /**
     * This context for everything that takes an {@code SSLContext}, with no settings of its own, and sockets whose closing
     * costs 2 s at most.
     *
     * @return as {@link #sslContext(UnaryOperator, CloseLimits)}
     */
    public final SSLContext sslContext() {
        return sslContext(UnaryOperator.identity(), SOCKET_LIMITS);
    }

    /**
     * This context for everything that takes an {@code SSLContext}, an {@code SSLSocketFactory}, an
     * {@code SSLServerSocketFactory} or an {@code SSLEngine}: the same backend, keys, trust and sessions. Its engines are
     * those of {@link #newEngine}, its sockets are {@linkplain TlsConnection connections}. They behave as the JDK's
     * documentation says, and where that leaves room:
     *
     * <ul>
     *   <li>{@code read} is -1 only after the peer's close_notify; the end of the transport without it is a
     *       {@link TruncationException}, unless the settings have
     *       {@linkplain TlsEndpoint#lenientTruncation() asked otherwise} (rule S1).
     *   <li>{@code shutdownOutput()} is {@link CloseRequest#SHUT_WR}, in TLS 1.2 too: reading goes on (rule S2).
     *   <li>{@code close()} says close_notify. If anything was written since the last byte was read, it then takes what
     *       still comes until the peer ends or the limits are over: what was written would be lost otherwise, if the system
     *       answered unread bytes with a reset. After a read it lets go at once, as what was read is taken for the answer: a
     *       peer that sends without being asked may lose the last of what was written. What the peer does is no exception
     *       (rule S3).
     *   <li>{@code close()} of a socket that was layered with {@code autoClose} false is {@link CloseRequest#SHUT_RDWR}.
     *       The socket below then is the caller's again, clean to the byte, or an {@code SSLException} says that it is not
     *       (rule S4). The first call says it: one that comes beside it, or later, returns at once.
     *   <li>{@code close()} ends those who read and write in other threads, within the limits. Without {@code autoClose}
     *       whoever is blocked in the caller's socket stays there until that moves (rule S5).
     *   <li>The certificate is checked for the host, wherever one is known: as it was given to {@code createSocket},
     *       {@code connect} or {@code createSSLEngine}, a name or an address. Libraries that check it themselves, or mean
     *       another name than they connect to, need {@code sslContext(e -> e.withoutHostNameCheck(), limits)} (rule S6).
     *       Parameters that name no identification algorithm leave the check as it is; an empty one ends it.
     *   <li>A socket whose handshake has failed is closed. A handshake ends in
     *       {@linkplain TlsEndpoint#handshakeTimeout time}; {@code SO_TIMEOUT} bounds each wait for bytes of the
     *       peer's besides, in the middle of a record too, and the next call goes on where it stopped.
     *   <li>A second {@code startHandshake()} comes to nothing, and {@code getChannel()} is null. Urgent data is a
     *       {@code SocketException}, as with the JDK's sockets.
     *   <li>Where it is known that the context has no key, no server socket is made.
     *   <li>{@code init} is refused: keys and trust are this context's.
     * </ul>
     *
     * <p>Trust and key managers are asked with engines, for sockets too. The session contexts show what the backend keeps
     * for handshakes that were done here.
     *
     * @param settings what each endpoint is made into before it is used: a client's with the host if one is known, and a
     *     server's. Called for each engine and each socket, from any thread. What an application then sets at an engine or
     *     socket, or by {@code setSSLParameters}, comes on top
     * @param limits what closing a socket may cost: {@code close()} and {@code shutdownOutput()}
     * @return a context that is initialised
     * @throws IllegalArgumentException as in {@link #newEngine}, or if the settings turn a client into a server or the
     *     other way round
     */
    public final SSLContext sslContext(UnaryOperator<TlsEndpoint> settings, CloseLimits limits) {
        return FacadeContext.of(
                backing, Objects.requireNonNull(settings, "settings"), Objects.requireNonNull(limits, "limits"));
    }

    /**
     * The record layer for a connection over a socket; made from {@link #newEngine} unless a provider overrides this.
     *
     * @param socket the caller's socket, for its addresses and options; not to be read, written or closed
     * @param transport the way to read from the socket and to write to it
     * @param endpoint which end this is, and what it accepts
     * @return a record layer in its initial state
     * @throws IOException if the socket cannot be used
     */
    protected RecordLayer newRecordLayer(Socket socket, Transport transport, TlsEndpoint endpoint) throws IOException {
        return Connections.layer(newEngine(endpoint), transport, endpoint, owner);
    }

    /**
     * The number of the fatal alert that the peer sent, if that is why the backend threw. {@code SSLException} has no
     * place for it, so each backend knows its own way.
     *
     * @param thrown by this backend's engine or record layer
     * @return the alert's number, or empty if the exception has another reason
     */
    protected abstract OptionalInt fatalAlert(SSLException thrown);

    /**
     * Whether a server of this context may have a key to show to its clients.
     *
     * @return true unless a provider knows that none can be found
     */
    protected boolean canServe() {
        return true;
    }

    /**
     * Whether the peer's close_notify is why the backend's engine threw. Some take it for an error while a handshake is
     * in progress; in a later handshake the first one has authenticated it, so that it is a proper end all the same.
     *
     * @param thrown by this backend's engine
     * @return false unless a provider knows better
     */
    protected boolean isCloseNotify(SSLException thrown) {
        return false;
    }
}
