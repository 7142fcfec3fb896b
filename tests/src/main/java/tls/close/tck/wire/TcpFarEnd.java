// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;

/** A non-blocking channel, so that each wait, also one in {@link #send}, can have an end. */
final class TcpFarEnd implements FarEnd, AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private Input input = Input.OPEN;

    TcpFarEnd(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        selector = Selector.open();
        key = channel.register(selector, 0);
    }

    @Override
    public void send(byte... bytes) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        Deadline deadline = Deadline.orElse(
                () -> "The near end leaves no room for " + source.remaining() + " of " + bytes.length + " bytes");
        channel.write(source);
        while (source.hasRemaining()) {
            awaitReady(SelectionKey.OP_WRITE, deadline.remaining());
            channel.write(source);
        }
    }

    @Override
    public byte[] receive(int limit) throws IOException {
        if (limit == 0 || input == Input.AT_END) {
            return new byte[0];
        }
        ByteBuffer target = ByteBuffer.allocate(limit);
        if (channel.read(target) < 0) {
            input = Input.AT_END;
        }
        return Arrays.copyOf(target.array(), target.position());
    }

    @Override
    public boolean awaitInput(Duration limit) throws IOException {
        return input == Input.AT_END || awaitReady(SelectionKey.OP_READ, limit);
    }

    @Override
    public boolean isAtEnd() {
        return input == Input.AT_END;
    }

    @Override
    public void finish() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        close();
    }

    @Override
    public void close() throws IOException {
        // A registered channel is not really closed before its key is gone from the selector.
        try (selector) {
            channel.close();
        }
    }

    private boolean awaitReady(int operation, Duration limit) throws IOException {
        key.interestOps(operation);
        // Rounded up: 0 would wait for ever.
        int ready = selector.select(limit.toMillis() + 1);
        selector.selectedKeys().clear();
        return ready > 0;
    }

    private enum Input {
        OPEN,
        AT_END
    }
}
