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
 */
public record Target(InetSocketAddress address, boolean noDelay) {
    /** The name that the peer's certificate is for. */
    public static final String HOST = "localhost";

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

    /**
     * The same for every engine.
     *
     * @return a client's end
     */
    public TlsEndpoint endpoint() {
        return TlsEndpoint.client(HOST, address.getPort()).protocols(PeerServer.PROTOCOL);
    }
}
