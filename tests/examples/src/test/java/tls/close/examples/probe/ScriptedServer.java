// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Serves each connection in a thread of its own, by a script. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Script script;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();

    /** What to do with a connection; whatever it throws ends it. */
    interface Script {
        void play(Socket transport, int number) throws Exception;
    }

    private ScriptedServer(Script script) throws IOException {
        this.script = script;
    }

    static ScriptedServer start(Script script) throws IOException {
        ScriptedServer server = new ScriptedServer(script);
        inBackground(server::acceptAll);
        return server;
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many connections were open at the same time. */
    int mostOpen() {
        return mostOpen.get();
    }

    /** Reads what comes, in plaintext, until the client has ended. */
    static void drain(Socket transport) throws IOException {
        transport.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void acceptAll() {
        try {
            for (int number = 0; ; number++) {
                Socket transport = listener.accept();
                int mine = number;
                inBackground(() -> serve(transport, mine));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket transport, int number) {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        try (transport) {
            transport.setTcpNoDelay(true);
            transport.setSoTimeout(60_000);
            script.play(transport, number);
        } catch (Exception e) {
            // The client's verdict is what is tested.
        } finally {
            open.decrementAndGet();
        }
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task, "scripted server");
        thread.setDaemon(true);
        thread.start();
    }
}
