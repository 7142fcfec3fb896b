// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;

/** tls.close over a non-blocking channel, in the loop that an application would write. */
final class NonBlockingTlsConnectionLine implements Line {
    private final TlsConnection connection;
    private final ByteChannel channel;
    private final Readiness readiness;
    private final CloseLimits limits;

    NonBlockingTlsConnectionLine(
            TlsConnection connection, ByteChannel channel, Readiness readiness, CloseLimits limits) {
        this.connection = connection;
        this.channel = channel;
        this.readiness = readiness;
        this.limits = limits;
    }

    @Override
    public void handshake() throws IOException {
        while (connection.handshake() != Progress.DONE) {
            readiness.await(connection.interestOps());
        }
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        connection.write(data);
        while (data.hasRemaining() || connection.interestOps() != 0) {
            readiness.await(connection.interestOps());
            connection.write(data);
        }
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            int count = connection.read(into);
            if (count < 0) {
                throw new EOFException();
            }
            if (count == 0) {
                readiness.await(connection.interestOps());
            }
        }
    }

    @Override
    public void end() throws IOException {
        while (connection.bye(CloseRequest.SHUT_RDWR, limits) != Progress.DONE) {
            readiness.await(connection.interestOps());
        }
    }

    @Override
    public void close() throws IOException {
        connection.close(limits);
        readiness.close();
        channel.close();
    }
}
