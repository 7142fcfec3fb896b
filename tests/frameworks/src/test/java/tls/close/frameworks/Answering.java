// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.tck.peer.TlsVersion;

/** A server that does with each connection what a test says, and remembers how it ended. It is the other end, and not under test. */
final class Answering implements AutoCloseable {
    /** What is done with a connection. */
    @FunctionalInterface
    interface Script {
        void run(Call call) throws Exception;
    }

    private final TlsContext tls;
    private final TlsEndpoint endpoint;
    private final Script script;
    private final ServerSocket listening;
    private final BlockingQueue<Call> ended = new LinkedBlockingQueue<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

    private Answering(TlsContext tls, TlsVersion version, Script script) throws IOException {
        this.tls = tls;
        this.endpoint = TlsEndpoint.server().protocols(version.jdkName());
        this.script = script;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static Answering each(TlsVersion version, Script script) throws IOException, GeneralSecurityException {
        return each(Maker.JSSE.newTlsContext(), version, script);
    }

    /** @param tls where sessions are kept between connections */
    static Answering each(TlsContext tls, TlsVersion version, Script script) throws IOException {
        Answering server = new Answering(tls, version, script);
        background(server::accept, "listener");
        return server;
    }

    private static void background(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                Call call = new Call(socket, tls, endpoint);
                calls.add(call);
                background(() -> answer(call), "call");
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void answer(Call call) {
        try (call) {
            script.run(call);
        } catch (Exception | AssertionError e) {
            call.fail(e);
        } finally {
            ended.add(call);
        }
    }

    /** The system takes no more than that for those who call from now on, until it is read. */
    Answering narrow(int bytes) throws IOException {
        listening.setReceiveBufferSize(bytes);
        return this;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next call that has ended, on which nothing failed. */
    Call next() throws Exception {
        Call call = ended.poll(Patience.MILLIS, TimeUnit.MILLISECONDS);
        if (call == null) {
            throw new AssertionError("no call has ended: " + calls);
        }
        call.rethrow();
        return call;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Call call : calls) {
            call.close();
        }
    }
}
