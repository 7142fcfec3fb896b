// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.ByteChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Objects;
import java.util.OptionalInt;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import tls.close.internal.connection.Connections;
import tls.close.internal.record.Diagnosis;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/**
 * Keys, trust and session cache of one backend, from which connections are opened. Made by
 * {@link tls.close.spi.TlsProvider#newContext}; reusable, immutable and safe for use by many threads.
 *
 * <p>A provider extends this class. {@link #newEngine} is its one duty; the other protected methods are for backends
 * that differ.
 */
public abstract class TlsContext {

    private final Diagnosis diagnosis = new Diagnosis() {
        @Override
        public OptionalInt fatalAlert(SSLException thrown) {
            return TlsContext.this.fatalAlert(thrown);
        }

        @Override
        public boolean isCloseNotify(SSLException thrown) {
            return TlsContext.this.isCloseNotify(thrown);
        }
    };

    /** For providers. */
    protected TlsContext() {}

    /**
     * A new engine that keeps the engine contract (rules E1 to E10): its closing behaves alike on every backend, so that
     * a framework can drive it with its own loop.
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
                transport, endpoint, t -> Connections.layer(newEngine(endpoint), t, endpoint, diagnosis), diagnosis);
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
        return Connections.open(transport, endpoint, t -> newRecordLayer(transport, t, endpoint), diagnosis);
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
        return Connections.layer(newEngine(endpoint), transport, endpoint, diagnosis);
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
