// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/** The near end's transport, which its owner uses for something else than TLS; whatever it is, it blocks from now on. */
final class PlainTransport {
    private final Socket socket;

    private PlainTransport(Socket socket) {
        this.socket = socket;
    }

    static PlainTransport of(LoopbackWire wire, NearEnd nearEnd) throws IOException {
        if (nearEnd == NearEnd.SOCKET) {
            return new PlainTransport(wire.socket());
        }
        SocketChannel channel = wire.channel();
        channel.configureBlocking(true);
        return new PlainTransport(channel.socket());
    }

    byte[] read(int length) throws IOException {
        return socket.getInputStream().readNBytes(length);
    }

    void write(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }
}
