// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;

/** The backend's own socket, layered over one that stays ours; a full close is {@code shutdownOutput} and a read to -1. */
final class SslSocketLine implements Line {
    private final SSLSocket tls;
    private final Socket transport;
    private final byte[] room;

    /** @param room for what comes before the end */
    SslSocketLine(SSLSocket tls, Socket transport, byte[] room) {
        this.tls = tls;
        this.transport = transport;
        this.room = room;
    }

    @Override
    public void handshake() throws IOException {
        tls.startHandshake();
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        tls.getOutputStream().write(data.array(), data.arrayOffset() + data.position(), data.remaining());
        data.position(data.limit());
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
        InputStream in = tls.getInputStream();
        while (into.hasRemaining()) {
            int count = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
            if (count < 0) {
                throw new EOFException();
            }
            into.position(into.position() + count);
        }
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
