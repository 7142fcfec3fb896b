// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * A channel that knows whether it blocks. A wait with a deadline on a blocking one is a {@code select} on the channel
 * in non-blocking mode: unlike a blocking read, that has a timeout, and an interrupt does not close the channel. The
 * channel is in its own mode again when the wait is over.
 */
public final class SelectableTransport<C extends SelectableChannel & ByteChannel> implements TimedTransport {
    private final C channel;
    private @Nullable Deadline readDeadline;
    private @Nullable Deadline writeDeadline;
    private volatile boolean waiting;

    public SelectableTransport(C channel) {
        this.channel = channel;
    }

    @Override
    public boolean isBlocking() {
        return waiting || channel.isBlocking();
    }

    @Override
    public void readBy(@Nullable Deadline deadline) {
        readDeadline = deadline;
        try {
            if (deadline != null && channel.isBlocking()) {
                waiting = true;
                channel.configureBlocking(false);
            } else if (deadline == null && waiting) {
                channel.configureBlocking(true);
                waiting = false;
            }
        } catch (IOException e) {
            // Closed by now: the next read says so, in its own words.
            waiting = false;
        }
    }

    @Override
    public void writeBy(@Nullable Deadline deadline) {
        writeDeadline = deadline;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        int count = channel.read(dst);
        while (count == 0 && waiting) {
            await(SelectionKey.OP_READ, readDeadline);
            count = channel.read(dst);
        }
        return count;
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        if (channel.isBlocking()) {
            Watchdog.watch(writeDeadline, channel, () -> channel.write(src));
        }
        while (src.hasRemaining() && (channel.write(src) > 0 || waiting)) {
            // It took some; or we have put a blocking channel into the other mode, and owe the caller its own.
            if (src.hasRemaining() && waiting) {
                await(SelectionKey.OP_WRITE, writeDeadline);
            }
        }
    }

    private void await(int operation, @Nullable Deadline deadline) throws IOException {
        try (Selector selector = channel.provider().openSelector()) {
            channel.register(selector, operation);
            int ready = 0;
            while (ready == 0) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while waiting for the peer");
                }
                if (deadline != null && deadline.isOver()) {
                    throw new SocketTimeoutException("the time is over");
                }
                // Zero means for ever here, and that is right without a deadline.
                ready = selector.select(
                        deadline == null ? 0 : Math.max(1, deadline.remainingMillis(Integer.MAX_VALUE)));
            }
        }
    }
}
