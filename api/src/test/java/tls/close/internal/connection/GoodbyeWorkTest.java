// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.failure;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.Selectable;
import tls.close.internal.transport.TransportAbandonedException;
import tls.close.spi.RecordLayer.Step;

/** What a worker does for a goodbye, from one turn to the next. */
@Timeout(30)
class GoodbyeWorkTest {
    private static final CloseLimits HOUR = CloseLimits.DEFAULT.withTimeout(Duration.ofHours(1));
    private static final Duration MOMENT = Duration.ofMillis(5);

    private final StubTransport transport = new StubTransport();
    private final ScriptedLayer layer = new ScriptedLayer();
    private final Connection connection =
            new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner());
    private GoodbyeTerms terms = new GoodbyeTerms(CloseRequest.SHUT_RDWR, HOUR);

    private GoodbyeWork workOver(Optional<Selectable> selectable) throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
        return new Goodbye(connection.exchange(), selectable, terms).work();
    }

    /** Over a transport that blocks, and with our alert out. */
    private GoodbyeWork thatHasSent() throws IOException {
        transport.blocks = true;
        GoodbyeWork work = workOver(Optional.empty());
        assertTrue(work.goOn(MOMENT));
        assertEquals(1, layer.closed);
        assertTrue(layer.rooms.isEmpty(), "the others say theirs first");
        return work;
    }

    private static void assertFails(Class<? extends Throwable> type, GoodbyeWork work) {
        assertFalse(work.goOn(MOMENT));
        assertTrue(work.isDone());
        assertInstanceOf(type, work.thrown());
    }

    private static void assertSucceeds(GoodbyeWork work) {
        assertFalse(work.goOn(MOMENT));
        assertTrue(work.isDone());
        assertNull(work.thrown());
    }

    @Test
    void rule7_2_aPeerThatIsSilentForOneTurnHasTheNext() throws IOException {
        GoodbyeWork work = thatHasSent();
        layer.reads(1, dst -> {
            Deadline turn = Objects.requireNonNull(transport.readBy);
            assertTrue(turn.remainingNanos() <= MOMENT.toNanos(), "others have their turn");
            while (!turn.isOver()) {
                Thread.onSpinWait();
            }
            throw new SocketTimeoutException();
        });
        assertTrue(work.goOn(MOMENT));
        assertFalse(work.isDone());
        layer.reads(1, step(Step.CLOSE_NOTIFY));
        assertSucceeds(work);
    }

    /** Or it would be tried again and again: a socket of the caller's own may have such a timeout. */
    @Test
    void rule6_4_aTransportThatIsLateBeforeItsTurnIsOverHasNoNext() throws IOException {
        transport.blocks = true;
        GoodbyeWork work = workOver(Optional.empty());
        for (int i = 0; i < 2; i++) {
            layer.flushes.add(failure(new SocketTimeoutException()));
        }
        assertTrue(work.goOn(Duration.ofHours(1)), "what the peer has sent may say why");
        assertFalse(work.goOn(Duration.ofHours(1)));
        assertInstanceOf(CloseTimeoutException.class, work.thrown());
    }

    @Test
    void rule7_2_whoIsSilentUntilTheEndIsLate() throws IOException {
        terms = new GoodbyeTerms(CloseRequest.SHUT_RDWR, HOUR.withTimeout(Duration.ZERO));
        GoodbyeWork work = thatHasSent();
        layer.reads(1, failure(new SocketTimeoutException()));
        assertFails(CloseTimeoutException.class, work);
    }

    @Test
    void rule7_4_aTransportThatWasGivenUpHasNoNextTurn() throws IOException {
        GoodbyeWork work = thatHasSent();
        layer.reads(1, failure(new TransportAbandonedException(null)));
        assertFails(CloseTimeoutException.class, work);
    }

    @Test
    void rule8_2_aReaderMayMeetTheEndInTheMomentInWhichATurnIsOver() throws IOException {
        GoodbyeWork work = thatHasSent();
        layer.reads(1, dst -> {
            connection.state().apply(Event.PEER_CLOSE_NOTIFY);
            throw new SocketTimeoutException();
        });
        assertTrue(work.goOn(MOMENT));
        assertSucceeds(work);
    }

    @Test
    void rule7_3_afterAnInterruptNobodyWaitsForAPeer() throws IOException {
        GoodbyeWork work = thatHasSent();
        terms.cancel();
        assertFails(InterruptedIOException.class, work);
        assertTrue(layer.rooms.isEmpty());
    }

    @Test
    void rule7_3_whatIsOverIsOverAlsoAfterAnInterrupt() throws IOException {
        GoodbyeWork work = thatHasSent();
        connection.state().apply(Event.PEER_CLOSE_NOTIFY);
        terms.cancel();
        assertSucceeds(work);
    }

    /** It has become one that a selector can wait for, but not that of the others. */
    @Test
    void aWorkerMayHaveASelectorOfItsOwn() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink()) {
            source.configureBlocking(false);
            GoodbyeWork work = workOver(Optional.of(new Held(source)));
            assertTrue(work.goOn(MOMENT));
            assertTrue(work.goOn(MOMENT), "nothing comes");
            assertEquals(1, layer.rooms.size());
            assertEquals(1, sink.write(ByteBuffer.allocate(1)));
            assertTrue(work.goOn(Duration.ofHours(1)), "something has come");
            terms.cancel();
            layer.reads(1, step(Step.WANT_READ));
            assertFails(InterruptedIOException.class, work);
        }
    }

    @Test
    void whatNothingCanWaitForIsAFailure() throws IOException {
        GoodbyeWork work = workOver(Optional.empty());
        assertTrue(work.goOn(MOMENT));
        assertFails(IOException.class, work);
    }

    @Test
    void rule4_7_aFailureToSendIsToldWhereNothingIsRead() throws IOException {
        SocketException pipe = new SocketException("broken pipe");
        terms = new GoodbyeTerms(CloseRequest.SHUT_WR, HOUR);
        layer.flushes.add(failure(pipe));
        GoodbyeWork work = workOver(Optional.empty());
        assertFalse(work.goOn(MOMENT));
        assertSame(pipe, work.thrown());
    }

    /** What is in non-blocking mode already. */
    private record Held(SelectableChannel channel) implements Selectable {
        @Override
        public Runnable hold() {
            throw new AssertionError("it is held");
        }
    }
}
