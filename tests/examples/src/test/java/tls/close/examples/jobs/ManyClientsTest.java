// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** {@code -Dtls.close.connections=1000} says how many clients; each takes two or three descriptors of this process. */
class ManyClientsTest {
    private static final int COUNT = Integer.getInteger("tls.close.connections", 10);
    private static final CloseLimits LIMITS = CloseLimits.DEFAULT.withTimeout(Duration.ofSeconds(40));

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule3_1_rule7_1_allEndProperlyWithinOneDeadline(String backend, String version) throws Exception {
        TlsContext tls = Backend.context(backend);
        List<Caller> callers = new ArrayList<>();
        try (ManyClients server = new ManyClients(tls, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            CompletableFuture<List<CloseOutcome>> ended = new CompletableFuture<>();
            Thread thread = new Thread(() -> run(server, ended), "server");
            thread.setDaemon(true);
            thread.start();
            for (int i = 0; i < COUNT; i++) {
                Caller caller = Caller.connect(tls, version, server.port());
                callers.add(caller);
                caller.echo("hello");
            }
            callers.remove(0).leave();
            server.stop();
            for (Caller caller : callers) {
                caller.hearGoodbye();
            }
            List<CloseOutcome> outcomes = ended.get(60, TimeUnit.SECONDS);
            assertEquals(COUNT - 1, outcomes.size());
            for (CloseOutcome outcome : outcomes) {
                assertTrue(outcome.report().transportReusable(), outcome.toString());
            }
        } finally {
            for (Caller caller : callers) {
                caller.close();
            }
        }
    }

    private static void run(ManyClients server, CompletableFuture<List<CloseOutcome>> ended) {
        try {
            ended.complete(server.run(LIMITS));
        } catch (Throwable e) {
            ended.completeExceptionally(e);
        }
    }

    /** A client. */
    private record Caller(Socket socket, TlsConnection connection) implements Closeable {

        static Caller connect(TlsContext tls, String version, int port) throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            TlsEndpoint endpoint = TlsEndpoint.client("localhost", port).protocols("TLSv" + version);
            return new Caller(socket, tls.open(socket, endpoint));
        }

        void echo(String text) throws IOException {
            connection.outputStream().write(text.getBytes(US_ASCII));
            assertEquals(text, new String(connection.inputStream().readNBytes(text.length()), US_ASCII));
        }

        /** By itself. */
        void leave() throws IOException {
            connection.bye(CloseRequest.SHUT_RDWR, LIMITS);
            close();
        }

        void hearGoodbye() throws IOException {
            assertEquals(-1, connection.inputStream().read());
            connection.bye(CloseRequest.SHUT_RDWR, LIMITS);
        }

        @Override
        public void close() throws IOException {
            connection.close();
            socket.close();
        }
    }
}
