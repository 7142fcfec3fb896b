// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.harness.Faults.assertFails;
import static tls.close.tck.harness.Faults.assertTransportFails;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.Progress;
import tls.close.TruncationException;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.wire.NearEnd;

/** M: the transport fails in reading, is closed, ends or is reset at an awkward moment. */
public abstract class TransportFaultScenarios {
    private final IOException reset = new SocketException("Connection reset");

    @Settings
    void rule4_5_scenario107_readThrowsWhatTheTransportThrew(Setting setting) throws Exception {
        for (int cutAfter : new int[] {0, 1, 5, 6}) {
            try (MemorySession session = MemorySession.connect(setting)) {
                int whole = session.say(data("before"));
                session.say(data("lost"));
                session.wire().failReadsAfter(whole + cutAfter, reset);
                assertEquals("before", session.subject().readText(6));
                assertFails(reset, () -> session.subject().read(ByteBuffer.allocate(1)));
                assertFails(reset, () -> session.subject().read(ByteBuffer.allocate(1)));
                assertFalse(session.subject().connection().isInputOpen());
                assertFails(reset, () -> session.subject().bye(SHUT_RDWR));
                assertFailedReading(session);
            }
        }
    }

    @Settings
    void rule4_5_scenario107_byeThrowsWhatTheTransportThrew(Setting setting) throws Exception {
        for (int cutAfter : new int[] {0, 1, 5, 6}) {
            try (MemorySession session = MemorySession.connect(setting)) {
                int whole = session.say(data("before"));
                session.say(data("lost"));
                session.wire().failReadsAfter(whole + cutAfter, reset);
                assertFails(reset, () -> session.subject().bye(SHUT_RDWR));
                assertFails(reset, () -> session.subject().bye(SHUT_RDWR));
                assertEquals(6, session.subject().report().discardedBytes());
                assertFailedReading(session);
            }
        }
    }

    @Settings
    void rule4_5_scenario108_aTransportThatIsClosedIsNoEnd(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("unread"), closeNotify());
            closeTransport(setting, session);
            assertTransportFails(() -> session.subject().bye(SHUT_WR));
            assertTransportFails(() -> session.subject().bye(SHUT_RDWR));
            assertTransportFails(() -> session.subject().read(ByteBuffer.allocate(1)));
            assertNotOrderly(session.subject().report());
            assertDoesNotThrow(() -> session.subject().connection().close());
        }
    }

    @Settings
    void rule4_5_scenario108_aTransportThatIsClosedAfterThePeersEndWasOrderly(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("all there is"), closeNotify());
            assertEquals("all there is", session.subject().readTextToEnd());
            closeTransport(setting, session);
            assertEndedWithoutTransport(session);
        }
    }

    @Settings
    void rule4_1_scenario109_ourAlertGoesOutAfterThePeersFin(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.far().finish();
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent());
            assertNotOrderly(session.subject().report());
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heardToTheEnd().alerts());
        }
    }

    @Settings
    void rule3_4_scenario109_ourAlertGoesOutAfterThePeersCloseNotifyAndFin(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            session.far().finish();
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            Ends.assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings
    void rule4_5_scenario110_aResetAfterThePeersEndChangesNothing(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("all there is"), closeNotify());
            assertEquals("all there is", session.subject().readTextToEnd());
            session.far().reset();
            assertEquals(-1, session.subject().read(ByteBuffer.allocate(1)));
            assertEndedWithoutTransport(session);
        }
    }

    @Settings
    void rule4_5_scenario110_aResetBehindThePeersEndIsNotMet(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().failReadsAfter(session.say(data("late"), closeNotify()), reset);
            session.wire().failWrites(reset);
            assertFails(reset, () -> session.subject().bye(SHUT_RDWR));
            assertTrue(session.subject().report().orderly(), session::toString);
            assertFalse(session.subject().report().transportReusable(), session::toString);
            assertEquals(4, session.subject().report().discardedBytes());
        }
    }

    @Settings
    void rule4_5_scenario110_aResetBehindBothEndsIsNotMet(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().failReadsAfter(session.say(data("late"), closeNotify()), reset);
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent());
            assertTrue(session.subject().report().orderly(), session::toString);
        }
    }

    /** The output side is not concerned: our close_notify went out all the same, and nothing else (rule 1.1). */
    private static void assertFailedReading(MemorySession session) throws IOException {
        assertEquals(Received.TRANSPORT_FAILURE, session.subject().report().received(), session::toString);
        assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent(), session::toString);
        assertNotOrderly(session.subject().report());
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
    }

    /** A backend that has answered by itself has nothing left to send; the others cannot send any more. */
    private static void assertEndedWithoutTransport(Session session) throws IOException {
        Sent sent = Sent.CLOSE_NOTIFY;
        try {
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
        } catch (IOException e) {
            assertFalse(e instanceof SSLException, e::toString);
            sent = Sent.FAILED;
        }
        assertEquals(sent, session.subject().report().sent(), session::toString);
        assertTrue(session.subject().report().orderly(), session::toString);
        assertEquals(sent == Sent.CLOSE_NOTIFY, session.subject().report().transportReusable(), session::toString);
    }

    private static void closeTransport(Setting setting, Session session) throws IOException {
        if (setting.nearEnd() == NearEnd.SOCKET) {
            session.wire().socket().close();
        } else {
            session.wire().channel().close();
        }
    }
}
