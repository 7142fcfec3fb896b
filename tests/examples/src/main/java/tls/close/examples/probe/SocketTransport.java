// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** A socket. */
record SocketTransport(Socket socket) implements Transport {

    @Override
    public TlsConnection open(TlsContext context, TlsEndpoint endpoint) throws IOException {
        return context.open(socket, endpoint);
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        byte[] bytes = new byte[dst.remaining()];
        int count = socket.getInputStream().read(bytes);
        dst.put(bytes, 0, Math.max(0, count));
        return count;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        byte[] bytes = new byte[src.remaining()];
        src.get(bytes);
        socket.getOutputStream().write(bytes);
        return bytes.length;
    }

    @Override
    public void await(int operations) {
        throw new IllegalStateException("a socket blocks until it has done what it was asked for");
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
