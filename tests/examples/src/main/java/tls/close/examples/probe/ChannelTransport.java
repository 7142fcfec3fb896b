// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** A channel in blocking mode. */
record ChannelTransport(SocketChannel channel) implements Transport {

    @Override
    public TlsConnection open(TlsContext context, TlsEndpoint endpoint) {
        return context.open(channel, endpoint);
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return channel.read(dst);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return channel.write(src);
    }

    @Override
    public void await(int operations) {
        throw new IllegalStateException("this channel blocks until it has done what it was asked for");
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
