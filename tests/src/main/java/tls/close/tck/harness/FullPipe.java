// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/**
 * A transport that takes nothing more: what its owner has written fills it, and the far end does not read. To be made
 * over narrow buffers.
 */
public final class FullPipe {
    private static final int CHUNK = 512;
    private static final int MUCH = 1 << 16;

    /** As long as the system may take to find room for what it had dropped at first: it sends that again. */
    private static final int QUIET_ROUNDS = 6;

    private static final int ROUND_MILLIS = 50;

    private final LoopbackWire wire;
    private final int count;
    private final Optional<BackgroundCall<?>> writer;

    private FullPipe(LoopbackWire wire, int count, Optional<BackgroundCall<?>> writer) {
        this.wire = wire;
        this.count = count;
        this.writer = writer;
    }

    public static FullPipe of(LoopbackWire wire, NearEnd nearEnd) throws IOException {
        return switch (nearEnd) {
            case SOCKET -> blockWriter(wire);
            case BLOCKING_CHANNEL, NON_BLOCKING_CHANNEL -> new FullPipe(wire, fill(wire.channel()), Optional.empty());
        };
    }

    /** No other way shows that a socket without a channel is full. */
    private static FullPipe blockWriter(LoopbackWire wire) {
        BackgroundCall<?> writer =
                BackgroundCall.run(() -> wire.socket().getOutputStream().write(new byte[MUCH]));
        writer.awaitInSocket(); // Then it has the socket's lock for writing, and keeps it.
        return new FullPipe(wire, MUCH, Optional.of(writer));
    }

    private static int fill(SocketChannel channel) throws IOException {
        boolean blocking = channel.isBlocking();
        channel.configureBlocking(false);
        int written = 0;
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            for (int quiet = 0; quiet < QUIET_ROUNDS; quiet++) {
                int before = written;
                for (int count = 1; count > 0; written += count) {
                    count = channel.write(ByteBuffer.allocate(CHUNK));
                }
                quiet = written == before ? quiet : 0;
                selector.select(ROUND_MILLIS); // A channel may have room and not be called writable.
                selector.selectedKeys().clear();
            }
        }
        channel.configureBlocking(blocking);
        return written;
    }

    /** Has the far end take all that fills it. */
    public void drain() throws Exception {
        wire.far().receiveExactly(count);
        if (writer.isPresent()) {
            writer.get().result();
        }
    }
}
