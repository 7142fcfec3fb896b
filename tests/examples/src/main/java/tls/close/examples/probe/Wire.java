// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.examples.probe.starttls.PlainWire;

/** A connection to a real server, on which no call waits for longer than it may, and which remembers the first words. */
final class Wire implements Transport, PlainWire {
    private static final int FIRST_WORDS = 200;
    private static final Duration REST_OF_A_LINE = Duration.ofMillis(500);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final StringBuilder firstWords = new StringBuilder();
    private Deadline deadline;

    private Wire(SocketChannel channel, Deadline deadline) throws IOException {
        this.channel = channel;
        this.deadline = deadline;
        this.selector = Selector.open();
        channel.configureBlocking(false);
        this.key = channel.register(selector, 0);
    }

    static Wire connect(InetSocketAddress address, Duration timeout, Duration patience) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException("unknown host " + address.getHostString());
        }
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().setTcpNoDelay(true);
            channel.socket().connect(address, (int) timeout.toMillis());
            return new Wire(channel, Deadline.in(patience));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Until when to wait from now on. */
    void waitUntil(Deadline moment) {
        deadline = moment;
    }

    /** The first that the server said on the wire, character by character. */
    String firstWords() {
        return firstWords.toString();
    }

    /** The same, after waiting a little for the end of the line, of which less may have been taken. */
    String firstLine() {
        waitUntil(Deadline.in(REST_OF_A_LINE));
        try {
            while (firstWords.indexOf("\n") < 0 && firstWords.length() < FIRST_WORDS && read() >= 0) {}
        } catch (IOException e) {
            // Then that is all.
        }
        return firstWords();
    }

    @Override
    public TlsConnection open(TlsContext context, TlsEndpoint endpoint) {
        return context.open(this, endpoint);
    }

    @Override
    public void await(int operations) throws IOException {
        if (deadline.isOver()) {
            throw new SocketTimeoutException("the time is over");
        }
        key.interestOps(operations);
        selector.select(ready -> {}, Math.max(1, deadline.left().toMillis()));
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        int start = dst.position();
        int count = channel.read(dst);
        int remembered = Math.min(count, FIRST_WORDS - firstWords.length());
        for (int i = 0; i < remembered; i++) {
            firstWords.append((char) (dst.get(start + i) & 0xff));
        }
        return count;
    }

    @Override
    public int read() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        int count;
        while ((count = read(one)) == 0) {
            await(SelectionKey.OP_READ);
        }
        return count < 0 ? count : one.get(0) & 0xff;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return channel.write(src);
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        ByteBuffer src = ByteBuffer.wrap(bytes);
        while (src.hasRemaining()) {
            if (write(src) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try (selector) {
            channel.close();
        } catch (IOException e) {
            // All that was to be seen has been seen.
        }
    }
}
