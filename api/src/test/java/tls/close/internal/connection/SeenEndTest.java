// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.ConnectionEnd;
import tls.close.FatalAlertException;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.ChannelTransport;

/** What is known of an end is known to everybody who sees that it is one. */
@Timeout(60)
class SeenEndTest {
    /** Of some hundred one or two meet each other. */
    private static final int ROUNDS = 500 * Integer.getInteger("tls.close.rounds", 6);

    private static final int HANDSHAKE_FAILURE = 40;

    private final List<ConnectionEnd> told = Collections.synchronizedList(new ArrayList<>());

    /** A listener may take its time, and so long others meet what it has been told. */
    @Test
    void rule4_4_whoComesWhileAListenerIsToldOfAnAlertLearnsOfItToo() {
        List<IOException> met = new ArrayList<>();
        ConnectionState[] state = new ConnectionState[1];
        state[0] = established(end -> {
            told.add(end);
            met.add(state[0].inputEnd());
            met.add(state[0].outputEnd());
            met.add((IOException) state[0].outputClosed().getCause());
        });
        IOException thrown = state[0].failed(new SSLException("handshake_failure"), Event.READ_FAILED);
        state[0].announce();
        assertInstanceOf(FatalAlertException.class, thrown);
        assertEquals(List.of(thrown, thrown, thrown), met);
        assertEquals(thrown, told.get(0).failure().orElseThrow());
    }

    /** The writer met it, and the reader was in the transport all the while. */
    @Test
    void rule4_4_aResetBehindAnAlertDoesNotTakeItsPlace() {
        ConnectionState state = established(told::add);
        IOException alert = state.failed(new SSLException("handshake_failure"), Event.WRITE_FAILED);
        IOException unused = state.failed(new IOException("reset"), Event.READ_FAILED);
        assertEquals(alert, state.inputEnd());
    }

    /** Both sides end at once, and the second tells of both. */
    @Test
    void rule10_1_whoTellsOfTheEndKnowsAllOfIt() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        List<ConnectionState> states = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ConnectionState state = established(told::add);
            state.apply(Event.CLOSE);
            states.add(state);
        }
        FutureTask<Boolean> reader = new FutureTask<>(() -> applyToEach(states, Event.PEER_CLOSE_NOTIFY, arrived));
        Thread thread = new Thread(reader, "reader");
        thread.setDaemon(true);
        thread.start();
        assertTrue(applyToEach(states, Event.FLUSHED, arrived));
        assertTrue(reader.get(30, TimeUnit.SECONDS));
        assertEquals(ROUNDS, told.size());
        assertEquals(
                0,
                told.stream().filter(end -> end.report().flushTime().isEmpty()).count(),
                "no time to flush");
        assertEquals(
                0,
                told.stream().filter(end -> end.report().peerTime().isEmpty()).count(),
                "no time of the peer's");
    }

    private static boolean applyToEach(List<ConnectionState> states, Event event, AtomicInteger arrived) {
        int round = 0;
        for (ConnectionState state : states) {
            arrived.incrementAndGet();
            round++;
            while (arrived.get() < 2 * round) {
                Thread.onSpinWait(); // A thread that is woken up would be late.
            }
            if (state.apply(event).isOver()) {
                state.announce();
            }
        }
        return true;
    }

    private static ConnectionState established(Consumer<ConnectionEnd> listener) {
        ConnectionState state = new ConnectionState(
                TlsEndpoint.server(), new HeldTransport(new ChannelTransport(new NoChannel())), new Listener(listener) {
                    @Override
                    public OptionalInt fatalAlert(SSLException thrown) {
                        return OptionalInt.of(HANDSHAKE_FAILURE);
                    }
                });
        state.apply(Event.HANDSHAKE_STARTED);
        state.handshakeDone("TLSv1.3");
        return state;
    }
}
