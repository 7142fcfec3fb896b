// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tls.close.CloseLimits;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.spi.Transport;

/** {@code close()} beside a writer, a closer and another {@code close()}, in every order of what they do (rule 8.4). */
class LettingGoOrdersTest {
    private static final byte DATA = 'd';
    private static final byte ALERT = 'a';

    private static final CloseLimits NO_TIME = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);

    private interface Other {
        Object besides(TlsConnection connection) throws IOException;
    }

    @Test
    void rule8_4_besideAWriter() throws Exception {
        explore(connection -> connection.write(ByteBuffer.wrap(new byte[] {DATA})));
    }

    @Test
    void rule8_4_besideShutWr() throws Exception {
        explore(connection -> connection.bye(CloseRequest.SHUT_WR));
    }

    @Test
    void rule8_4_besideAnotherClose() throws Exception {
        explore(connection -> {
            connection.close();
            return "closed";
        });
    }

    /** Whoever is still in there when it gives up has the backend to himself, and frees it when he leaves. */
    @Test
    void rule8_4_withoutTimeBesideAWriter() throws Exception {
        explore(NO_TIME, connection -> connection.write(ByteBuffer.wrap(new byte[] {DATA})));
    }

    private static void explore(Other other) throws Exception {
        explore(CloseLimits.DEFAULT, other);
    }

    private static void explore(CloseLimits limits, Other other) throws Exception {
        Orders orders = new Orders();
        int ways = 0;
        do {
            Wire wire = new Wire(orders);
            Layer[] made = new Layer[1];
            TlsConnection connection = Connections.open(
                    wire, TlsEndpoint.server(), transport -> made[0] = new Layer(transport, orders), new NoOwner());
            assertEquals(Progress.DONE, connection.handshake());
            orders.run(List.of(
                    () -> {
                        connection.close(limits);
                        wire.letGo = true;
                        return "closed";
                    },
                    Orders.quietly(() -> other.besides(connection))));
            ways++;
            String told = "way " + ways + ": " + wire.log + ", " + connection.report();
            boolean isSent = connection.report().sent() == Sent.CLOSE_NOTIFY;
            assertEquals(
                    isSent ? 1 : 0,
                    wire.log.stream().filter(each -> each == ALERT).count(),
                    told);
            assertTrue(!isSent || wire.log.get(wire.log.size() - 1) == ALERT, told);
            if (!limits.equals(NO_TIME)) {
                assertTrue(isSent, told);
                assertFalse(wire.usedLate, told);
            }
            assertTrue(made[0].released.get() > 0, told);
            assertEquals(0, made[0].freedTooEarly.get(), told);
        } while (orders.next());
        System.out.println("close() beside another thread: " + ways + " orders");
        assertTrue(ways > 1, () -> "there is more than one order");
    }

    /** A backend that says one byte for everything, and passes a point wherever it comes and goes. */
    private static final class Layer extends WatchedLayer {
        private final Transport transport;
        private final Orders orders;
        private volatile Output ending = Output.OPEN;
        private volatile boolean owes;

        Layer(Transport transport, Orders orders) {
            this.transport = transport;
            this.orders = orders;
        }

        private void say(byte what) throws IOException {
            inside.incrementAndGet();
            try {
                orders.pass();
                transport.write(ByteBuffer.wrap(new byte[] {what}));
                orders.pass();
            } finally {
                inside.decrementAndGet();
            }
        }

        @Override
        public Step write(ByteBuffer src) throws IOException {
            say(src.get());
            return Step.TAKEN;
        }

        @Override
        public Step flush() throws IOException {
            if (owes) {
                say(ALERT);
                owes = false;
            }
            return Step.TAKEN;
        }

        @Override
        public void closeOutput() {
            orders.pass();
            ending = Output.CLOSE_NOTIFY;
            owes = true;
        }

        @Override
        public boolean hasOutput() {
            return owes;
        }

        @Override
        public Output output() {
            return ending;
        }

        @Override
        public void release() {
            orders.pass();
            super.release();
        }
    }

    private static final class Wire implements ByteChannel {
        private final Orders orders;
        private final List<Byte> log = new CopyOnWriteArrayList<>();
        private volatile boolean letGo;
        private volatile boolean usedLate;

        Wire(Orders orders) {
            this.orders = orders;
        }

        @Override
        public int read(ByteBuffer dst) {
            return 0;
        }

        @Override
        public int write(ByteBuffer src) {
            orders.pass();
            usedLate |= letGo;
            log.add(src.get());
            return 1;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
