// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;

/** Our end of the connection: the same calls whether the transport blocks or not, and every wait bounded. */
public final class LocalEnd implements AutoCloseable {
    private final SocketChannel channel;
    private final TlsConnection tls;

    LocalEnd(SocketChannel channel, TlsConnection tls) {
        this.channel = channel;
        this.tls = tls;
    }

    public TlsConnection tls() {
        return tls;
    }

    public SocketChannel channel() {
        return channel;
    }

    public CloseReport report() {
        return tls.report();
    }

    public void handshake() throws IOException {
        while (tls.handshake() != Progress.DONE) {
            awaitTransport();
        }
    }

    public void write(String text) throws IOException {
        ByteBuffer source = ISO_8859_1.encode(text);
        tls.write(source);
        while (source.hasRemaining() || (tls.interestOps() & SelectionKey.OP_WRITE) != 0) {
            awaitTransport();
            tls.write(source);
        }
    }

    public String read(int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        while (target.hasRemaining()) {
            if (read(target) < 0) {
                throw new EOFException("close_notify after " + target.position() + " bytes of " + length);
            }
        }
        return ISO_8859_1.decode(target.flip()).toString();
    }

    public byte[] readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        readToEnd(all);
        return all.toByteArray();
    }

    public void readToEnd(OutputStream sink) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(1 << 14);
        while (read(target) >= 0) {
            sink.write(target.array(), 0, target.position());
            target.clear();
        }
    }

    private int read(ByteBuffer target) throws IOException {
        int count = tls.read(target);
        while (count == 0) {
            awaitTransport();
            count = tls.read(target);
        }
        return count;
    }

    public Progress bye(CloseRequest how) throws IOException {
        Progress progress = tls.bye(how);
        while (progress != Progress.DONE) {
            awaitTransport();
            progress = tls.bye(how);
        }
        return progress;
    }

    /** Sends on the bare transport and receives from it as many bytes, both at once. */
    public byte[] swapPlaintext(byte[] ours) throws Exception {
        channel.configureBlocking(true);
        channel.socket().setSoTimeout((int) Patience.LIMIT.toMillis());
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            try {
                channel.socket().getOutputStream().write(ours);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        byte[] theirs = channel.socket().getInputStream().readNBytes(ours.length);
        sent.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        return theirs;
    }

    /** Waits until something has come, and leaves it there. */
    public void awaitReadable() throws IOException {
        boolean blocking = channel.isBlocking();
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            if (selector.select(Patience.LIMIT.toMillis()) == 0) {
                throw new AssertionError("nothing comes: " + tls.report());
            }
        }
        channel.configureBlocking(blocking);
    }

    private void awaitTransport() throws IOException {
        if (channel.isBlocking()) {
            throw new AssertionError("no progress on a blocking transport: " + tls.report());
        }
        try (Selector selector = Selector.open()) {
            int ops = tls.interestOps();
            channel.register(selector, ops);
            if (selector.select(Patience.LIMIT.toMillis()) == 0) {
                throw new AssertionError("waited in vain for operations " + ops + ": " + tls.report());
            }
        }
    }

    @Override
    public void close() {
        tls.close();
    }
}
