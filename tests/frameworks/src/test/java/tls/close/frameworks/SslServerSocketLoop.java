// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A server as people write it: accept, read to the end, close. */
final class SslServerSocketLoop implements StreamServer {
    private final ServerSocket listening;
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    private SslServerSocketLoop(ServerSocket listening) {
        this.listening = listening;
    }

    static SslServerSocketLoop start(SSLContext context) throws IOException {
        SslServerSocketLoop loop = new SslServerSocketLoop(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(loop::serve, "loop");
        thread.setDaemon(true);
        thread.start();
        return loop;
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                socket.setSoTimeout(Patience.MILLIS);
                serve(socket.getInputStream());
            } catch (IOException e) {
                // The next one, if we are not closed.
            }
        }
    }

    private void serve(InputStream input) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            int first = input.read();
            if (first < 0 || first == QUIT) {
                return;
            }
            all.write(first);
            input.transferTo(all);
            received.add(new Received(ByteBuffer.wrap(all.toByteArray()), true));
        } catch (IOException e) {
            received.add(new Received(ByteBuffer.wrap(all.toByteArray()), false));
        }
    }

    @Override
    public int port() {
        return listening.getLocalPort();
    }

    @Override
    public Received next() throws InterruptedException {
        return received(received);
    }

    static Received received(BlockingQueue<Received> from) throws InterruptedException {
        Received next = from.poll(Patience.MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("the server has not seen the client's end");
        }
        return next;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
