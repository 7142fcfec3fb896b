// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.newSessionTicket;
import static tls.close.tck.peer.Messages.split;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.Progress;
import tls.close.TruncationException;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Subject;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.Flight;

/** D: the transport ends without close_notify, or with only a part of it. {@link CutScenarios} has each single byte. */
public abstract class TruncationScenarios {
    private static final int FULL_RECORD = 1 << 14;

    @Settings
    void rule4_1_scenario26_theEndAtABoundaryIsTruncation(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("all there is"));
            session.far().finish();
            assertEquals("all there is", session.subject().readText(12));
            assertTruncated(session.subject(), 0);
        }
    }

    @Settings
    void rule4_1_scenarios27to33_theEndInsideAFullRecordIsTruncation(Setting setting) throws Exception {
        for (int count : new int[] {1, 2, 3, 4, 5, 6, -1}) {
            try (Session session = setting.connect()) {
                byte[] record = session.heard().say(data(new byte[FULL_RECORD]));
                int cutAfter = count < 0 ? record.length + count : count;
                session.far().send(Arrays.copyOf(record, cutAfter));
                session.far().finish();
                assertTruncated(session.subject(), cutAfter);
            }
        }
    }

    @Settings // TLS 1.3 has no split alerts; a part of one is no end there either.
    void rule4_1_scenario36_aPartOfASplitCloseNotifyIsNoEnd(Setting setting) throws Exception {
        for (int missing : new int[] {26, 1}) {
            try (Session session = setting.connect()) {
                byte[] halves = session.heard().say(split(closeNotify(), 1));
                int first = Flight.of(halves).boundaries().get(0);
                session.far().send(Arrays.copyOf(halves, Math.max(first, halves.length - missing)));
                session.far().finish();
                // Truncation, or a backend that does not accept a split alert refuses it at once.
                assertThrows(SSLException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
                assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR));
                assertNotOrderly(session.subject().report());
            }
        }
    }

    @Settings(versions = TlsVersion.TLS_1_2) // RFC 8446 section 5.1: alerts "MUST NOT be fragmented across records".
    void rule4_1_scenario36_aWholeSplitCloseNotifyIsOrderlyWhereItIsAccepted(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(split(closeNotify(), 1));
            session.far().finish();
            if (isAccepted(session.subject())) {
                assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
                assertEquals(Received.CLOSE_NOTIFY, session.subject().report().received());
            } else {
                assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR));
                assertNotOrderly(session.subject().report());
            }
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT) // Only a server sends tickets, after the handshake.
    void rule4_1_scenario37_theEndAfterATicketIsTruncation(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(newSessionTicket());
            session.far().finish();
            assertTruncated(session.subject(), 0);
            assertEquals(1, session.subject().report().controlRecords());
        }
    }

    @Settings
    void rule4_1_scenario39_whatWasDecryptedIsReadBeforeTheTruncation(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("un"), data("read"));
            session.far().finish();
            StringBuilder text = new StringBuilder(session.subject().readText(1));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
            for (int i = 1; i < "unread".length(); i++) {
                text.append(session.subject().readText(1));
            }
            assertEquals("unread", text.toString());
            assertTruncated(session.subject(), 0);
        }
    }

    @Settings
    void rule4_1_scenario39_byeDiscardsWhatWasDecryptedAndTellsTheTruncation(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("un"), data("read"));
            session.far().finish();
            assertEquals("u", session.subject().readText(1));
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
            assertEquals(5, session.subject().report().discardedBytes());
            assertTruncated(session.subject(), 0);
        }
    }

    @Settings
    void rule4_2_scenarios26to35_aLenientReaderMeetsTheEndButByeFails(Setting setting) throws Exception {
        for (int cutAfter : new int[] {0, 1, 5, 6}) {
            try (Session session = Session.of(setting)
                    .endpoint(usual -> usual.lenientTruncation())
                    .open()) {
                session.handshake();
                byte[] flight = session.heard().say(data("all there is"), closeNotify());
                int boundary = Flight.of(flight).boundaries().get(0);
                session.far().send(Arrays.copyOf(flight, boundary + cutAfter));
                session.far().finish();
                assertEquals("all there is", session.subject().readTextToEnd());
                assertEquals(-1, session.subject().read(ByteBuffer.allocate(1)));
                assertCut(session.subject().report(), cutAfter);
                assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
                assertCut(session.subject().report(), cutAfter);
            }
        }
    }

    private static boolean isAccepted(Subject subject) throws Exception {
        try {
            assertEquals(-1, subject.read(ByteBuffer.allocate(1)));
            return true;
        } catch (SSLException e) {
            return false;
        }
    }

    private static void assertTruncated(Subject subject, int cutAfter) {
        assertThrows(TruncationException.class, () -> subject.read(ByteBuffer.allocate(1)));
        assertThrows(TruncationException.class, () -> subject.bye(SHUT_RDWR));
        assertCut(subject.report(), cutAfter);
    }

    private static void assertCut(CloseReport report, int cutAfter) {
        Received received = cutAfter == 0 ? Received.CUT_AT_BOUNDARY : Received.CUT_INSIDE_RECORD;
        assertEquals(received, report.received(), report::toString);
        assertEquals(cutAfter, report.cutAfter(), report::toString);
        assertNotOrderly(report);
    }
}
