// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A blocking socket's streams, over arrays. */
final class SocketLink implements Link {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    SocketLink(Socket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        out.write(data.array(), data.arrayOffset() + data.position(), data.remaining());
        data.position(data.limit());
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            int count = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
            if (count < 0) {
                throw new EOFException();
            }
            into.position(into.position() + count);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
