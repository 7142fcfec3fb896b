// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tls.close.conscrypt.EngineState.Event;
import tls.close.conscrypt.EngineState.Handshake;
import tls.close.conscrypt.EngineState.Input;
import tls.close.conscrypt.EngineState.Output;

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
    void afterTheHandshakeTheSidesAreIndependent() {
        for (EngineState state : reachable) {
            if (state.handshake() == Handshake.DONE) {
                assertEquals(state.input(), state.next(Event.CLOSE_OUTPUT).input());
                assertEquals(state.output(), state.next(Event.CLOSE_INPUT).output());
                assertEquals(state.output(), state.next(Event.PEER_CLOSE_NOTIFY).output());
            }
        }
    }

    @Test
    void aHandshakeThatWasLeftReadsNothing() {
        for (EngineState state : reachable) {
            if (state.handshake() == Handshake.LEFT) {
                assertNotEquals(Input.OPEN, state.input(), state::toString);
            }
        }
    }

    @Test
    void ruleE3_leavingALaterHandshakeDoesNotSayThatThePeerHasClosed() {
        for (EngineState state : reachable) {
            if (state.handshake() == Handshake.AGAIN && state.input() == Input.OPEN) {
                EngineState left = state.next(Event.CLOSE_OUTPUT);
                assertFalse(left.isInputClosed(), left::toString);
                assertTrue(left.isDeaf() && left.next(Event.CLOSE_INPUT).isInputClosed(), left::toString);
            }
        }
    }

    @Test
    void whatFailedHearsNothingMoreAndSaysNoData() {
        for (EngineState state : reachable) {
            for (Event event : Set.of(Event.FAILED, Event.PEER_FATAL_ALERT)) {
                EngineState next = state.next(event);
                assertFalse(next.takesData(), next::toString);
                assertTrue(next.next(Event.FLUSHED).isOver(), next::toString);
            }
            assertEquals(Output.CLOSED, state.next(Event.PEER_FATAL_ALERT).output(), "it is not answered");
        }
    }

    @Test
    void beforeTheHandshakeClosingIsTheEnd() {
        for (Event event : Set.of(Event.CLOSE_OUTPUT, Event.CLOSE_INPUT)) {
            EngineState end = EngineState.INITIAL.next(event);
            assertTrue(end.isOver(), end::toString);
            assertEquals(end, end.next(Event.BEGUN));
        }
    }

    @Test
    void aPeerThatCancelsLeavesTheAnswerToUs() {
        EngineState canceled = EngineState.INITIAL.next(Event.BEGUN).next(Event.PEER_CANCELED);
        assertEquals(new EngineState(Handshake.LEFT, Output.OPEN, Input.CLOSED), canceled);
        assertTrue(canceled.next(Event.CLOSE_OUTPUT).next(Event.FLUSHED).isOver());
    }
}
