// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes sockets; which exception what is refused with is the JDK's factory's choice. */
final class FacadeSocketFactory extends SSLSocketFactory {
    private final Terms terms;

    FacadeSocketFactory(Terms terms) {
        this.terms = terms;
    }

    // Of our own

    @Override
    public Socket createSocket() {
        return unconnected();
    }

    private FacadeSocket unconnected() {
        return FacadeSocket.over(new Socket(), terms, new NascentEngine(terms, Side.CLIENT, Optional.empty()));
    }

    @Override
    public Socket createSocket(@Nullable String host, int port) throws IOException {
        return connected(host, port, Optional.empty());
    }

    @Override
    public Socket createSocket(@Nullable String host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        return connected(host, port, Optional.of(new InetSocketAddress(localHost, localPort)));
    }

    @Override
    public Socket createSocket(@Nullable InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), Optional.empty());
    }

    @Override
    public Socket createSocket(@Nullable InetAddress host, int port, @Nullable InetAddress localHost, int localPort)
            throws IOException {
        return connected(new InetSocketAddress(host, port), Optional.of(new InetSocketAddress(localHost, localPort)));
    }

    /** Without a host it is this one. */
    private Socket connected(@Nullable String host, int port, Optional<InetSocketAddress> local) throws IOException {
        return host == null
                ? connected(new InetSocketAddress(InetAddress.getByName(null), port), local)
                : connected(new InetSocketAddress(host, port), local, Peer.named(host, port));
    }

    private Socket connected(InetSocketAddress address, Optional<InetSocketAddress> local) throws IOException {
        return connected(address, local, Peer.at(address));
    }

    private Socket connected(InetSocketAddress address, Optional<InetSocketAddress> local, Optional<Peer> peer)
            throws IOException {
        FacadeSocket socket = unconnected();
        try {
            if (local.isPresent()) {
                socket.bind(local.get());
            }
            socket.connect(address, 0, peer);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    // Over somebody else's

    @Override
    public Socket createSocket(Socket socket, @Nullable String host, int port, boolean autoClose) throws IOException {
        requireUsable(socket);
        Optional<Peer> named = Peer.named(host, port);
        Optional<Peer> peer = named.isPresent() ? named : Peer.at(remote(socket));
        NascentEngine engine = new NascentEngine(terms, Side.CLIENT, peer);
        return FacadeSocket.layered(socket, socket, autoClose, terms, engine);
    }

    @Override
    public Socket createSocket(Socket socket, @Nullable InputStream consumed, boolean autoClose) throws IOException {
        requireUsable(socket);
        Socket carrier = consumed == null ? socket : new ConsumedSocket(socket, consumed);
        NascentEngine engine = new NascentEngine(terms, Side.SERVER, Optional.empty());
        return FacadeSocket.layered(socket, carrier, autoClose, terms, engine);
    }

    private static void requireUsable(Socket socket) throws SocketException {
        Objects.requireNonNull(socket, "the existing socket is null");
        if (!socket.isConnected()) {
            throw new SocketException("the underlying socket is not connected");
        }
        if (socket.isClosed()) {
            throw new SocketException("the underlying socket is closed");
        }
        if (socket.getChannel() != null && !socket.getChannel().isBlocking()) {
            throw new IllegalBlockingModeException();
        }
    }

    private static InetSocketAddress remote(Socket socket) {
        return new InetSocketAddress(socket.getInetAddress(), socket.getPort());
    }

    // What they can

    private SSLEngine example() {
        return terms.newEngine(terms.endpoint(Side.CLIENT, Optional.empty()));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return example().getEnabledCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return example().getSupportedCipherSuites();
    }
}
