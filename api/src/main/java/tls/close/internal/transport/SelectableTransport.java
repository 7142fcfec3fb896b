// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
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
    private volatile boolean waitsEnded;
    private volatile @Nullable Selector selector;

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
            if (deadline != null && deadline != Deadline.NOW && channel.isBlocking()) {
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
    public void endWaits() {
        waitsEnded = true;
        Selector waitingIn = selector;
        if (waitingIn != null) {
            waitingIn.wakeup();
        }
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (readDeadline == Deadline.NOW && channel.isBlocking() && available() == 0) {
            return 0;
        }
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

    /** Without a change of mode, which would wait for whoever is blocked in the other side. */
    private int available() throws IOException {
        return channel instanceof SocketChannel tcp
                ? tcp.socket().getInputStream().available()
                : 0;
    }

    private void await(int operation, @Nullable Deadline deadline) throws IOException {
        try (Selector opened = channel.provider().openSelector()) {
            selector = opened;
            SelectionKey key = channel.register(opened, operation);
            int ready = 0;
            while (ready == 0) {
                if (!key.isValid()) {
                    throw new AsynchronousCloseException(); // rule 8.5
                }
                if (waitsEnded) {
                    throw new ClosedChannelException();
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while waiting for the peer");
                }
                if (deadline != null && deadline.isOver()) {
                    throw new SocketTimeoutException("the time is over");
                }
                // Zero means for ever here, and that is right without a deadline.
                ready = opened.select(deadline == null ? 0 : Math.max(1, deadline.remainingMillis(Integer.MAX_VALUE)));
            }
        } finally {
            selector = null;
        }
    }
}
