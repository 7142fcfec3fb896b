// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** The backend's own socket, layered over one that stays ours; a full close is {@code shutdownOutput} and a read to -1. */
final class SslSocketLine extends LinkLine {
    private final SSLSocket tls;
    private final Socket transport;
    private final byte[] room;

    /** @param room for what comes before the end */
    SslSocketLine(SSLSocket tls, Socket transport, byte[] room) throws IOException {
        super(new SocketLink(tls));
        this.tls = tls;
        this.transport = transport;
        this.room = room;
    }

    @Override
    public void handshake() throws IOException {
        tls.startHandshake();
    }

    @Override
    public void end() throws IOException {
        tls.shutdownOutput();
        InputStream in = tls.getInputStream();
        while (in.read(room) >= 0) {
            // Late data is thrown away.
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
