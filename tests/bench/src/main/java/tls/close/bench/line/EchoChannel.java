// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/**
 * A transport without a system call: behind it, in the caller's own thread, is the JDK's engine as a server that sends
 * back what it gets, and answers close_notify. It works when the caller reads. The first write is refused, which says that
 * nobody has to fear being blocked here.
 */
final class EchoChannel implements ByteChannel {
    private static final int SIZE = 128 * 1024;

    private final SSLEngine server;
    private final ByteBuffer fromClient = ByteBuffer.allocate(SIZE);
    private final ByteBuffer toClient = ByteBuffer.allocate(SIZE).flip();
    private final ByteBuffer plain = ByteBuffer.allocate(SIZE);

    private boolean refused;

    EchoChannel(SSLContext context) {
        server = context.createSSLEngine();
        server.setUseClientMode(false);
    }

    @Override
    public int write(ByteBuffer src) {
        if (!refused) {
            refused = true;
            return 0;
        }
        int count = src.remaining();
        fromClient.put(src);
        return count;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        if (!toClient.hasRemaining()) {
            serve();
        }
        int count = Math.min(dst.remaining(), toClient.remaining());
        dst.put(toClient.slice(toClient.position(), count));
        toClient.position(toClient.position() + count);
        return count;
    }

    private void serve() throws IOException {
        fromClient.flip();
        toClient.clear();
        boolean moving = true;
        while (moving) {
            plain.clear();
            moving = receive();
            moving |= send();
        }
        toClient.flip();
        fromClient.compact();
    }

    /** Whether that changed anything. */
    private boolean receive() throws IOException {
        Runnable task = server.getDelegatedTask();
        if (task != null) {
            task.run();
            return true;
        }
        SSLEngineResult result = server.unwrap(fromClient, plain);
        if (server.isInboundDone()) {
            server.closeOutbound();
        }
        return result.bytesConsumed() > 0;
    }

    private boolean send() throws IOException {
        return server.wrap(plain.flip(), toClient).bytesProduced() > 0;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // There is nothing to free.
    }
}
