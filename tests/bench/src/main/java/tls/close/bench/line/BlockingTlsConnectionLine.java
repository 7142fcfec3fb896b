// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.Closeable;
import java.io.IOException;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.TlsConnection;

/** tls.close over a blocking socket or channel. */
final class BlockingTlsConnectionLine extends LinkLine implements Line.OfOurs {
    private final TlsConnection connection;
    private final Closeable transport;
    private final CloseLimits limits;

    BlockingTlsConnectionLine(TlsConnection connection, Closeable transport, CloseLimits limits) {
        super(new ChannelLink(connection));
        this.connection = connection;
        this.transport = transport;
        this.limits = limits;
    }

    @Override
    public void handshake() throws IOException {
        connection.handshake();
    }

    @Override
    public void end() throws IOException {
        connection.bye(CloseRequest.SHUT_RDWR, limits);
    }

    @Override
    public TlsConnection connection() {
        return connection;
    }

    @Override
    public void close() throws IOException {
        connection.close(limits);
        transport.close();
    }
}
