// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ByteChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectableChannel;
import javax.net.ssl.SSLEngine;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.internal.record.Diagnosis;
import tls.close.internal.record.EngineRecordLayer;
import tls.close.internal.transport.ChannelTransport;
import tls.close.internal.transport.SelectableTransport;
import tls.close.internal.transport.SocketTransport;
import tls.close.internal.transport.TimedTransport;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/** Puts connections together: a transport, a record layer over it, and the closing state machine on top. */
public final class Connections {

    /**
     * How a backend binds itself to a transport.
     *
     * @param <X> what it may throw
     */
    public interface Binding<X extends Exception> {
        /**
         * Makes a record layer.
         *
         * @param transport to read from and write to
         * @return a record layer in its initial state
         * @throws X if the transport cannot be used
         */
        RecordLayer bind(Transport transport) throws X;
    }

    private Connections() {}

    /**
     * The record layer over an engine.
     *
     * @param engine a conforming engine in its initial state
     * @param transport to read from and write to
     * @param endpoint which end it is
     * @param diagnosis of the engine's exceptions
     * @return a record layer in its initial state
     */
    public static RecordLayer layer(SSLEngine engine, Transport transport, TlsEndpoint endpoint, Diagnosis diagnosis) {
        return new EngineRecordLayer(engine, transport, endpoint.delegatedTasks(), diagnosis);
    }

    /**
     * Opens a connection over a channel.
     *
     * @param <X> what the binding may throw
     * @param channel the caller's
     * @param endpoint which end it is
     * @param binding the backend's record layer
     * @param owner whose connection it is
     * @return a connection in its initial state
     * @throws X if the binding does
     */
    public static <X extends Exception> TlsConnection open(
            ByteChannel channel, TlsEndpoint endpoint, Binding<X> binding, Owner owner) throws X {
        return connect(transport(channel), endpoint, binding, owner);
    }

    /**
     * Opens a connection over a blocking socket.
     *
     * @param socket the caller's
     * @param endpoint which end it is
     * @param binding the backend's record layer
     * @param owner whose connection it is
     * @return a connection in its initial state
     * @throws IOException if the socket cannot be used
     */
    public static TlsConnection open(Socket socket, TlsEndpoint endpoint, Binding<IOException> binding, Owner owner)
            throws IOException {
        if (!socket.isConnected() || socket.isClosed()) {
            throw new SocketException("a TLS connection needs a connected socket, this one is "
                    + (socket.isClosed() ? "closed" : "not connected"));
        }
        if (socket.getChannel() != null && !socket.getChannel().isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        return connect(new SocketTransport(socket), endpoint, binding, owner);
    }

    /**
     * Whether this thread is in a callback of that connection's, such as a trust manager, so that it cannot go on with it.
     *
     * @param connection opened here
     * @return false too for any other
     */
    public static boolean isInCallbackOf(TlsConnection connection) {
        return connection instanceof Connection own && own.isInCallback();
    }

    private static <X extends Exception> TlsConnection connect(
            TimedTransport transport, TlsEndpoint endpoint, Binding<X> binding, Owner owner) throws X {
        HeldTransport held = new HeldTransport(transport);
        return new Connection(held, binding.bind(held), endpoint, owner);
    }

    private static TimedTransport transport(ByteChannel channel) {
        if (channel instanceof Connection outer) {
            return new NestedTransport(outer);
        }
        return channel instanceof SelectableChannel ? selectable(channel) : new ChannelTransport(channel);
    }

    /** The compiler cannot see that an object of both types is one of their intersection. */
    @SuppressWarnings("unchecked")
    private static <C extends SelectableChannel & ByteChannel> TimedTransport selectable(ByteChannel channel) {
        return new SelectableTransport<>((C) channel);
    }
}
