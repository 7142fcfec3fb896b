// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client and a server of ours on loopback, and what they are layered over. */
final class SocketPair implements AutoCloseable {
    final Socket belowClient;
    final Socket belowServer;
    final SSLSocket client;
    final SSLSocket server;

    private SocketPair(SSLContext clients, SSLContext servers, Socket below, boolean autoClose) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            belowClient = below;
            belowClient.connect(listener.getLocalSocketAddress());
            belowServer = listener.accept();
        }
        client = (SSLSocket) clients.getSocketFactory().createSocket(belowClient, "server.test", 443, autoClose);
        server = (SSLSocket) servers.getSocketFactory().createSocket(belowServer, null, autoClose);
    }

    /** Who close what is below them. */
    static SocketPair owning(SSLContext clients, SSLContext servers) throws IOException {
        return owning(clients, servers, new Socket());
    }

    /** The same, with this below the client. */
    static SocketPair owning(SSLContext clients, SSLContext servers, Socket below) throws IOException {
        return new SocketPair(clients, servers, below, true);
    }

    /** Who give back what is below them. */
    static SocketPair layered(SSLContext clients, SSLContext servers) throws IOException {
        return new SocketPair(clients, servers, new Socket(), false);
    }

    /** Does the handshake. */
    SocketPair shaken() throws Exception {
        CompletableFuture<Void> other = inThread(server::startHandshake);
        client.startHandshake();
        await(other);
        return this;
    }

    /** What blocks, or throws something checked. */
    interface Task {
        void run() throws Exception;
    }

    static CompletableFuture<Void> inThread(Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    /** What came of it, in time. */
    static void await(CompletableFuture<Void> task) throws InterruptedException, ExecutionException, TimeoutException {
        task.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        belowClient.close();
        belowServer.close();
    }
}
