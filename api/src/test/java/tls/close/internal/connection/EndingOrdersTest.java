// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tls.close.CloseLimits;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.ConnectionEnd;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;
import tls.close.spi.Transport;

/**
 * An alert of ours that goes out beside a thread which ends the output for a reason of its own, in every order of what
 * they do: what the report says is what went out (rule 10.1), and what is told of is what the report says (rule 10.3).
 */
class EndingOrdersTest {
    private static final byte DATA = 'd';
    private static final byte CLOSE_NOTIFY = 'c';
    private static final byte FATAL_ALERT = 'f';
    private static final int HANDSHAKE_FAILURE = 40;

    private static final CloseLimits NO_TIME = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);

    private interface Call {
        Object on(TlsConnection connection) throws IOException;
    }

    /** What the peer sends, and what the backend makes of it by itself. */
    private enum Incoming {
        NOTHING,
        /** In TLS 1.2, where it is answered. */
        CLOSE_NOTIFY,
        /** The same on a backend that sends its answer while it reads, and lets nobody see it before that is out. */
        ANSWERED_CLOSE_NOTIFY,
        FATAL_ALERT,
        GARBAGE
    }

    /** Of a close_notify that was asked for. */
    private enum Sending {
        BY_US,
        /** There is nothing to flush. */
        BY_THE_BACKEND
    }

    private static final Call READ = connection -> connection.read(ByteBuffer.allocate(1));
    private static final Call WRITE = connection -> connection.write(ByteBuffer.wrap(new byte[] {DATA}));
    private static final Call SHUT_WR = connection -> connection.bye(CloseRequest.SHUT_WR);
    private static final Call SHUT_RDWR = connection -> connection.bye(CloseRequest.SHUT_RDWR);
    private static final Call CLOSE_AT_ONCE = connection -> {
        connection.close(NO_TIME);
        return "closed";
    };

    @Test
    void rule10_1_closeWithoutTimeBesideAGoodbye() throws Exception {
        explore(Incoming.NOTHING, CLOSE_AT_ONCE, SHUT_WR);
    }

    @Test
    void rule10_1_closeWithoutTimeBesideAnAnswer() throws Exception {
        explore(Incoming.CLOSE_NOTIFY, CLOSE_AT_ONCE, READ);
    }

    @Test
    void rule10_1_closeWithoutTimeBesideAnAnswerOfTheBackendsOwn() throws Exception {
        explore(Incoming.ANSWERED_CLOSE_NOTIFY, CLOSE_AT_ONCE, READ, WRITE);
    }

    @Test
    void rule10_1_closeWithoutTimeBesideAFatalAlert() throws Exception {
        explore(Incoming.GARBAGE, CLOSE_AT_ONCE, READ);
    }

    @Test
    void rule10_1_thePeersFatalAlertBesideAGoodbye() throws Exception {
        explore(Incoming.FATAL_ALERT, SHUT_WR, READ);
    }

    @Test
    void rule10_1_garbageBesideAGoodbye() throws Exception {
        explore(Incoming.GARBAGE, SHUT_WR, READ);
    }

    @Test
    void rule10_1_closeWithoutTimeBesideAGoodbyeToBothSides() throws Exception {
        explore(Incoming.CLOSE_NOTIFY, CLOSE_AT_ONCE, SHUT_RDWR);
    }

    @Test
    void rule10_1_twoGoodbyesBesideGarbage() throws Exception {
        explore(Incoming.GARBAGE, SHUT_WR, SHUT_RDWR);
    }

    @Test
    void rule10_1_thePeersFatalAlertBesideAGoodbyeThatTheBackendSends() throws Exception {
        explore(Incoming.FATAL_ALERT, Sending.BY_THE_BACKEND, SHUT_WR, READ);
    }

    private static void explore(Incoming incoming, Call... calls) throws Exception {
        explore(incoming, Sending.BY_US, calls);
    }

    private static void explore(Incoming incoming, Sending sending, Call... calls) throws Exception {
        Orders orders = new Orders();
        int ways = 0;
        do {
            Wire wire = new Wire(orders);
            HeldTransport transport = new HeldTransport(wire);
            Layer layer = new Layer(transport, orders, incoming, sending);
            List<ConnectionEnd> told = Collections.synchronizedList(new ArrayList<>());
            TlsConnection connection = new Connection(transport, layer, TlsEndpoint.server(), new Listener(told::add) {
                @Override
                public OptionalInt fatalAlert(SSLException thrown) {
                    return incoming == Incoming.FATAL_ALERT ? OptionalInt.of(HANDSHAKE_FAILURE) : OptionalInt.empty();
                }
            });
            assertEquals(Progress.DONE, connection.handshake());
            List<Callable<?>> tasks = new ArrayList<>();
            for (Call each : calls) {
                tasks.add(Orders.quietly(() -> each.on(connection)));
            }
            orders.run(tasks);
            connection.close();
            ways++;
            Sent sent = connection.report().sent();
            String what = "way " + ways + ": " + wire.log + ", " + connection.report() + ", told " + told;
            assertEquals(
                    switch (sent) {
                        case CLOSE_NOTIFY -> List.of(CLOSE_NOTIFY);
                        case FATAL_ALERT -> List.of(FATAL_ALERT);
                        case FAILED -> List.of();
                        case NOTHING, CLOSE_NOTIFY_PENDING -> throw new AssertionError(what);
                    },
                    wire.log.stream().filter(each -> each != DATA).toList(),
                    what);
            assertEquals(1, told.size(), what);
            if (incoming != Incoming.ANSWERED_CLOSE_NOTIFY) { // Which cannot be foreseen.
                assertEquals(sent, told.get(0).report().sent(), what);
            }
            assertTrue(layer.released.get() > 0, what);
            assertEquals(0, layer.freedTooEarly.get(), what);
        } while (orders.next());
        System.out.println("an alert beside another end: " + ways + " orders");
        assertTrue(ways > 1, () -> "there is more than one order");
    }

    /** A backend that says one byte for each alert, and passes a point wherever it comes and goes. */
    private static final class Layer extends WatchedLayer {
        private final Transport transport;
        private final Orders orders;
        private final Incoming incoming;
        private final Sending sends;
        private volatile Output ending = Output.OPEN;

        // Guarded by the backend's own lock: how it wants to end, and what it has to say then.
        private Output verdict = Output.OPEN;
        private @Nullable Byte owed;

        /** What was made of that, and is not out. */
        private volatile @Nullable Byte made;

        /** Of the backend's own: nobody makes an alert while one is sent. */
        private final ReentrantLock sending = new ReentrantLock();

        private volatile @Nullable IOException failure;

        Layer(Transport transport, Orders orders, Incoming incoming, Sending sends) {
            this.sends = sends;
            this.transport = transport;
            this.orders = orders;
            this.incoming = incoming;
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            inside.incrementAndGet();
            try {
                orders.pass();
                return switch (incoming) {
                    case NOTHING -> Step.WANT_READ;
                    case CLOSE_NOTIFY -> {
                        end(Output.CLOSE_NOTIFY, CLOSE_NOTIFY);
                        yield Step.CLOSE_NOTIFY;
                    }
                    case ANSWERED_CLOSE_NOTIFY -> {
                        answer();
                        yield Step.CLOSE_NOTIFY;
                    }
                    case FATAL_ALERT -> {
                        end(Output.SILENCE, null);
                        throw new SSLException("the peer's alert");
                    }
                    case GARBAGE -> {
                        end(Output.FATAL_ALERT, FATAL_ALERT);
                        throw new SSLException("garbage");
                    }
                };
            } finally {
                inside.decrementAndGet();
            }
        }

        /** What fails here is told by the next flush. */
        private void answer() {
            sending.lock();
            try {
                if (verdict() == Output.OPEN) {
                    transport.write(ByteBuffer.wrap(new byte[] {CLOSE_NOTIFY}));
                    orders.pass();
                }
            } catch (IOException e) {
                failure = e;
            } finally {
                end(Output.CLOSE_NOTIFY, null);
                ending = Output.CLOSE_NOTIFY;
                sending.unlock();
            }
        }

        /** Only the first end is one. */
        private synchronized void end(Output value, @Nullable Byte alert) {
            if (verdict == Output.OPEN) {
                verdict = value;
                owed = alert;
            }
        }

        private synchronized @Nullable Byte takeOwed() {
            Byte taken = owed;
            owed = null;
            return taken;
        }

        private synchronized Output verdict() {
            return verdict;
        }

        @Override
        public Step write(ByteBuffer src) throws IOException {
            inside.incrementAndGet();
            sending.lock();
            try {
                send();
                if (verdict() == Output.OPEN) {
                    transport.write(src);
                }
                return Step.TAKEN;
            } finally {
                sending.unlock();
                inside.decrementAndGet();
            }
        }

        @Override
        public Step flush() throws IOException {
            IOException failed = failure;
            if (failed != null) {
                throw failed;
            }
            inside.incrementAndGet();
            try {
                send();
                return Step.TAKEN;
            } finally {
                inside.decrementAndGet();
            }
        }

        /** It is in nobody's sight between the backend and where it waits for the transport. */
        private void send() throws IOException {
            Byte alert = takeOwed();
            if (alert != null) {
                orders.pass();
                made = alert;
            }
            ending = verdict();
            Byte waiting = made;
            if (waiting != null) {
                orders.pass();
                transport.write(ByteBuffer.wrap(new byte[] {waiting}));
                made = null;
                orders.pass();
            }
        }

        @Override
        public void closeOutput() throws IOException {
            orders.pass();
            sending.lock();
            try {
                end(Output.CLOSE_NOTIFY, CLOSE_NOTIFY);
                if (sends == Sending.BY_THE_BACKEND) {
                    send();
                }
            } finally {
                sending.unlock();
            }
        }

        @Override
        public boolean hasOutput() {
            return isOwed() || made != null;
        }

        private synchronized boolean isOwed() {
            return owed != null;
        }

        @Override
        public Output output() {
            return failure == null ? ending : Output.SILENCE;
        }
    }

    private static final class Wire extends NoTransport {
        private final Orders orders;
        private final List<Byte> log = new CopyOnWriteArrayList<>();

        Wire(Orders orders) {
            this.orders = orders;
        }

        @Override
        public void write(ByteBuffer src) {
            orders.pass();
            log.add(src.get());
            orders.pass();
        }

        /** In the output side, at its door. */
        @Override
        public void writeBy(@Nullable Deadline deadline) {
            orders.pass();
        }
    }
}
