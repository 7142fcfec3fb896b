// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.CloseLimits;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;

/** A handshake that begins while another thread closes the connection. */
@Timeout(120)
class BeginningTest {
    /** Of ten one meets the moment. */
    private static final int ROUNDS = 200 * Integer.getInteger("tls.close.rounds", 6);

    /** How much later than the other one of them is, in turns of an empty loop. */
    private static final int MOST_LATE = 40;

    private static final CloseLimits AT_ONCE = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);

    private interface Call {
        void of(TlsConnection connection) throws IOException;
    }

    @Test
    void rule9_2_whatHasBegunIsSaidGoodbyeTo() throws Exception {
        List<Layer> layers = new ArrayList<>();
        List<TlsConnection> connections = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            Layer layer = new Layer();
            layers.add(layer);
            connections.add(
                    new Connection(new HeldTransport(new NoTransport()), layer, TlsEndpoint.server(), new NoOwner()));
        }
        AtomicInteger arrived = new AtomicInteger();
        FutureTask<String> beginner = new FutureTask<>(() -> each(connections, TlsConnection::handshake, arrived, 0));
        Thread thread = new Thread(beginner, "beginner");
        thread.setDaemon(true);
        thread.start();
        String unused = each(connections, connection -> connection.close(AT_ONCE), arrived, 1);
        unused = beginner.get(60, TimeUnit.SECONDS);
        assertEquals(
                0, layers.stream().filter(layer -> layer.begun && !layer.closed).count(), "nothing was said");
    }

    private static String each(List<TlsConnection> connections, Call call, AtomicInteger arrived, int who) {
        int round = 0;
        for (TlsConnection connection : connections) {
            arrived.incrementAndGet();
            round++;
            while (arrived.get() < 2 * round) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < who * (round % MOST_LATE); i++) {
                Thread.onSpinWait();
            }
            try {
                call.of(connection);
            } catch (IOException e) {
                // It was closed before.
            }
        }
        return "done";
    }

    private static final class Layer extends WatchedLayer {
        private volatile boolean begun;
        private volatile boolean closed;

        @Override
        public Step handshake() {
            begun = true;
            return Step.WANT_READ;
        }

        @Override
        public void closeOutput() {
            closed = true;
        }

        @Override
        public Output output() {
            return closed ? Output.CLOSE_NOTIFY : Output.OPEN;
        }
    }
}
