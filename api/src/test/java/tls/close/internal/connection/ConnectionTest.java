// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

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
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.CloseLimits;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.spi.RecordLayer.Step;

/** What the calls of a connection come to that are no goodbye. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class ConnectionTest {
    private final StubTransport transport = new StubTransport();
    private final ScriptedLayer layer = new ScriptedLayer();
    private final Connection connection =
            new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner());

    @BeforeEach
    void connect() throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
    }

    @Test
    void whatIsWrittenIsCounted() throws IOException {
        assertEquals(8, connection.write(ByteBuffer.allocate(10).position(2)));
        layer.writes.add(src -> {
            src.position(src.position() + 3);
            return Step.TAKEN;
        });
        layer.writes.add(step(Step.WANT_WRITE));
        assertEquals(3, connection.write(ByteBuffer.allocate(10).position(2)));
        assertEquals(11, connection.state().end().bytesWritten());
    }

    /** A backend takes no second step in the middle of one. */
    @Test
    void rule8_4_aCallbackCannotGoOnWithItsOwnConnection() throws IOException {
        layer.reads(1, dst -> {
            assertTrue(Connections.isInCallbackOf(connection));
            ByteBuffer one = ByteBuffer.allocate(1);
            assertThrows(IOException.class, () -> connection.read(one));
            assertThrows(IOException.class, () -> connection.write(one));
            assertThrows(IOException.class, connection::handshake);
            assertEquals(Progress.WANT_TASK, connection.bye(CloseRequest.SHUT_WR));
            assertEquals(0, layer.closed, "its goodbye follows");
            return data(1).on(dst);
        });
        assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        assertFalse(Connections.isInCallbackOf(connection));
        assertEquals(1, layer.rooms.size());
        assertEquals(Sent.CLOSE_NOTIFY, connection.report().sent());
    }

    @Test
    void rule1_2_theSidesSayHowTheyStand() throws IOException {
        assertTrue(connection.isInputOpen() && connection.isOutputOpen() && connection.isOpen());
        assertEquals(Progress.DONE, connection.bye(CloseRequest.SHUT_WR));
        assertFalse(connection.isOutputOpen());
        assertTrue(connection.isInputOpen());
        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1)));
        connection.close(CloseLimits.DEFAULT);
        assertFalse(connection.isInputOpen() || connection.isOutputOpen() || connection.isOpen());
        assertThrows(ClosedChannelException.class, connection::handshake);
    }

    @Test
    void rule5_3_whatIsTheCallersAgainHasNoSides() throws IOException {
        connection.transport().handBack();
        assertFalse(connection.isInputOpen() || connection.isOutputOpen());
        assertTrue(connection.isOpen());
        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, connection::handshake);
    }

    @Test
    void whatIsHereNeedsNoTransport() {
        assertFalse(connection.holdsData() || connection.isBlocking());
        layer.held = 1;
        assertTrue(connection.holdsData());
        layer.held = 0;
        transport.holdsMore = true;
        assertTrue(connection.holdsData());
        transport.blocks = true;
        assertTrue(connection.isBlocking());
        assertEquals(Optional.of(StubTransport.PEER), connection.peerAddress());
        assertEquals(connection.state().toString(), connection.toString());
    }

    @Test
    void whatTheBackendKnowsIsAskedThere() {
        assertEquals("h2", connection.applicationProtocol());
        assertEquals("SSL_NULL_WITH_NULL_NULL", connection.sslSession().getCipherSuite());
    }

    /** The callback has asked for the end, and is told that of what it asks for then. */
    @Test
    void rule8_4_aCallbackThatHasClosedItsConnectionIsToldThatItIsClosed() throws IOException {
        layer.reads(1, dst -> {
            connection.close();
            assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1)));
            return data(1).on(dst);
        });
        assertEquals(1, connection.read(ByteBuffer.allocate(1)));
    }

    @Test
    void rule4_7_whatThePeerHasSaidIsToldBeforeOurOwnFailure() throws IOException {
        Connection refused = new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner() {
            @Override
            public OptionalInt fatalAlert(SSLException thrown) {
                return OptionalInt.of(40);
            }
        });
        assertEquals(Progress.DONE, refused.handshake());
        SocketException reset = new SocketException("reset");
        layer.writes.add(failure(reset));
        layer.reads(1, failure(new SSLException("handshake_failure")));
        FatalAlertException told = assertThrows(FatalAlertException.class, () -> refused.write(ByteBuffer.allocate(1)));
        assertEquals(40, told.alert());
        assertEquals(List.of(reset), List.of(told.getSuppressed()));
    }

    @Test
    void whereThePeerHasSaidNothingOurFailureIsTold() {
        SocketException reset = new SocketException("reset");
        layer.writes.add(failure(reset));
        assertSame(reset, assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1))));
    }

    // Several at once

    private static Thread start(FutureTask<?> task) {
        Thread thread = new Thread(task, "other");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitWaiting(Thread thread, Thread.State how) {
        while (thread.getState() != how) {
            Thread.onSpinWait();
        }
    }

    private FutureTask<Integer> writer() {
        return new FutureTask<>(() -> connection.write(ByteBuffer.allocate(1)));
    }

    private FutureTask<Integer> reader() {
        return new FutureTask<>(() -> connection.read(ByteBuffer.allocate(1)));
    }

    /** What happens to somebody who is stuck in there. */
    private static ScriptedLayer.Act stuck(CountDownLatch entered, CountDownLatch mayLeave) {
        return data -> {
            entered.countDown();
            try {
                mayLeave.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Step.TAKEN;
        };
    }

    private static void assertIsTold(Class<? extends IOException> type, FutureTask<?> task) {
        assertInstanceOf(
                type, assertThrows(ExecutionException.class, () -> task.get()).getCause());
    }

    /** In TLS 1.2, with data of the peer's before its answer. */
    private FutureTask<Integer> writerWhoWaitsForAReader() {
        layer.held = 1;
        transport.blocks = true;
        layer.writes.add(step(Step.WANT_READ));
        layer.writes.add(src -> {
            assertEquals(0, layer.held, "nobody has read");
            src.position(src.limit());
            return Step.TAKEN;
        });
        layer.handshakes.add(step(Step.WANT_READ));
        FutureTask<Integer> writer = writer();
        awaitWaiting(start(writer), Thread.State.TIMED_WAITING);
        return writer;
    }

    @Test
    void aWriterInAHandshakeWaitsForWhoeverReadsTheDataInItsWay() throws Exception {
        FutureTask<Integer> writer = writerWhoWaitsForAReader();
        layer.reads(1, dst -> {
            layer.held = 0;
            return data(1).on(dst);
        });
        assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        assertEquals(1, writer.get());
    }

    @Test
    void rule6_3_overATransportThatDoesNotBlockItComesBack() throws IOException {
        layer.writes.add(step(Step.WANT_READ));
        layer.handshakes.add(step(Step.WANT_READ));
        assertEquals(0, connection.write(ByteBuffer.allocate(1)));
        assertEquals(SelectionKey.OP_READ, connection.interestOps());
    }

    @Test
    void rule8_4_closeEndsTheWaitsOfAllWhoAreNotInsideYet() throws Exception {
        CountDownLatch entered = new CountDownLatch(2);
        CountDownLatch mayLeave = new CountDownLatch(1);
        FutureTask<Integer> waits = writerWhoWaitsForAReader();
        layer.writes.clear();
        layer.writes.add(stuck(entered, mayLeave));
        layer.reads(1, stuck(entered, mayLeave));
        List<FutureTask<Integer>> inside = List.of(reader(), writer());
        inside.forEach(ConnectionTest::start);
        entered.await();
        List<FutureTask<Integer>> outside = List.of(reader(), writer());
        outside.forEach(each -> awaitWaiting(start(each), Thread.State.WAITING));
        connection.close(CloseLimits.DEFAULT.withTimeout(Duration.ZERO));
        assertIsTold(ClosedChannelException.class, outside.get(0));
        assertIsTold(ClosedChannelException.class, outside.get(1));
        assertIsTold(ClosedChannelException.class, waits);
        assertFalse(inside.get(0).isDone() || inside.get(1).isDone());
        mayLeave.countDown();
    }
}
