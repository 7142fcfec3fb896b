// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** The kinds of transport that the library takes. */
enum TransportKind {
    SOCKET("socket"),
    BLOCKING_CHANNEL("channel"),
    NON_BLOCKING_CHANNEL("selector");

    private final String title;

    TransportKind(String title) {
        this.title = title;
    }

    Transport connect(InetSocketAddress address, Duration timeout) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException("unknown host " + address.getHostString());
        }
        return switch (this) {
            case SOCKET -> {
                Socket socket = new Socket();
                connect(socket, address, timeout);
                yield new SocketTransport(socket);
            }
            case BLOCKING_CHANNEL -> new ChannelTransport(channel(address, timeout));
            case NON_BLOCKING_CHANNEL -> new SelectorTransport(channel(address, timeout), timeout);
        };
    }

    private static SocketChannel channel(InetSocketAddress address, Duration timeout) throws IOException {
        SocketChannel channel = SocketChannel.open();
        connect(channel.socket(), address, timeout);
        return channel;
    }

    private static void connect(Socket socket, InetSocketAddress address, Duration timeout) throws IOException {
        // Or a close_notify would wait until the peer has acknowledged the data before it: 40 ms on many systems.
        socket.setTcpNoDelay(true);
        socket.connect(address, (int) timeout.toMillis());
    }

    @Override
    public String toString() {
        return title;
    }
}
