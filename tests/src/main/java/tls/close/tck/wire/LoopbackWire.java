// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A TCP connection on 127.0.0.1: the {@link #socket} or {@link #channel} for the code under test, the {@link #far} end
 * for the test. Neither end delays small segments.
 */
public final class LoopbackWire implements AutoCloseable {
    /** The system takes its own minimum. */
    private static final int LEAST = 1;

    /**
     * Not the least that the system allows: after small records its window may shrink below a segment, and then a byte
     * passes only when a timer runs out.
     */
    private static final int NARROW = 1 << 12;

    private final NearEnd nearEnd;
    private final Socket socket;
    private final TcpFarEnd far;

    private LoopbackWire(NearEnd nearEnd, Socket socket, TcpFarEnd far) {
        this.nearEnd = nearEnd;
        this.socket = socket;
        this.far = far;
    }

    /**
     * Connects two ends.
     *
     * @param nearEnd what the code under test gets
     * @return the connection
     * @throws IOException if TCP does not work here
     */
    public static LoopbackWire open(NearEnd nearEnd) throws IOException {
        return connect(nearEnd, Buffers.AS_USUAL);
    }

    /**
     * Connects two ends with narrow buffers, which a few kB fill.
     *
     * @param nearEnd what the code under test gets
     * @return the connection
     * @throws IOException if TCP does not work here
     */
    public static LoopbackWire openNarrow(NearEnd nearEnd) throws IOException {
        return connect(nearEnd, Buffers.NARROW);
    }

    /**
     * The near end as a socket.
     *
     * @return the socket, without a channel
     * @throws IllegalStateException if the near end is a channel
     */
    public Socket socket() {
        if (nearEnd != NearEnd.SOCKET) {
            throw new IllegalStateException("The near end is a " + nearEnd);
        }
        return socket;
    }

    /**
     * The near end as a channel.
     *
     * @return the channel, in blocking or non-blocking mode as asked for
     * @throws IllegalStateException if the near end is a socket
     */
    public SocketChannel channel() {
        SocketChannel channel = socket.getChannel();
        if (channel == null) {
            throw new IllegalStateException("The near end is a " + nearEnd);
        }
        return channel;
    }

    /**
     * The end for the test.
     *
     * @return always the same
     */
    public FarEnd far() {
        return far;
    }

    /**
     * How many bytes have arrived at the near end and were not read from it.
     *
     * @return what the system says
     * @throws IOException if the near end is closed
     */
    public int unread() throws IOException {
        return socket.getInputStream().available();
    }

    /**
     * Waits until so many bytes lie at the near end, unread.
     *
     * @param count how many at least
     * @throws IOException if the near end is closed
     */
    public void awaitUnread(int count) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "Fewer than " + count + " bytes arrived at the near end");
        while (unread() < count) {
            deadline.pause();
        }
    }

    /**
     * Waits until the near end has read all that had arrived but so many bytes.
     *
     * @param count how many at most
     * @throws IOException if the near end is closed
     */
    public void awaitRead(int count) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "More than " + count + " bytes were left by the near end");
        while (unread() > count) {
            deadline.pause();
        }
    }

    /**
     * Closes the near end as its owner does: a reset on TCP if it has not read everything that came.
     *
     * @throws IOException if that fails
     */
    public void closeNear() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        try (far) {
            socket.close();
        }
    }

    private static LoopbackWire connect(NearEnd nearEnd, Buffers buffers) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            if (buffers == Buffers.NARROW) {
                listener.setOption(StandardSocketOptions.SO_RCVBUF, NARROW);
            }
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            Socket socket = switch (nearEnd) {
                case SOCKET -> new Socket();
                case BLOCKING_CHANNEL, NON_BLOCKING_CHANNEL ->
                    SocketChannel.open().socket();
            };
            if (buffers == Buffers.NARROW) {
                // Before the connection is there: the first window is advertised in its handshake.
                socket.setReceiveBufferSize(NARROW);
                socket.setSendBufferSize(LEAST);
            }
            socket.connect(listener.getLocalAddress());
            socket.setTcpNoDelay(true);
            if (nearEnd == NearEnd.NON_BLOCKING_CHANNEL) {
                socket.getChannel().configureBlocking(false);
            }
            SocketChannel accepted = listener.accept();
            if (buffers == Buffers.NARROW) {
                accepted.setOption(StandardSocketOptions.SO_SNDBUF, LEAST);
            }
            return new LoopbackWire(nearEnd, socket, new TcpFarEnd(accepted));
        }
    }

    private enum Buffers {
        AS_USUAL,
        NARROW
    }
}
