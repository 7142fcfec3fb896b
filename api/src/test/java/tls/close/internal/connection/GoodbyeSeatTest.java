// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.TlsEndpoint;

/** A place in a selector, from the mode that it needs to the mode that the channel had. */
class GoodbyeSeatTest {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    private final StubSelector selector = new StubSelector();
    private final StubSelector.Place place = selector.new Place();
    private final Goodbye goodbye = new Goodbye(
            new Connection(
                            new HeldTransport(new StubTransport()),
                            new ScriptedLayer(),
                            TlsEndpoint.server(),
                            new NoOwner())
                    .exchange(),
            Optional.of(place),
            new GoodbyeTerms(CloseRequest.SHUT_RDWR, CloseLimits.DEFAULT));

    private GoodbyeSeat seat() {
        return Objects.requireNonNull(GoodbyeSeat.of(place, selector));
    }

    @Test
    void rule5_1_theChannelHasTheOtherModeFromTheBeginningToTheEnd() throws IOException {
        GoodbyeSeat seat = seat();
        assertFalse(place.isBlocking());
        assertFalse(seat.leave(), "it has never waited");
        seat.release();
        assertTrue(place.isBlocking());
        assertEquals(0, place.held);
    }

    @Test
    void whatTheSelectorCannotWaitForHasNone() throws IOException {
        place.isTaken = true;
        assertNull(GoodbyeSeat.of(place, selector), "somebody is blocked in it");
        place.isTaken = false;
        place.close();
        assertNull(GoodbyeSeat.of(place, selector), "it is closed");
        try (Selector jdks = Selector.open()) {
            assertNull(GoodbyeSeat.of(selector.new Place(), jdks), "it is another provider's");
        }
    }

    @Test
    void itWaitsForWhatItWasToldLast() throws IOException {
        GoodbyeSeat seat = seat();
        assertFalse(seat.isWatched());
        seat.awaitNothing();
        seat.await(READ, goodbye);
        SelectionKey key = Objects.requireNonNull(place.key());
        assertSame(goodbye, key.attachment());
        assertEquals(READ, key.interestOps());
        assertTrue(seat.isWatched());
        seat.await(READ | WRITE, goodbye);
        assertEquals(READ | WRITE, key.interestOps());
        seat.awaitNothing();
        assertEquals(0, key.interestOps());
        assertFalse(seat.isWatched(), "somebody else goes on with it");
        seat.await(WRITE, goodbye);
        assertSame(key, place.key());
        assertEquals(WRITE, key.interestOps());
    }

    @Test
    void whoeverLeavesIsForgottenWhenTheSelectorLooks() throws IOException {
        GoodbyeSeat seat = seat();
        seat.await(READ, goodbye);
        assertTrue(seat.leave());
        assertFalse(seat.isWatched());
        seat.awaitNothing();
        selector.selectNow();
        assertFalse(place.isRegistered());
        seat.release();
        assertTrue(place.isBlocking());
    }

    /** As when another thread ends the connection, and its key with it. */
    @Test
    void rule8_5_aKeyThatOthersHaveCanceledIsNoFailure() throws IOException {
        GoodbyeSeat seat = seat();
        seat.await(READ, goodbye);
        SelectionKey first = Objects.requireNonNull(place.key());
        first.cancel();
        seat.await(READ, goodbye);
        assertFalse(seat.isWatched(), "not before the selector has looked");
        selector.selectNow();
        seat.await(WRITE, goodbye);
        assertNotSame(first, place.key());
        assertTrue(seat.isWatched());
        place.close();
        seat.await(READ, goodbye);
        assertFalse(seat.isWatched());
    }
}
