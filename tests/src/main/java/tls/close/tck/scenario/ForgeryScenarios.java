// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.damaged;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.garbage;
import static tls.close.tck.peer.Messages.oversizeRecord;
import static tls.close.tck.peer.Messages.unprotected;

import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.function.Executable;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.PlaintextException;
import tls.close.TlsCloseException;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.PeerMessage;

/**
 * D: something that TLS does not accept stands where close_notify should. Each time the peer's own close_notify comes
 * right behind, and must not help.
 */
public abstract class ForgeryScenarios {

    @Settings
    void rule4_3_scenario41_readRefusesGarbage(Setting setting) throws Exception {
        assertReadRefuses(setting, garbage());
    }

    @Settings
    void rule4_6_scenario41_byeTellsWhatIsNoTlsFromForgery(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("true"), garbage(), closeNotify());
            assertThrows(PlaintextException.class, () -> session.subject().bye(SHUT_RDWR));
            assertThrows(PlaintextException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
            session.subject().connection().close();
            assertEquals(Received.PLAINTEXT, session.subject().report().received());
            assertNotOrderly(session.subject().report());
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heardToTheEnd().alerts(), session::toString);
        }
    }

    @Settings
    void rule4_3_scenario42_readRefusesACloseNotifyWithABadMac(Setting setting) throws Exception {
        assertReadRefuses(setting, damaged(closeNotify()));
    }

    @Settings
    void rule4_3_scenario42_byeRefusesACloseNotifyWithABadMac(Setting setting) throws Exception {
        assertByeRefuses(setting, damaged(closeNotify()));
    }

    @Settings
    void rule4_3_scenario43_readRefusesAnOversizeRecord(Setting setting) throws Exception {
        assertReadRefuses(setting, oversizeRecord());
    }

    @Settings
    void rule4_3_scenario43_byeRefusesAnOversizeRecord(Setting setting) throws Exception {
        assertByeRefuses(setting, oversizeRecord());
    }

    @Settings
    void rule4_3_scenario44_readRefusesAnUnauthenticatedCloseNotify(Setting setting) throws Exception {
        assertReadRefuses(setting, unprotected(closeNotify()));
    }

    @Settings
    void rule4_3_scenario44_byeRefusesAnUnauthenticatedCloseNotify(Setting setting) throws Exception {
        assertByeRefuses(setting, unprotected(closeNotify()));
    }

    private static void assertReadRefuses(Setting setting, PeerMessage forged) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("true"), forged, closeNotify());
            assertEquals("true", session.subject().readText(4));
            assertRefuses(() -> session.subject().read(ByteBuffer.allocate(1)));
            assertRefuses(() -> session.subject().read(ByteBuffer.allocate(1)));
            assertRefuses(() -> session.subject().bye(SHUT_WR));
            assertRefuses(() -> session.subject().bye(SHUT_RDWR));
            session.subject().connection().close();
            assertInvalid(session.subject().report());
            assertToldThePeerOnce(session);
        }
    }

    private static void assertByeRefuses(Setting setting, PeerMessage forged) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("true"), forged, closeNotify());
            assertRefuses(() -> session.subject().bye(SHUT_RDWR));
            assertRefuses(() -> session.subject().bye(SHUT_RDWR));
            assertRefuses(() -> session.subject().read(ByteBuffer.allocate(1)));
            session.subject().connection().close();
            assertEquals(4, session.subject().report().discardedBytes());
            assertInvalid(session.subject().report());
            assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent());
            // Nothing follows our close_notify, not even a fatal alert (rule 2.2).
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heardToTheEnd().alerts(), session::toString);
        }
    }

    /** It is neither a truncation nor an alert of the peer: those have exceptions of their own. */
    private static void assertRefuses(Executable call) {
        SSLException thrown = assertThrows(SSLException.class, call);
        assertFalse(thrown instanceof TlsCloseException, thrown::toString);
    }

    private static void assertInvalid(CloseReport report) {
        assertEquals(Received.INVALID, report.received(), report::toString);
        assertNotOrderly(report);
    }

    /** By one fatal alert: its number is the backend's choice, and the report tells whether there was one. */
    private static void assertToldThePeerOnce(Session session) throws Exception {
        List<Alert> alerts = session.heardToTheEnd().alerts();
        boolean told = session.subject().report().sent() == Sent.FATAL_ALERT;
        assertEquals(told ? 1 : 0, alerts.size(), session::toString);
        alerts.forEach(alert -> assertEquals(2, alert.level(), session::toString));
    }
}
