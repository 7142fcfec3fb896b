// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.internal.connection.ScriptedLayer.failure;
import static tls.close.internal.connection.ScriptedLayer.step;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.spi.RecordLayer.Step;

/** One of many goodbyes, from its seat in a selector to its outcome. */
class GoodbyeTest {
    private static final CloseLimits HOUR = CloseLimits.DEFAULT.withTimeout(Duration.ofHours(1));

    private final StubSelector selector = new StubSelector();
    private final StubSelector.Place place = selector.new Place();
    private final ScriptedLayer layer = new ScriptedLayer();
    private final Connection connection =
            new Connection(new HeldTransport(new StubTransport()), layer, TlsEndpoint.server(), new NoOwner());
    private final Goodbye goodbye =
            new Goodbye(connection.exchange(), Optional.of(place), new GoodbyeTerms(CloseRequest.SHUT_RDWR, HOUR));

    @BeforeEach
    void connect() throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
    }

    @Test
    void itBeginsWithItsAlertWhereTheSelectorCanWaitForTheRest() throws IOException {
        assertFalse(goodbye.isSeated());
        assertTrue(goodbye.begin(selector));
        assertTrue(goodbye.isSeated());
        assertEquals(1, layer.closed);
        assertTrue(layer.rooms.isEmpty(), "the others say theirs first");
        assertEquals(Progress.WANT_READ, goodbye.attempt());
        goodbye.await();
        assertEquals(SelectionKey.OP_READ, Objects.requireNonNull(place.key()).interestOps());
        assertTrue(goodbye.leave());
    }

    @Test
    void whereSomebodyIsBlockedAThreadHasToWait() throws IOException {
        place.isTaken = true;
        assertFalse(goodbye.begin(selector));
        assertFalse(goodbye.isSeated());
        assertEquals(0, layer.closed);
        goodbye.awaitNothing();
        assertEquals(Progress.WANT_READ, goodbye.attempt());
        goodbye.await();
        assertTrue(goodbye.wasOvertaken(), "no selector tells");
        assertFalse(goodbye.leave());
        goodbye.release();
    }

    /** Where nobody else has done anything the selector tells. */
    @Test
    void rule8_4_itSeesWhatOtherThreadsHaveDone() throws IOException {
        assertTrue(goodbye.begin(selector));
        assertEquals(Progress.WANT_READ, goodbye.attempt());
        assertTrue(goodbye.wasOvertaken(), "it is not waited for");
        goodbye.await();
        assertFalse(goodbye.wasOvertaken());
        goodbye.awaitNothing();
        assertTrue(goodbye.wasOvertaken());
        goodbye.await();
        connection.transport().beginClose();
        assertTrue(goodbye.wasOvertaken(), "close()");
    }

    @Test
    void rule8_2_itSeesThatAReaderHasMetWhatIsWaitedFor() throws IOException {
        assertTrue(goodbye.begin(selector));
        assertEquals(Progress.WANT_READ, goodbye.attempt());
        goodbye.await();
        connection.state().apply(Event.PEER_CLOSE_NOTIFY);
        assertTrue(goodbye.wasOvertaken());
        assertEquals(Progress.DONE, goodbye.attempt());
    }

    /** Our transport may be broken because the peer has said why. */
    @Test
    void rule4_7_aFailureToSendIsNoEndWhereThereIsMoreToRead() throws IOException {
        SocketException pipe = new SocketException("broken pipe");
        layer.flushes.add(failure(pipe));
        layer.reads(1, step(Step.END_OF_TRANSPORT));
        assertTrue(goodbye.begin(selector));
        assertSame(pipe, assertThrows(IOException.class, goodbye::attempt));
    }

    @Test
    void rule4_7_aFailureToSendIsOneWhereNothingIsRead() {
        SocketException pipe = new SocketException("broken pipe");
        layer.flushes.add(failure(pipe));
        Goodbye oneSide =
                new Goodbye(connection.exchange(), Optional.of(place), new GoodbyeTerms(CloseRequest.SHUT_WR, HOUR));
        assertSame(pipe, assertThrows(IOException.class, () -> oneSide.begin(selector)));
    }

    @Test
    void rule7_2_theTimeOfAGoodbyeThatWasTakenUpHereIsOver() throws IOException {
        assertEquals(Progress.WANT_READ, connection.bye(CloseRequest.SHUT_RDWR, HOUR));
        assertEquals(Optional.empty(), goodbye.end(null));
        CloseLimits oneTry = HOUR.withTimeout(Duration.ZERO);
        assertThrows(
                CloseTimeoutException.class,
                () -> connection.bye(CloseRequest.SHUT_RDWR, oneTry),
                "the next has a time of its own");
    }

    @Test
    void rule5_1_aModeThatCannotBeGivenBackIsAFailure() throws IOException {
        IllegalBlockingModeException kept = new IllegalBlockingModeException();
        place.atGiveBack = () -> {
            throw kept;
        };
        assertTrue(goodbye.begin(selector));
        assertEquals(Optional.empty(), goodbye.end(null));
        assertEquals(Optional.empty(), goodbye.outcome().failure());
        goodbye.release();
        assertSame(kept, goodbye.outcome().failure().orElseThrow().getCause());
    }

    @Test
    void whatHasFailedBeforeIsNotHiddenByThat() throws IOException {
        IOException before = new IOException("reset");
        place.atGiveBack = () -> {
            throw new IllegalBlockingModeException();
        };
        assertTrue(goodbye.begin(selector));
        assertEquals(Optional.empty(), goodbye.end(before));
        goodbye.release();
        assertSame(before, goodbye.outcome().failure().orElseThrow());
        goodbye.release();
    }
}
