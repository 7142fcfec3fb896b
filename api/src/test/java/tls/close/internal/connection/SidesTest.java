// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state with every event: there are few enough to look at all of them. */
class SidesTest {

    @Test
    void theTableIsExactlyWhatItsJavadocSays() {
        assertEquals(
                List.of(
                        "HANDSHAKE_STARTED: NEW > STARTED",
                        "HANDSHAKE_DONE: NEW > DONE",
                        "HANDSHAKE_DONE: STARTED > DONE",
                        "HANDSHAKE_LATE: output OPEN > FAILED",
                        "HANDSHAKE_LATE: output CLOSING > FAILED",
                        "HANDSHAKE_LATE: input OPEN > UNUSED",
                        "CLOSE NEW: output OPEN > UNUSED",
                        "CLOSE NEW: input OPEN > UNUSED",
                        "CLOSE STARTED: output OPEN > CLOSING",
                        "CLOSE STARTED: input OPEN > UNUSED",
                        "CLOSE DONE: output OPEN > CLOSING",
                        "ANSWERED: output OPEN > CLOSING",
                        "SILENCED NEW: output OPEN > FAILED",
                        "SILENCED NEW: output CLOSING > FAILED",
                        "SILENCED STARTED: output OPEN > FAILED",
                        "SILENCED STARTED: output CLOSING > UNUSED",
                        "SILENCED DONE: output OPEN > FAILED",
                        "SILENCED DONE: output CLOSING > FAILED",
                        "GIVEN_UP: output OPEN > FAILED",
                        "GIVEN_UP: output CLOSING > FAILED",
                        "FLUSHED: output CLOSING > CLOSED",
                        "FLUSHED: output FAILED > CLOSED",
                        "ALERTED: output FAILED > ABORTED",
                        "PEER_CLOSE_NOTIFY: input OPEN > CLOSE_NOTIFY",
                        "PEER_CANCELED: input OPEN > INVALID",
                        "TRANSPORT_ENDED: input OPEN > TRUNCATED",
                        "PEER_FATAL_ALERT: output OPEN > FAILED",
                        "PEER_FATAL_ALERT: output CLOSING > FAILED",
                        "PEER_FATAL_ALERT: input OPEN > FATAL_ALERT",
                        "PEER_FATAL_ALERT: input UNUSED > FATAL_ALERT",
                        "PEER_FATAL_ALERT: input UNHEARD > FATAL_ALERT",
                        "PEER_WENT_ON: input OPEN > PLAINTEXT",
                        "INVALID_INPUT: output OPEN > FAILED",
                        "INVALID_INPUT: output CLOSING > FAILED",
                        "INVALID_INPUT: input OPEN > INVALID",
                        "READ_FAILED: input OPEN > TRANSPORT_FAILURE",
                        "WRITE_FAILED: output OPEN > FAILED",
                        "WRITE_FAILED: output CLOSING > FAILED",
                        "CANCEL_FAILED: output OPEN > FAILED",
                        "CANCEL_FAILED: output CLOSING > FAILED",
                        "CANCEL_FAILED: input UNUSED > UNHEARD",
                        "NOTHING_HEARD: input UNHEARD > UNUSED"),
                changes());
    }

    /** What changes, with as much of the state before as it depends on. */
    private static List<String> changes() {
        List<String> changes = new ArrayList<>();
        for (Event event : Event.values()) {
            List<String> ofEvent = new ArrayList<>();
            states().forEach(before -> {
                Sides after = before.next(event);
                boolean inHandshake = event == Event.CLOSE || event == Event.SILENCED;
                String with = inHandshake ? event + " " + before.handshake() : event.toString();
                note(ofEvent, event + ": ", before.handshake(), after.handshake());
                note(ofEvent, with + ": output ", before.output(), after.output());
                note(ofEvent, with + ": input ", before.input(), after.input());
            });
            changes.addAll(inTableOrder(ofEvent));
        }
        return changes;
    }

    private static void note(List<String> changes, String what, Enum<?> before, Enum<?> after) {
        if (before != after) {
            changes.add(what + before + " > " + after);
        }
    }

    private static List<String> inTableOrder(List<String> changes) {
        List<String> distinct = changes.stream().distinct().toList();
        return distinct.stream()
                .sorted((a, b) -> {
                    String[] one = a.split(": ", 2);
                    String[] other = b.split(": ", 2);
                    boolean bothSides = one[0].equals(other[0]);
                    return bothSides ? rank(a) - rank(b) : distinct.indexOf(a) - distinct.indexOf(b);
                })
                .toList();
    }

    private static int rank(String change) {
        return change.contains("output") ? 0 : 1;
    }

    @ParameterizedTest
    @MethodSource("states")
    void rule1_1_aSideThatHasEndedNeverReopens(Sides before) {
        for (Event event : Event.values()) {
            Sides after = before.next(event);
            assertTrue(
                    before.output() == OutputSide.OPEN || after.output() != OutputSide.OPEN,
                    () -> event + " reopened the output of " + before);
            assertTrue(
                    before.input() == InputSide.OPEN || after.input() != InputSide.OPEN,
                    () -> event + " reopened the input of " + before);
            assertTrue(
                    before.awaitsEnd() || before.isCanceled() || after.input() == before.input(),
                    () -> event + " changed how the input of " + before + " ended");
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void rule4_3_onlyThePeersCloseNotifyIsAProperEnd(Sides before) {
        for (Event event : Event.values()) {
            Sides after = before.next(event);
            assertTrue(
                    after.input() != InputSide.CLOSE_NOTIFY
                            || before.input() == InputSide.CLOSE_NOTIFY
                            || event == Event.PEER_CLOSE_NOTIFY,
                    () -> event + " passed for close_notify in " + before);
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void anEventThatComesTwiceChangesNothingMore(Sides before) {
        for (Event event : Event.values()) {
            assertEquals(before.next(event), before.next(event).next(event), () -> event + " twice on " + before);
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void whatIsLeftToDoIsToldByTheTwoSides(Sides now) {
        assertEquals(now.output() == OutputSide.CLOSED || now.output() == OutputSide.UNUSED, now.hasClosedOutput());
        assertEquals(now.input() == InputSide.CLOSE_NOTIFY || now.input() == InputSide.UNUSED, now.needsNoMoreInput());
        boolean mayStillSend = now.output() == OutputSide.OPEN || now.output() == OutputSide.CLOSING;
        boolean mayStillHear = now.input() == InputSide.OPEN || now.input() == InputSide.UNHEARD;
        assertEquals(!mayStillHear && !mayStillSend, now.isOver());
    }

    static Stream<Sides> states() {
        return Stream.of(Handshake.values())
                .flatMap(handshake -> Stream.of(OutputSide.values())
                        .flatMap(output ->
                                Stream.of(InputSide.values()).map(input -> new Sides(handshake, output, input))));
    }
}
