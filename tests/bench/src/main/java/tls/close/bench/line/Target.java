// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import tls.close.TlsEndpoint;
import tls.close.bench.peer.PeerServer;

/**
 * Where to connect to, and how.
 *
 * @param address one of the peer's ports
 * @param noDelay TCP_NODELAY
 * @param endpoint a client's end, the same for every engine
 */
public record Target(InetSocketAddress address, boolean noDelay, TlsEndpoint endpoint) {
    /** The name that the peer's certificate is for. */
    public static final String HOST = "localhost";

    /**
     * As a client that the peer lets in.
     *
     * @param address one of the peer's ports
     * @param noDelay TCP_NODELAY
     */
    public Target(InetSocketAddress address, boolean noDelay) {
        this(address, noDelay, TlsEndpoint.client(HOST, address.getPort()).protocols(PeerServer.PROTOCOL));
    }

    Socket socket() throws IOException {
        Socket socket = new Socket();
        socket.connect(address);
        socket.setTcpNoDelay(noDelay);
        socket.setSoLinger(true, 0);
        return socket;
    }

    SocketChannel channel() throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        return channel;
    }
}
