// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** A channel that never blocks, and a selector that does in its stead. */
final class SelectorTransport implements Transport {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Duration patience;

    /**
     * Takes a channel over.
     *
     * @param patience how long to wait in vain; the connection, when called again, knows whether its own time is over
     */
    SelectorTransport(SocketChannel channel, Duration patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        this.selector = Selector.open();
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    @Override
    public TlsConnection open(TlsContext context, TlsEndpoint endpoint) {
        return context.open(channel, endpoint);
    }

    @Override
    public void await(int operations) throws IOException {
        if (!selector.isOpen() || !key.isValid()) {
            throw new AsynchronousCloseException();
        }
        key.interestOps(operations);
        selector.select(ready -> {}, patience.toMillis());
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
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
