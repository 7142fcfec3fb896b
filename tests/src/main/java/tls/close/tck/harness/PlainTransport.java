// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.IOException;
import java.net.Socket;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/**
 * The near end's transport, which its owner uses for something else than TLS. Whatever it is, from now on it blocks, and
 * a read ends with the tools' patience.
 */
public final class PlainTransport {
    private final Socket socket;

    private PlainTransport(Socket socket) {
        this.socket = socket;
    }

    public static PlainTransport of(LoopbackWire wire, NearEnd nearEnd) throws IOException {
        if (nearEnd != NearEnd.SOCKET) {
            wire.channel().configureBlocking(true);
        }
        Socket socket =
                nearEnd == NearEnd.SOCKET ? wire.socket() : wire.channel().socket();
        socket.setSoTimeout((int) Deadline.PATIENCE.toMillis());
        return new PlainTransport(socket);
    }

    public byte[] read(int length) throws IOException {
        return socket.getInputStream().readNBytes(length);
    }

    public void write(byte... bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }
}
