// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.Set;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.junit.jupiter.api.Test;
import tls.close.bc.EngineState.Event;
import tls.close.bc.EngineState.Handshake;
import tls.close.bc.EngineState.Input;
import tls.close.bc.EngineState.Output;

/** Every state that can be reached, with every event. */
class EngineStateTest {
    private final Set<EngineState> reachable = reachable();

    private static Set<EngineState> reachable() {
        Set<EngineState> states = new LinkedHashSet<>(Set.of(EngineState.INITIAL));
        int before;
        do {
            before = states.size();
            for (EngineState state : Set.copyOf(states)) {
                for (Event event : Event.values()) {
                    states.add(state.next(event));
                }
            }
        } while (states.size() > before);
        return states;
    }

    @Test
    void noSideOpensAgain() {
        for (EngineState state : reachable) {
            for (Event event : Event.values()) {
                EngineState next = state.next(event);
                assertTrue(next.output().compareTo(state.output()) >= 0, state + " " + event + " " + next);
                assertTrue(next.input().compareTo(state.input()) >= 0, state + " " + event + " " + next);
            }
        }
    }

    @Test
    void aHandshakeRunsOnlyWhileBothSidesAreOpen() {
        for (EngineState state : reachable) {
            if (state.handshake() == Handshake.NEW || state.handshake() == Handshake.RUNNING) {
                assertEquals(new EngineState(state.handshake(), Output.OPEN, Input.OPEN), state);
            }
        }
    }

    @Test
    void closingTheOutputLeavesTheInputOpenOnceEstablished() {
        for (EngineState state : reachable) {
            if (state.isEstablished()) {
                assertEquals(state.input(), state.next(Event.CLOSE_OUTPUT).input());
                assertEquals(state.output(), state.next(Event.PEER_CLOSE_NOTIFY).output());
                assertEquals(state.output(), state.next(Event.CLOSE_INPUT).output());
            }
        }
    }

    @Test
    void whatFailedHearsNothingMoreAndSaysNoData() {
        for (EngineState state : reachable) {
            for (Event event : Set.of(Event.FAILED, Event.PEER_FATAL_ALERT)) {
                EngineState next = state.next(event);
                assertEquals(Input.CLOSED, next.input());
                assertFalse(next.takesData());
                assertEquals(Output.CLOSED, next.next(Event.FLUSHED).output());
            }
        }
    }

    @Test
    void aFatalAlertOfThePeersIsNotAnswered() {
        reachable.forEach(state -> assertEquals(
                HandshakeStatus.NOT_HANDSHAKING,
                state.next(Event.PEER_FATAL_ALERT).status(true)));
    }

    @Test
    void whateverWaitsIsWrappedFirst() {
        for (EngineState state : reachable) {
            assertEquals(state.output() != Output.CLOSED, state.status(true) == HandshakeStatus.NEED_WRAP);
            assertEquals(
                    state.handshake() == Handshake.RUNNING
                            ? HandshakeStatus.NEED_UNWRAP
                            : HandshakeStatus.NOT_HANDSHAKING,
                    state.status(false));
        }
    }

    @Test
    void aHandshakeIsReportedOnceItIsFlushed() {
        EngineState complete = EngineState.INITIAL.next(Event.BEGUN).next(Event.COMPLETED);
        assertTrue(complete.isEstablished());
        assertEquals(Handshake.REPORTED, complete.next(Event.FLUSHED).handshake());
        assertEquals(Handshake.COMPLETE, complete.next(Event.BEGUN).handshake());
    }

    @Test
    void beforeTheHandshakeClosingIsTheEnd() {
        for (Event event : Set.of(Event.CLOSE_OUTPUT, Event.CLOSE_INPUT)) {
            EngineState end = EngineState.INITIAL.next(event);
            assertEquals(new EngineState(Handshake.ABANDONED, Output.CLOSED, Input.CLOSED), end);
            assertEquals(end, end.next(Event.BEGUN));
        }
    }
}
