// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A channel that knows whether it blocks. A wait with a deadline on a blocking one is a {@code select} on the channel
 * in non-blocking mode: unlike a blocking call, that has a timeout, and an interrupt does not close the channel. The
 * channel is in its own mode again when the wait is over.
 */
public final class SelectableTransport<C extends SelectableChannel & ByteChannel> extends DeadlineTransport
        implements Selectable {
    /**
     * The closing of a channel cancels its keys, but wakes no selector that waits with one ({@code
     * AbstractSelectableChannel.implCloseChannel}), so a wait looks this often (rule 8.5).
     */
    private static final int CLOSE_CHECK_MILLIS = 100;

    @SuppressWarnings("rawtypes")
    private static final AtomicReferenceFieldUpdater<SelectableTransport, @Nullable BlockingMode> MODE =
            AtomicReferenceFieldUpdater.newUpdater(SelectableTransport.class, BlockingMode.class, "mode");

    private final C channel;

    /** Null as long as nobody has used it as one that blocks: most of many idle ones do not. */
    private volatile @Nullable BlockingMode mode;

    // The input side.
    private boolean readIsTimed;

    // The output side.
    private boolean writeIsTimed;

    private volatile boolean waitsEnded;
    private volatile @Nullable Selector reader;

    public SelectableTransport(C channel) {
        this.channel = channel;
    }

    @Override
    public boolean isBlocking() {
        if (channel.isBlocking()) {
            return true;
        }
        BlockingMode made = mode; // Looked at second: whoever changes the channel's has made it before.
        return made != null && made.isBlocking();
    }

    private BlockingMode mode() {
        if (mode == null) {
            MODE.compareAndSet(this, null, new BlockingMode(channel));
        }
        return Objects.requireNonNull(mode);
    }

    @Override
    public Optional<Selectable> selectable() {
        return Optional.of(this);
    }

    @Override
    public Optional<SocketAddress> peerAddress() {
        if (!(channel instanceof SocketChannel socket)) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(socket.getRemoteAddress());
        } catch (ClosedChannelException e) {
            return oncePeerOf(socket);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A channel that is closed says no more whose it was, but its socket does. */
    private static Optional<SocketAddress> oncePeerOf(SocketChannel closed) {
        try {
            Socket socket = closed.socket();
            return Optional.ofNullable(socket.getInetAddress())
                    .map(address -> new InetSocketAddress(address, socket.getPort()));
        } catch (UnsupportedOperationException e) {
            return Optional.empty(); // A Unix domain socket.
        }
    }

    @Override
    public C channel() {
        return channel;
    }

    @Override
    public @Nullable Runnable hold() throws IOException {
        if (!isBlocking()) {
            return () -> {};
        }
        BlockingMode held = mode();
        return held.enterTimed() ? held::leaveTimed : null;
    }

    @Override
    public boolean beginSeries() {
        try {
            return isBlocking() && mode().keep();
        } catch (IOException e) {
            return false; // It is closed: whoever uses it meets that.
        }
    }

    @Override
    public void endSeries() {
        mode().giveUp();
    }

    @Override
    public void handBack() {
        BlockingMode made = mode;
        if (made != null) {
            made.changeBack();
        }
    }

    @Override
    public void letGo() {
        BlockingMode made = mode;
        if (made != null) {
            made.giveUpAll();
        }
    }

    @Override
    public void readBy(@Nullable Deadline deadline) {
        super.readBy(deadline);
        if (deadline == null && readIsTimed) {
            readIsTimed = false;
            mode().leaveTimed();
        }
    }

    @Override
    public void writeBy(@Nullable Deadline deadline) {
        super.writeBy(deadline);
        if (deadline == null && writeIsTimed) {
            writeIsTimed = false;
            mode().leaveTimed();
        }
    }

    @Override
    public void endWaits() {
        waitsEnded = true;
        Selector waiting = reader;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    // Reading

    @Override
    public int read(ByteBuffer dst) throws IOException {
        Deadline deadline = readDeadline();
        if (!isBlocking()) {
            int count = channel.read(dst);
            requireOpenIf(count == 0);
            return count;
        }
        if (deadline == Deadline.NOW) {
            return available() > 0 ? channel.read(dst) : 0;
        }
        if (deadline != null && !readIsTimed) {
            readIsTimed = mode().enterTimed();
        }
        return readIsTimed ? awaitAndRead(dst, deadline) : readAsTheCallerWould(dst);
    }

    /** Without a change of mode, which would wait for whoever is blocked in the other side. */
    private int available() throws IOException {
        return channel instanceof SocketChannel tcp
                ? tcp.socket().getInputStream().available()
                : 0;
    }

    private int readAsTheCallerWould(ByteBuffer dst) throws IOException {
        if (mode().enterBlocking()) {
            try {
                return channel.read(dst);
            } finally {
                mode().leaveBlocking();
            }
        }
        if (!mode().enterTimed()) {
            return readAsTheCallerWould(dst); // It has just changed back.
        }
        try {
            return awaitAndRead(dst, null);
        } finally {
            mode().leaveTimed();
        }
    }

    private int awaitAndRead(ByteBuffer dst, @Nullable Deadline deadline) throws IOException {
        int count = mode().read(channel, dst);
        while (count == 0 && deadline != Deadline.TRY) {
            Selector selector = Selectors.take(channel.provider());
            try {
                reader = selector;
                await(selector, SelectionKey.OP_READ, deadline);
            } finally {
                reader = null;
                Selectors.give(selector);
            }
            count = mode().read(channel, dst);
        }
        return count;
    }

    // Writing

    @Override
    public void write(ByteBuffer src) throws IOException {
        Deadline deadline = writeDeadline();
        if (!isBlocking()) {
            while (src.hasRemaining() && channel.write(src) > 0) {
                // It took some.
            }
            requireOpenIf(src.hasRemaining());
            return;
        }
        if (deadline != null && !writeIsTimed) {
            writeIsTimed = mode().enterTimed();
        }
        if (writeIsTimed) {
            awaitAndWrite(src, deadline);
        } else {
            writeAsTheCallerWould(src, deadline);
        }
    }

    /** With a deadline it was asked to close, and an interrupt is not to close the channel under the alert (rule 5.1). */
    private void writeAsTheCallerWould(ByteBuffer src, @Nullable Deadline deadline) throws IOException {
        if (mode().enterBlocking()) {
            boolean interrupted = deadline != null && Thread.interrupted();
            try {
                Watchdog.watch(deadline, channel, () -> {
                    while (src.hasRemaining()) {
                        channel.write(src);
                    }
                });
            } finally {
                mode().leaveBlocking();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        } else if (mode().enterTimed()) {
            try {
                awaitAndWrite(src, deadline);
            } finally {
                mode().leaveTimed();
            }
        } else {
            writeAsTheCallerWould(src, deadline); // It has just changed back.
        }
    }

    /** Unlike a blocking write it can end with a part taken, and go on from there. */
    private void awaitAndWrite(ByteBuffer src, @Nullable Deadline deadline) throws IOException {
        while (src.hasRemaining()) {
            if (mode().write(channel, src) == 0) {
                if (deadline == Deadline.TRY) {
                    return;
                }
                Selector selector = Selectors.take(channel.provider());
                try {
                    await(selector, SelectionKey.OP_WRITE, deadline);
                } finally {
                    Selectors.give(selector);
                }
            }
        }
    }

    /**
     * A channel that another thread is just closing may say once that there is nothing to wait for; and one that blocked
     * does not get its mode back any more, so that it would go unnoticed (rule 8.5).
     */
    private void requireOpenIf(boolean nothingWasDone) throws AsynchronousCloseException {
        if (nothingWasDone && !channel.isOpen()) {
            throw new AsynchronousCloseException();
        }
    }

    private void await(Selector selector, int operation, @Nullable Deadline deadline) throws IOException {
        SelectionKey key = channel.register(selector, operation);
        int ready = 0;
        while (ready == 0) {
            if (!key.isValid()) {
                throw new AsynchronousCloseException(); // rule 8.5
            }
            if (waitsEnded && operation == SelectionKey.OP_READ && deadline != null) {
                throw new ClosedChannelException();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for the peer");
            }
            if (deadline != null && deadline.isOver()) {
                throw new SocketTimeoutException("the time is over");
            }
            // Zero would mean for ever.
            ready = selector.select(
                    deadline == null ? CLOSE_CHECK_MILLIS : Math.max(1, deadline.remainingMillis(CLOSE_CHECK_MILLIS)));
        }
    }
}
