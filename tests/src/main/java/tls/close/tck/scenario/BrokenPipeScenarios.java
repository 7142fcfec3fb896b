// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Faults.assertFails;
import static tls.close.tck.harness.Faults.assertTransportFails;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.TruncationException;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;

/** M: our close_notify cannot be written, and the peer's end is in the input: it still counts. */
public abstract class BrokenPipeScenarios {
    private final IOException brokenPipe = new SocketException("Broken pipe");

    @Settings
    void rule4_5_scenario106_afterTheFailureThePeersEndCanBeRead(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(data("last words"), closeNotify());
            session.wire().failWrites(brokenPipe);
            assertFails(brokenPipe, () -> session.subject().bye(SHUT_WR));
            assertFalse(session.subject().connection().isOutputOpen());
            assertTrue(session.subject().connection().isInputOpen());
            assertEquals("last words", session.subject().readTextToEnd());
            assertFails(brokenPipe, () -> session.subject().bye(SHUT_RDWR));
            assertOrderlyButNotReusable(session.subject().report());
        }
    }

    @Settings
    void rule4_5_scenario106_byeReadsThePeersEndWhereverItsOwnAlertFails(Setting setting) throws Exception {
        for (int written : new int[] {0, 1, 5, 6}) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.say(data("last words"), closeNotify());
                session.wire().failWritesAfter(written, brokenPipe);
                assertFails(brokenPipe, () -> session.subject().bye(SHUT_RDWR));
                assertFails(brokenPipe, () -> session.subject().bye(SHUT_RDWR));
                assertEquals(-1, session.subject().read(ByteBuffer.allocate(1)));
                assertEquals(10, session.subject().report().discardedBytes());
                assertOrderlyButNotReusable(session.subject().report());
                assertEquals(written, session.wire().written().length);
            }
        }
    }

    @Settings
    void rule4_5_scenario106_byeReadsThePeersEndOverTcpToo(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("last words"), closeNotify());
            session.heardToTheEnd(); // From here on our own system refuses to write, and reads as before.
            assertTransportFails(() -> session.subject().bye(SHUT_RDWR));
            assertEquals(10, session.subject().report().discardedBytes());
            assertOrderlyButNotReusable(session.subject().report());
        }
    }

    @Settings
    void rule4_5_scenario106_withoutThePeersEndItIsNotOrderly(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(data("last words"));
            session.wire().cut();
            session.wire().failWrites(brokenPipe);
            assertFails(brokenPipe, () -> session.subject().bye(SHUT_RDWR));
            assertFails(brokenPipe, () -> session.subject().bye(SHUT_RDWR));
            Ends.assertNotOrderly(session.subject().report());
        }
    }

    @Settings
    void rule4_1_scenario106_aReaderIsToldOfTheTruncationAllTheSame(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(data("last words"));
            session.wire().cut();
            session.wire().failWrites(brokenPipe);
            assertFails(brokenPipe, () -> session.subject().bye(SHUT_WR));
            assertEquals("last words", session.subject().readText(10));
            assertThrows(TruncationException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
            assertEquals(Received.CUT_AT_BOUNDARY, session.subject().report().received());
        }
    }

    @Settings
    void rule4_1_scenario106_aTruncationThatWasMetBeforeIsWhatByeTells(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().cut();
            assertThrows(TruncationException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
            session.wire().failWrites(brokenPipe);
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
            Ends.assertNotOrderly(session.subject().report());
        }
    }

    private static void assertOrderlyButNotReusable(CloseReport report) {
        assertTrue(report.orderly(), report::toString);
        assertEquals(Received.CLOSE_NOTIFY, report.received(), report::toString);
        assertEquals(Sent.FAILED, report.sent(), report::toString);
        assertFalse(report.transportReusable(), report::toString); // rule 5.4
    }
}
