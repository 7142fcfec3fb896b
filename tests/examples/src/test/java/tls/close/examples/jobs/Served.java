// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server in a thread of its own that serves one client. */
final class Served<T> implements AutoCloseable {
    private static final int LIMIT_SECONDS = 40;

    private final ServerSocket listener;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    private Served(ServerSocket listener) {
        this.listener = listener;
    }

    /** What the server does. */
    @FunctionalInterface
    interface Service<T> {
        T serve(Socket client) throws Exception;
    }

    static <T> Served<T> by(Service<T> service) throws IOException {
        Served<T> served = new Served<>(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(() -> served.run(service), "server");
        thread.setDaemon(true);
        thread.start();
        return served;
    }

    private void run(Service<T> service) {
        try (Socket client = listener.accept()) {
            client.setTcpNoDelay(true);
            result.complete(service.serve(client));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What came of it. */
    T result() throws Exception {
        return result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
