// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;

/**
 * The connection under test, as an application uses it: every call is made until it is done, over a non-blocking
 * channel with a {@link Selector} that waits for what the connection says. Blocks, so that the peer may need another
 * thread.
 */
public final class Subject {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int BUFFER = 1 << 14;

    private final TlsConnection connection;
    private final Optional<SocketChannel> nonBlocking;
    private volatile boolean shared;

    Subject(TlsConnection connection, Optional<SocketChannel> nonBlocking) {
        this.connection = connection;
        this.nonBlocking = nonBlocking;
    }

    /**
     * The connection itself, for single calls.
     *
     * @return the connection under test
     */
    public TlsConnection connection() {
        return connection;
    }

    /** Other threads use the connection too, so that a call may be overtaken: what it waited for is then no longer so. */
    public void share() {
        shared = true;
    }

    /**
     * What is known of its end.
     *
     * @return its report
     */
    public CloseReport report() {
        return connection.report();
    }

    public void handshake() throws IOException {
        for (Progress now = connection.handshake(); now != Progress.DONE; now = connection.handshake()) {
            await(now);
        }
    }

    /**
     * Says goodbye within the default limits.
     *
     * @param how which sides
     * @return always {@code DONE}
     * @throws IOException what {@code bye} threw
     */
    public Progress bye(CloseRequest how) throws IOException {
        return bye(how, CloseLimits.DEFAULT);
    }

    /**
     * Says goodbye. Like an event loop with a timer, it makes the call again when the time is over, too.
     *
     * @param how which sides
     * @param limits what it may cost
     * @return always {@code DONE}
     * @throws IOException what {@code bye} threw
     */
    public Progress bye(CloseRequest how, CloseLimits limits) throws IOException {
        Progress now = connection.bye(how, limits);
        while (now != Progress.DONE) {
            boolean ready = await(wanted(now), patience(limits));
            now = connection.bye(how, limits);
            if (!ready && now != Progress.DONE) {
                throw new AssertionError("the time is over, but bye says " + now + ": " + connection); // rule 7.1
            }
        }
        return now;
    }

    public void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes all, and waits until the transport has taken it.
     *
     * @param bytes application data
     * @throws IOException what {@code write} threw
     */
    public void write(byte... bytes) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(bytes);
        connection.write(data);
        while (data.hasRemaining() || connection.interestOps() == SelectionKey.OP_WRITE) {
            await(connection.interestOps());
            connection.write(data);
        }
    }

    /**
     * Reads once.
     *
     * @param dst where to
     * @return at least 1, or -1
     * @throws IOException what {@code read} threw
     */
    public int read(ByteBuffer dst) throws IOException {
        int count = connection.read(dst);
        while (count == 0) {
            await(connection.interestOps());
            count = connection.read(dst);
        }
        return count;
    }

    /**
     * Reads so many bytes.
     *
     * @param length how many
     * @return as many
     * @throws IOException what {@code read} threw
     */
    public byte[] readExactly(int length) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(length);
        while (data.hasRemaining()) {
            if (read(data) < 0) {
                throw new AssertionError("the end came after " + data.position() + " of " + length + " bytes");
            }
        }
        return data.array();
    }

    public String readText(int length) throws IOException {
        return new String(readExactly(length), StandardCharsets.UTF_8);
    }

    /**
     * Reads until -1.
     *
     * @return all that came
     * @throws IOException what {@code read} threw
     */
    public byte[] readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer data = ByteBuffer.allocate(BUFFER);
        while (read(data.clear()) >= 0) {
            all.write(data.array(), 0, data.position());
        }
        return all.toByteArray();
    }

    public String readTextToEnd() throws IOException {
        return new String(readToEnd(), StandardCharsets.UTF_8);
    }

    private static long patience(CloseLimits limits) {
        // Rounded up: before the deadline nothing needs to happen.
        return limits.timeout().toSeconds() < PATIENCE_MILLIS / 1000
                ? limits.timeout().toMillis() + 1
                : PATIENCE_MILLIS;
    }

    private void await(Progress progress) throws IOException {
        await(wanted(progress));
    }

    private int wanted(Progress progress) {
        int wanted = switch (progress) {
            case WANT_READ -> SelectionKey.OP_READ;
            case WANT_WRITE -> SelectionKey.OP_WRITE;
            case DONE, WANT_TASK -> throw new AssertionError("nothing to wait for: " + progress);
        };
        int interest = connection.interestOps();
        if ((interest & wanted) == 0 && !shared) {
            throw new AssertionError(progress + " but interestOps() is " + interest); // rule 6.1
        }
        return interest & wanted;
    }

    private void await(int operations) throws IOException {
        if (!await(operations, PATIENCE_MILLIS)) {
            throw new AssertionError("the transport is not ready for " + operations + ": " + connection);
        }
    }

    private boolean await(int operations, long millis) throws IOException {
        SocketChannel channel = nonBlocking.orElseThrow(
                () -> new AssertionError("a call over a blocking transport came back without progress"));
        if (operations == 0 && shared) {
            return true;
        }
        if (operations == 0) {
            throw new AssertionError("a call came back without progress, and interestOps() is 0"); // rule 6.3
        }
        try (Selector selector = Selector.open()) {
            channel.register(selector, operations);
            return selector.select(millis) > 0;
        }
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
