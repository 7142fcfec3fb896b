// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;

/** What a report says of what has happened. */
class JournalTest {
    private final Journal journal = new Journal();
    private Sides sides = Sides.INITIAL.next(Event.HANDSHAKE_DONE);

    private CloseReport after(Event... events) {
        for (Event event : events) {
            Sides next = sides.next(event);
            journal.prepare(sides, next);
            journal.note(event, sides, next);
            sides = next;
        }
        return journal.report(sides);
    }

    @Test
    void nothingIsToldOfAConnectionThatGoesOn() {
        CloseReport report = after();
        assertEquals("NONE", report.protocol());
        assertEquals(Sent.NOTHING, report.sent());
        assertEquals(Received.NOTHING, report.received());
        assertEquals(First.NOBODY, report.first());
        assertEquals(OptionalInt.empty(), report.alert());
        assertTrue(report.flushTime().isEmpty() && report.peerTime().isEmpty());
        assertFalse(journal.exceeds(CloseLimits.DEFAULT.withDiscardedBytes(0).withDiscardedRecords(0)));
    }

    /** A backend may still meet it in a handshake that was canceled, when the end has been told. */
    @Test
    void whatDoesNotEndTheInputSideIsNotToldAsItsEnd() {
        sides = Sides.INITIAL.next(Event.HANDSHAKE_STARTED);
        CloseReport canceled = after(Event.CLOSE, Event.SILENCED);
        journal.alert(80);
        journal.cutAfter(3);
        assertEquals(canceled, after(Event.PEER_FATAL_ALERT, Event.TRANSPORT_ENDED));
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, NOTHING",
        "UNUSED, NOTHING",
        "CLOSING, CLOSE_NOTIFY_PENDING",
        "CLOSED, CLOSE_NOTIFY",
        "ABORTED, FATAL_ALERT",
        "FAILED, FAILED"
    })
    void eachOutputSideHasItsWord(OutputSide side, Sent sent) {
        assertEquals(
                sent,
                journal.report(new Sides(Handshake.DONE, side, InputSide.OPEN)).sent());
    }

    @ParameterizedTest
    @EnumSource(InputSide.class)
    void eachInputSideHasItsWord(InputSide side) {
        assertEquals(
                switch (side) {
                    case OPEN, UNUSED, UNHEARD -> Received.NOTHING;
                    case CLOSE_NOTIFY -> Received.CLOSE_NOTIFY;
                    case TRUNCATED -> Received.CUT_AT_BOUNDARY;
                    case FATAL_ALERT -> Received.FATAL_ALERT;
                    case PLAINTEXT -> Received.PLAINTEXT;
                    case INVALID -> Received.INVALID;
                    case TRANSPORT_FAILURE -> Received.TRANSPORT_FAILURE;
                },
                journal.report(new Sides(Handshake.DONE, OutputSide.OPEN, side)).received());
    }

    @Test
    void rule4_1_aCutInARecordIsToldWithItsPlace() {
        journal.cutAfter(4);
        CloseReport report = after(Event.TRANSPORT_ENDED);
        assertEquals(Received.CUT_INSIDE_RECORD, report.received());
        assertEquals(4, report.cutAfter());
    }

    @ParameterizedTest
    @CsvSource({
        "CLOSE, PEER_CLOSE_NOTIFY, LOCAL",
        "PEER_CLOSE_NOTIFY, CLOSE, PEER",
        "TRANSPORT_ENDED, CLOSE, PEER",
        "PEER_FATAL_ALERT, CLOSE, PEER",
        "READ_FAILED, CLOSE, PEER",
        "INVALID_INPUT, CLOSE, LOCAL",
        "HANDSHAKE_LATE, CLOSE, LOCAL",
        "WRITE_FAILED, PEER_CLOSE_NOTIFY, PEER",
        "WRITE_FAILED, INVALID_INPUT, LOCAL"
    })
    void whoeverEndsFirstIsNamed(Event one, Event other, First first) {
        assertEquals(first, after(one, other).first());
    }

    @Test
    void whatOnlyFailedHasNobodyEnded() {
        assertEquals(First.NOBODY, after(Event.WRITE_FAILED).first());
    }

    @Test
    void aVerdictOnWhatHasEndedIsNone() {
        assertEquals(
                First.PEER, after(Event.PEER_CLOSE_NOTIFY, Event.INVALID_INPUT).first());
    }

    @Test
    void whoGivesUpBeforeAnythingWasSaidIsFirst() {
        sides = Sides.INITIAL;
        assertEquals(First.LOCAL, after(Event.CLOSE).first());
    }

    /** What waiting there is in this test is between two looks at the clock. */
    @Test
    void timesRunFromTheRequest() {
        long before = System.nanoTime();
        CloseReport asked = after(Event.CLOSE);
        long since = System.nanoTime();
        assertTrue(asked.flushTime().isEmpty() && asked.peerTime().isEmpty());
        while (System.nanoTime() - since < 1_000_000) {
            Thread.onSpinWait();
        }
        Duration flush = after(Event.FLUSHED).flushTime().orElseThrow();
        Duration peer = after(Event.PEER_CLOSE_NOTIFY).peerTime().orElseThrow();
        long most = System.nanoTime() - before;
        assertTrue(flush.toNanos() >= 1_000_000 && flush.toNanos() <= most, flush::toString);
        assertTrue(peer.compareTo(flush) >= 0 && peer.toNanos() <= most, peer::toString);
    }

    @Test
    void whatCameUnaskedHasNoTime() {
        assertTrue(after(Event.PEER_CLOSE_NOTIFY).peerTime().isEmpty());
        assertTrue(after(Event.CLOSE, Event.FLUSHED).flushTime().isPresent());
        assertTrue(journal.report(sides).peerTime().isEmpty(), "not even later");
    }

    @Test
    void aTransportThatBreaksHasNoTimeOfThePeers() {
        assertTrue(after(Event.CLOSE, Event.READ_FAILED, Event.WRITE_FAILED)
                .peerTime()
                .isEmpty());
        assertTrue(journal.report(sides).flushTime().isEmpty());
    }

    @Test
    void allIsCounted() {
        journal.protocol("TLSv1.2");
        journal.alert(80);
        journal.controlRecord();
        journal.controlRecord();
        journal.read(3);
        journal.read(4);
        journal.wrote(5);
        journal.wrote(6);
        journal.discarded(7);
        journal.discarded(8);
        CloseReport report = after(Event.PEER_FATAL_ALERT);
        assertEquals("TLSv1.2", report.protocol());
        assertEquals(OptionalInt.of(80), report.alert());
        assertEquals(2, report.controlRecords());
        assertEquals(7, journal.bytesRead());
        assertEquals(11, journal.bytesWritten());
        assertEquals(15, report.discardedBytes());
        assertEquals(2, report.discardedRecords());
    }

    @Test
    void rule7_6_theBoundIsWhatMayBeReached() {
        journal.discarded(10);
        CloseLimits exact = CloseLimits.DEFAULT.withDiscardedBytes(10).withDiscardedRecords(1);
        assertFalse(journal.exceeds(exact));
        assertTrue(journal.exceeds(exact.withDiscardedBytes(9)));
        assertTrue(journal.exceeds(exact.withDiscardedRecords(0)));
    }
}
