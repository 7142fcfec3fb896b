// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;

/** {@code TlsConnection} over this backend, with the JDK and with itself as its peer. */
class ConnectionTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void bothSayGoodbyeAndTheSocketGoesOnInPlaintext(Side side) throws Exception {
        try (Loopback wire = Loopback.open()) {
            Future<?> served = threads.submit(() -> {
                TlsConnection tls = side.serverContext().open(wire.server().socket(), TlsEndpoint.server());
                assertEquals("hello", read(tls, 5));
                write(tls, "world");
                assertEquals(-1, tls.read(ByteBuffer.allocate(10)));
                assertEquals(Progress.DONE, tls.bye(CloseRequest.SHUT_RDWR));
                assertTrue(tls.report().transportReusable(), tls.report()::toString);
                write(wire.server(), "plain");
                return null;
            });
            TlsEndpoint endpoint = TlsEndpoint.client("localhost", 0).protocols(side.protocol());
            TlsConnection tls = side.clientContext().open(wire.client().socket(), endpoint);
            write(tls, "hello");
            assertEquals("world", read(tls, 5));
            assertEquals(side.protocol(), tls.sslSession().getProtocol());
            assertEquals(Progress.DONE, tls.bye(CloseRequest.SHUT_RDWR));
            assertTrue(tls.report().transportReusable(), tls.report()::toString);
            assertEquals("plain", read(wire.client(), 5));
            outcome(served);
        }
    }

    private static String read(ByteChannel from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && from.read(buffer) >= 0) {}
        return new String(buffer.array(), 0, buffer.position(), UTF_8);
    }

    private static void write(ByteChannel to, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private static <T> T outcome(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
