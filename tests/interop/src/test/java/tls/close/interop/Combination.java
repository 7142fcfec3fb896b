// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.UnaryOperator;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.interop.Fixture.Body;

/** One of the ways to run a test. Our end is a client if the peer is a server, and a server if it is a client. */
record Combination(PeerKind peer, Protocol protocol, TransportKind transport) {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    void run(TlsContext context, PeerFiles files, UnaryOperator<TlsEndpoint> changed, Body body) throws Exception {
        peer.requireInstalled();
        if (peer.isServer()) {
            try (Peer server = peer.start(files, protocol, 0);
                    SocketChannel channel = SocketChannel.open(new InetSocketAddress(LOOPBACK, server.port()))) {
                run(context, changed, channel, server, body);
            }
        } else {
            try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
                    Peer client = peer.start(files, protocol, listener.socket().getLocalPort());
                    SocketChannel channel = accept(listener, client)) {
                run(context, changed, channel, client, body);
            }
        }
    }

    private void run(
            TlsContext context, UnaryOperator<TlsEndpoint> changed, SocketChannel channel, Peer remote, Body body)
            throws Exception {
        try (LocalEnd us = transport.open(context, channel, changed.apply(endpoint()))) {
            body.between(us, remote);
        } catch (Exception | AssertionError e) {
            e.addSuppressed(remote.complaint("with " + this + "; what the peer had put out"));
            throw e;
        }
    }

    /** Our end, as it is by default. */
    TlsEndpoint endpoint() {
        TlsEndpoint endpoint = peer.isServer() ? TlsEndpoint.client("server.test", 1) : TlsEndpoint.server();
        return endpoint.protocols(protocol.standardName());
    }

    private SocketChannel accept(ServerSocketChannel listener, Peer client) throws IOException {
        listener.socket().setSoTimeout((int) Patience.LIMIT.toMillis());
        try {
            return listener.socket().accept().getChannel();
        } catch (IOException e) {
            e.addSuppressed(client.complaint("with " + this + "; the client did not connect"));
            throw e;
        }
    }

    @Override
    public String toString() {
        return peer + ", " + protocol.standardName() + ", " + transport;
    }
}
