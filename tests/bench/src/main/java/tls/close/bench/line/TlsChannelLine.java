// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import tlschannel.TlsChannel;

/** tls-channel over a channel in blocking mode. */
record TlsChannelLine(TlsChannel tls, SocketChannel transport) implements Line {

    @Override
    public void handshake() throws IOException {
        tls.handshake();
    }

    @Override
    public void write(ByteBuffer data) throws IOException {
        tls.write(data);
    }

    @Override
    public void readFully(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (tls.read(into) < 0) {
                throw new EOFException();
            }
        }
    }

    /** The first call sends, the second waits. */
    @Override
    public void end() throws IOException {
        boolean ended = tls.shutdown();
        if (!ended) {
            ended = tls.shutdown();
        }
        if (!ended) {
            throw new IOException("no close_notify from the peer");
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
