// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import tlschannel.TlsChannel;

/** tls-channel over a channel in blocking mode. */
final class TlsChannelLine extends LinkLine {
    private final TlsChannel tls;
    private final SocketChannel transport;

    TlsChannelLine(TlsChannel tls, SocketChannel transport) {
        super(new ChannelLink(tls));
        this.tls = tls;
        this.transport = transport;
    }

    @Override
    public void handshake() throws IOException {
        tls.handshake();
    }

    /** The first call sends, the second waits. */
    @Override
    public void end() throws IOException {
        boolean ended = tls.shutdown();
        if (!ended) {
            ended = shutdownAgain();
        }
        if (!ended) {
            throw new IOException("no close_notify from the peer");
        }
    }

    private boolean shutdownAgain() throws IOException {
        try {
            return tls.shutdown();
        } catch (AssertionError e) {
            throw new IOException("it takes no data between its own close_notify and the peer's", e);
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
