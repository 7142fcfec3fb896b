// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.newSessionTicket;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.Progress;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;

/** A: we close first. */
public abstract class InitiatorScenarios {
    /** Long enough to be told from no time at all. */
    private static final Duration DELAY = Duration.ofMillis(100);

    @Settings
    void rule3_1_scenario1_waitsForThePeersCloseNotify(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            assertFalse(bye.isDone(), "done before the peer said anything");
            session.peer().send(closeNotify());
            assertEquals(Progress.DONE, bye.result());
            assertOrderly(session, First.LOCAL);
            session.assertCarriesPlaintext();
        }
    }

    /** The time is what this is about: nothing else happens in it. */
    @Settings
    void rule3_1_scenario2_waitsForAPeerThatTakesItsTime(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            bye.thread().join(DELAY.toMillis());
            assertFalse(bye.isDone(), "done before the peer said anything");
            session.peer().send(closeNotify());
            assertEquals(Progress.DONE, bye.result());
            assertOrderly(session, First.LOCAL);
            Duration waited = session.subject().report().peerTime().orElseThrow();
            assertTrue(waited.compareTo(DELAY) >= 0, () -> "the report says " + waited);
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule3_2_scenario3_theAnswerMayShareASegmentWithEarlierData(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.peer().send(data("late"), closeNotify());
            assertEquals(Progress.DONE, bye.result());
            assertEquals(4, session.subject().report().discardedBytes());
            assertOrderly(session, First.LOCAL);
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule3_5_scenario4_bothCloseNotifyMayCross(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            assertOneCloseNotify(session);
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule2_3_scenario5_afterShutWrReadingGoesOnUntilThePeerCloses(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
            session.peer().expectCloseNotify();
            assertTrue(session.subject().connection().isInputOpen());
            assertFalse(session.subject().connection().isOutputOpen());
            session.arrive(data("still "), data("reading"), closeNotify());
            assertEquals("still reading", session.subject().readTextToEnd());
            assertOrderly(session, First.LOCAL);
        }
    }

    @Settings
    void rule3_6_scenario6_shutWrMayBeFollowedByShutRdwr(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.peer().send(closeNotify());
            assertEquals(Progress.DONE, bye.result());
            assertOneCloseNotify(session);
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule3_1_scenario7_aConnectionOnWhichNothingWasWrittenEndsLikeAnyOther(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("greeting"));
            assertEquals("greeting", session.subject().readText(8));
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.peer().send(closeNotify());
            assertEquals(Progress.DONE, bye.result());
            assertOrderly(session, First.LOCAL);
            assertEquals(0, session.heard().data().length);
            assertEquals(0, session.subject().report().discardedBytes());
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule2_1_scenario8_whatWasWrittenGoesOutFirst(Setting setting) throws Exception {
        byte[] much = new byte[100_000];
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> {
                session.subject().write(much);
                return session.subject().bye(SHUT_WR);
            });
            session.peer().expectData(much);
            session.peer().expectCloseNotify();
            assertEquals(Progress.DONE, bye.result());
            assertOneCloseNotify(session);
        }
    }

    /** Tickets come after the handshake in TLS 1.3 only, and only to a client. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule3_3_scenario9_ticketsThatNobodyReadDoNotDisturb(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(newSessionTicket(), newSessionTicket(), closeNotify());
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            assertOrderly(session, First.LOCAL);
            assertEquals(2, session.subject().report().controlRecords());
            assertEquals(0, session.subject().report().discardedBytes());
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule2_1_scenario10_exactlyOneCloseNotifyAtLevelWarning(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().write("data");
            session.subject().bye(SHUT_WR);
            session.subject().bye(SHUT_WR);
            session.arrive(closeNotify());
            session.subject().bye(SHUT_RDWR);
            session.subject().connection().close();
            session.peer().expectData("data");
            session.peer().expectCloseNotify();
            assertOneCloseNotify(session);
        }
    }

    @Settings
    void rule3_7_afterwardsReadAndWriteFail(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            session.subject().bye(SHUT_RDWR);
            assertThrows(
                    ClosedChannelException.class,
                    () -> session.subject().connection().read(ByteBuffer.allocate(1)));
            assertThrows(
                    ClosedChannelException.class,
                    () -> session.subject().connection().write(ByteBuffer.allocate(1)));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
        }
    }

    static void assertOneCloseNotify(Session session) {
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts(), session::toString);
    }

    private static void assertOrderly(Session session, First first) {
        assertOneCloseNotify(session);
        var report = session.subject().report();
        assertEquals(Sent.CLOSE_NOTIFY, report.sent(), report::toString);
        assertEquals(Received.CLOSE_NOTIFY, report.received(), report::toString);
        assertEquals(first, report.first(), report::toString);
        assertTrue(report.orderly() && report.transportReusable(), report::toString);
    }
}
