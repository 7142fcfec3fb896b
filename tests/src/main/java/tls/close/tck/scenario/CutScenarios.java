// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.harness.Ends.assertNotOrderly;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.TestReporter;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.Progress;
import tls.close.TruncationException;
import tls.close.tck.harness.Cuts;
import tls.close.tck.harness.LastFlight;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Subject;
import tls.close.tck.peer.Alert;
import tls.close.tck.wire.NearEnd;

/**
 * D, byte by byte: the transport ends after each byte of the peer's last flight, in the header, in the body and between
 * two records (26 to 35), and after all of it (38).
 */
public abstract class CutScenarios {

    @Settings
    void rule4_1_scenarios26to35_38_everyCutIsTruncationForAReaderAndThenForBye(Setting setting, TestReporter reporter)
            throws Exception {
        Cuts.everywhere(setting, "read then bye", reporter, count -> {
            try (Session session = setting.connect()) {
                LastFlight flight = LastFlight.of(setting, session.heard());
                session.far().send(flight.first(count));
                session.far().finish();
                assertReads(session.subject(), flight, count);
                session.peer().expectCloseNotify();
                InitiatorScenarios.assertOneCloseNotify(session);
                return flight;
            }
        });
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL}) // In memory, all channels are alike.
    void rule4_1_scenarios26to35_38_everyCutIsTruncationForByeAloneAndByteByByte(Setting setting, TestReporter reporter)
            throws Exception {
        Cuts.everywhere(setting, "bye in memory, byte by byte", reporter, count -> {
            try (MemorySession session = MemorySession.connect(setting)) {
                LastFlight flight = LastFlight.of(setting, session.heard());
                session.wire().far().send(flight.first(count));
                session.wire().cut();
                session.wire().readAtMost(1);
                assertSaysGoodbye(session.subject(), flight, count);
                assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
                return flight;
            }
        });
    }

    /** What came whole is delivered before the end is told, and told again. */
    private static void assertReads(Subject subject, LastFlight flight, int count) throws IOException {
        String text = flight.textIn(count);
        assertEquals(text, subject.readText(text.length()));
        ByteBuffer more = ByteBuffer.allocate(1);
        if (flight.isWhole(count)) {
            assertEquals(-1, subject.read(more));
            assertEquals(Progress.DONE, subject.bye(SHUT_RDWR));
            assertOrderly(subject.report());
        } else {
            var thrown = assertThrows(TruncationException.class, () -> subject.read(more));
            assertTruncated(thrown.report(), flight, count);
            assertThrows(TruncationException.class, () -> subject.read(more));
            assertFalse(subject.connection().isInputOpen());
            var again = assertThrows(TruncationException.class, () -> subject.bye(SHUT_RDWR));
            assertTruncated(again.report(), flight, count);
            assertEquals(First.PEER, subject.report().first());
        }
    }

    private static void assertSaysGoodbye(Subject subject, LastFlight flight, int count) throws IOException {
        if (flight.isWhole(count)) {
            assertEquals(Progress.DONE, subject.bye(SHUT_RDWR));
            assertOrderly(subject.report());
        } else {
            var thrown = assertThrows(TruncationException.class, () -> subject.bye(SHUT_RDWR));
            assertTruncated(thrown.report(), flight, count);
            assertThrows(TruncationException.class, () -> subject.bye(SHUT_RDWR));
            assertThrows(TruncationException.class, () -> subject.read(ByteBuffer.allocate(1)));
            assertTruncated(subject.report(), flight, count);
        }
        assertEquals(First.LOCAL, subject.report().first());
        assertEquals(flight.textIn(count).length(), subject.report().discardedBytes(), subject.report()::toString);
    }

    private static void assertOrderly(CloseReport report) {
        assertTrue(report.orderly() && report.transportReusable(), report::toString);
        assertEquals(0, report.cutAfter(), report::toString);
    }

    /** Rules 4.1 and 5.4, and the place of the cut. */
    private static void assertTruncated(CloseReport report, LastFlight flight, int count) {
        int cutAfter = flight.cutAfter(count);
        assertEquals(
                cutAfter == 0 ? Received.CUT_AT_BOUNDARY : Received.CUT_INSIDE_RECORD,
                report.received(),
                report::toString);
        assertEquals(cutAfter, report.cutAfter(), report::toString);
        assertNotOrderly(report);
    }
}
