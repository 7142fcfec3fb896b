// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.TlsConnection;

/** tls.close over a blocking socket or channel. */
record BlockingTlsConnectionLine(TlsConnection connection, Closeable transport, CloseLimits limits) implements Line {

    @Override
    public void handshake() throws IOException {
        connection.handshake();
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        connection.write(data);
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (connection.read(into) < 0) {
                throw new EOFException();
            }
        }
    }

    @Override
    public void end() throws IOException {
        connection.bye(CloseRequest.SHUT_RDWR, limits);
    }

    @Override
    public void close() throws IOException {
        connection.close(limits);
        transport.close();
    }
}
