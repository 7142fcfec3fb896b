// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.data;
import static tls.close.internal.connection.ScriptedLayer.failure;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

/** Many goodbyes at once: over channels that a selector waits for, and over transports for which only a thread can. */
@Timeout(30)
class ByeAllTest {
    private static final CloseLimits HOUR = CloseLimits.DEFAULT.withTimeout(Duration.ofHours(1));
    private static final CloseLimits ONE_TRY = HOUR.withTimeout(Duration.ZERO);
    private static final CloseLimits SOON = HOUR.withTimeout(Duration.ofMillis(30));

    private final List<SocketChannel> channels = new ArrayList<>();

    @AfterEach
    void closeChannels() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }

    /** Over a transport for which only a thread can wait. */
    private static Connection threaded(ScriptedLayer layer) throws IOException {
        StubTransport transport = new StubTransport();
        transport.blocks = true;
        Connection connection =
                new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner());
        assertEquals(Progress.DONE, connection.handshake());
        return connection;
    }

    /** Over one end of a connection of sockets, of which the other end is returned. */
    private SocketChannel selectable(List<TlsConnection> all) throws IOException {
        return selectable(all, new ByteLayer());
    }

    private SocketChannel selectable(List<TlsConnection> all, ByteLayer layer) throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel near = SocketChannel.open(listening.getLocalAddress());
            SocketChannel far = listening.accept();
            channels.add(near);
            channels.add(far);
            TlsConnection connection = Connections.open(
                    near,
                    TlsEndpoint.server(),
                    transport -> {
                        layer.transport = transport;
                        return layer;
                    },
                    new NoOwner());
            assertEquals(Progress.DONE, connection.handshake());
            assertTrue(((Connection) connection).exchange().selectable().isPresent());
            all.add(connection);
            return far;
        }
    }

    private static void say(SocketChannel far, char word) throws IOException {
        assertEquals(1, far.write(ByteBuffer.wrap(new byte[] {(byte) word})));
    }

    private static List<CloseOutcome> end(List<TlsConnection> all, CloseLimits limits) throws IOException {
        return ByeAll.end(all, CloseRequest.SHUT_RDWR, limits);
    }

    @Test
    @SuppressWarnings("NullAway") // Who calls it may be compiled without it.
    void whatCannotBeEndedSoIsRefusedBeforeAnythingIsSent() throws IOException {
        ScriptedLayer layer = new ScriptedLayer();
        TlsConnection good = threaded(layer);
        assertThrows(NullPointerException.class, () -> ByeAll.end(List.of(good), null, HOUR));
        assertThrows(NullPointerException.class, () -> ByeAll.end(List.of(good), CloseRequest.SHUT_WR, null));
        List<TlsConnection> holey = new ArrayList<>(List.of(good));
        holey.add(null);
        NullPointerException missing = assertThrows(NullPointerException.class, () -> end(holey, HOUR));
        assertEquals("connection 1", missing.getMessage());
        assertEquals(0, layer.closed);
        assertEquals(List.of(), end(List.of(), HOUR));
    }

    @Test
    void eachHasItsOutcomeInItsPlace() throws IOException {
        SocketException reset = new SocketException("reset");
        List<TlsConnection> all = new ArrayList<>();
        all.add(threaded(new ScriptedLayer().reads(2, data(3)).reads(1, step(Step.CLOSE_NOTIFY))));
        say(selectable(all), ByteLayer.CLOSE_NOTIFY);
        all.add(threaded(new ScriptedLayer().reads(1, failure(reset))));
        selectable(all).close();
        all.add(all.get(0));
        List<CloseOutcome> outcomes = end(all, HOUR);
        assertEquals(5, outcomes.size());
        assertEquals(Optional.empty(), outcomes.get(0).failure());
        assertEquals(2, outcomes.get(0).report().discardedRecords());
        assertEquals(Optional.of(StubTransport.PEER), outcomes.get(0).peer());
        assertEquals(Optional.empty(), outcomes.get(1).failure());
        assertTrue(outcomes.get(1).report().transportReusable());
        assertSame(reset, outcomes.get(2).failure().orElseThrow());
        TruncationException cut = assertInstanceOf(
                TruncationException.class, outcomes.get(3).failure().orElseThrow());
        assertEquals(cut.report(), outcomes.get(3).report());
        assertSame(outcomes.get(0), outcomes.get(4));
        assertTrue(channels.get(0).isBlocking(), "it is as its owner had it (rule 5.1)");
    }

    @Test
    void oneSideIsEndedWithoutWaitingForThePeer() throws IOException {
        SocketException pipe = new SocketException("broken pipe");
        ScriptedLayer broken = new ScriptedLayer();
        broken.flushes.add(failure(pipe));
        List<TlsConnection> all = new ArrayList<>(List.of(threaded(new ScriptedLayer()), threaded(broken)));
        selectable(all);
        List<CloseOutcome> outcomes = ByeAll.end(all, CloseRequest.SHUT_WR, HOUR);
        assertEquals(Sent.CLOSE_NOTIFY, outcomes.get(0).report().sent());
        assertSame(pipe, outcomes.get(1).failure().orElseThrow());
        assertEquals(Sent.CLOSE_NOTIFY, outcomes.get(2).report().sent());
        assertEquals(Received.NOTHING, outcomes.get(2).report().received());
        assertTrue(all.get(2).isInputOpen());
        assertFalse(all.get(2).isOutputOpen());
    }

    @Test
    void rule4_7_thePeersReasonIsReadBehindAFailedWrite() throws IOException {
        ScriptedLayer broken = new ScriptedLayer().reads(1, step(Step.CLOSE_NOTIFY));
        SocketException pipe = new SocketException("broken pipe");
        broken.flushes.add(failure(pipe));
        CloseOutcome outcome = end(List.of(threaded(broken)), HOUR).get(0);
        assertSame(pipe, outcome.failure().orElseThrow());
        assertEquals(Received.CLOSE_NOTIFY, outcome.report().received());
    }

    @Test
    void rule7_2_whoIsLateIsToldSoAndTheOthersAreDone() throws IOException {
        List<TlsConnection> all = new ArrayList<>(List.of(threaded(new ScriptedLayer())));
        SocketChannel silent = selectable(all);
        say(selectable(all), ByteLayer.CLOSE_NOTIFY);
        List<CloseOutcome> outcomes = end(all, SOON);
        assertInstanceOf(CloseTimeoutException.class, outcomes.get(1).failure().orElseThrow());
        assertEquals(Optional.empty(), outcomes.get(2).failure());
        say(silent, ByteLayer.CLOSE_NOTIFY);
        assertEquals(Optional.empty(), end(all.subList(1, 3), HOUR).get(0).failure(), "it can be taken up again");
    }

    /** Neither says anything before it has heard us. */
    @Test
    void rule3_1_peersThatAnswerAreWaitedFor() throws Exception {
        List<TlsConnection> all = new ArrayList<>();
        List<FutureTask<Boolean>> peers = new ArrayList<>();
        for (SocketChannel far : List.of(selectable(all), selectable(all))) {
            FutureTask<Boolean> peer = new FutureTask<>(() -> {
                ByteBuffer heard = ByteBuffer.allocate(1);
                boolean isAlert = far.read(heard) == 1 && heard.get(0) == ByteLayer.CLOSE_NOTIFY;
                say(far, 'd');
                say(far, ByteLayer.CLOSE_NOTIFY);
                return isAlert;
            });
            Thread thread = new Thread(peer, "peer");
            thread.setDaemon(true);
            thread.start();
            peers.add(peer);
        }
        for (CloseOutcome outcome : end(all, HOUR)) {
            assertEquals(Optional.empty(), outcome.failure());
            assertTrue(outcome.report().transportReusable());
            assertEquals(1, outcome.report().discardedRecords());
        }
        assertTrue(peers.get(0).get() && peers.get(1).get());
        assertTrue(channels.stream().allMatch(SocketChannel::isBlocking), "as their owner had them (rule 5.1)");
    }

    @Test
    void rule7_1_withoutTimeWhatIsHereIsTaken() throws IOException {
        List<TlsConnection> all = new ArrayList<>();
        say(selectable(all), ByteLayer.CLOSE_NOTIFY);
        selectable(all);
        List<CloseOutcome> outcomes = end(all, ONE_TRY);
        assertEquals(Optional.empty(), outcomes.get(0).failure());
        assertInstanceOf(CloseTimeoutException.class, outcomes.get(1).failure().orElseThrow());
    }

    @Test
    void rule7_3_anInterruptEndsTheWaitAndStays() throws IOException {
        List<TlsConnection> all = new ArrayList<>();
        say(selectable(all), ByteLayer.CLOSE_NOTIFY);
        selectable(all);
        Thread.currentThread().interrupt();
        List<CloseOutcome> outcomes = end(all, HOUR);
        assertTrue(Thread.interrupted());
        assertEquals(Optional.empty(), outcomes.get(0).failure());
        assertInstanceOf(InterruptedIOException.class, outcomes.get(1).failure().orElseThrow());
        assertEquals(Sent.CLOSE_NOTIFY, outcomes.get(1).report().sent(), "it cost nobody the alert");
    }

    /** No selector tells of that, and what is told is what the report says. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rule8_3_whatAReaderHasJustMetIsDoneThoughNobodyWaitsAnyMore(boolean isInterrupted) throws Exception {
        List<TlsConnection> all = new ArrayList<>();
        SocketChannel far = selectable(all);
        ByteLayer next = new ByteLayer();
        selectable(all, next);
        next.atRead = () -> {
            next.atRead = () -> {};
            say(far, ByteLayer.CLOSE_NOTIFY);
            FutureTask<Integer> reading = new FutureTask<>(() -> all.get(0).read(ByteBuffer.allocate(1)));
            new Thread(reading, "reader").start();
            assertEquals(-1, assertDoesNotThrow(() -> reading.get(10, TimeUnit.SECONDS)));
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        };
        List<CloseOutcome> outcomes = end(all, isInterrupted ? HOUR : ONE_TRY);
        assertEquals(isInterrupted, Thread.interrupted());
        assertTrue(outcomes.get(0).report().transportReusable());
        assertEquals(Optional.empty(), outcomes.get(0).failure());
        assertTrue(channels.get(0).isBlocking(), "it is as its owner had it (rule 5.1)");
        assertTrue(outcomes.get(1).failure().isPresent());
    }

    @Test
    void whatIsThrownByWhatIsNotOursIsAFailureOfThatOneAlone() throws IOException {
        RuntimeException bug = new IllegalStateException("of a backend");
        ScriptedLayer buggy = new ScriptedLayer().reads(1, dst -> {
            throw bug;
        });
        List<TlsConnection> all = new ArrayList<>(List.of(threaded(buggy)));
        say(selectable(all), ByteLayer.CLOSE_NOTIFY);
        List<CloseOutcome> outcomes = end(all, HOUR);
        IOException told = outcomes.get(0).failure().orElseThrow();
        assertSame(bug, told.getCause());
        assertEquals(Optional.empty(), outcomes.get(1).failure());
    }

    @Test
    void fromACallbackOfItsOwnItsGoodbyeFollowsByItself() throws IOException {
        List<CloseOutcome> outcomes = new ArrayList<>();
        List<TlsConnection> all = new ArrayList<>();
        ScriptedLayer layer = new ScriptedLayer().reads(1, dst -> {
            outcomes.addAll(end(all, HOUR));
            return data(1).on(dst);
        });
        all.add(threaded(layer));
        say(selectable(all), ByteLayer.CLOSE_NOTIFY);
        assertEquals(1, all.get(0).read(ByteBuffer.allocate(1)));
        assertTrue(outcomes.get(0).failure().isPresent());
        assertEquals(Optional.empty(), outcomes.get(1).failure());
        assertEquals(Sent.CLOSE_NOTIFY, all.get(0).report().sent());
    }

    /** One that carries another would throw away what that one's peer says. */
    @Test
    void whatIsInsideEndsFirst() throws IOException {
        ScriptedLayer below = new ScriptedLayer().reads(1, step(Step.CLOSE_NOTIFY));
        Connection outer = threaded(below);
        ScriptedLayer above = new ScriptedLayer();
        above.reads(1, dst -> {
            assertEquals(0, below.closed, "the outer one has not begun");
            return Step.CLOSE_NOTIFY;
        });
        TlsConnection inner = Connections.open(outer, TlsEndpoint.server(), transport -> above, new NoOwner());
        assertEquals(Progress.DONE, inner.handshake());
        List<CloseOutcome> outcomes = end(List.of(outer, inner), HOUR);
        assertEquals(Optional.empty(), outcomes.get(0).failure());
        assertEquals(Optional.empty(), outcomes.get(1).failure());
    }

    /** A backend whose peer says one byte for each record, and which says one for close_notify. */
    private static final class ByteLayer extends WatchedLayer {
        static final char CLOSE_NOTIFY = 'a';

        interface Act {
            void run() throws IOException;
        }

        private Act atRead = () -> {};
        private Transport transport = new StubTransport();
        private volatile Output ending = Output.OPEN;
        private volatile boolean owes;

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            atRead.run();
            ByteBuffer one = ByteBuffer.allocate(1);
            return switch (transport.read(one)) {
                case -1 -> Step.END_OF_TRANSPORT;
                case 0 -> Step.WANT_READ;
                default -> one.get(0) == CLOSE_NOTIFY ? Step.CLOSE_NOTIFY : Step.TAKEN;
            };
        }

        @Override
        public Step write(ByteBuffer src) throws IOException {
            transport.write(src);
            return Step.TAKEN;
        }

        @Override
        public Step flush() throws IOException {
            if (owes) {
                ByteBuffer alert = ByteBuffer.wrap(new byte[] {CLOSE_NOTIFY});
                transport.write(alert);
                owes = alert.hasRemaining();
            }
            return owes ? Step.WANT_WRITE : Step.TAKEN;
        }

        @Override
        public void closeOutput() {
            owes = true;
            ending = Output.CLOSE_NOTIFY;
        }

        @Override
        public boolean hasOutput() {
            return owes;
        }

        @Override
        public Output output() {
            return ending;
        }
    }
}
