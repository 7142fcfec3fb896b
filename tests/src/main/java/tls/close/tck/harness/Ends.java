// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;

/** What a connection came to, by its own report and by what its peer heard. */
public final class Ends {
    private static final int FATAL = 2;

    private Ends() {}

    /** Both close_notify alerts are through, and the peer heard one and no other alert. */
    public static void assertOrderly(Session session, First first) {
        CloseReport report = session.subject().report();
        assertEquals(Sent.CLOSE_NOTIFY, report.sent(), report::toString);
        assertEquals(Received.CLOSE_NOTIFY, report.received(), report::toString);
        assertEquals(first, report.first(), report::toString);
        assertTrue(report.orderly() && report.transportReusable(), report::toString);
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts(), session::toString);
    }

    /** As {@link #assertOrderly}, and nothing of any kind follows the alert. Ends the transport. */
    public static void assertOrderlyToTheEnd(Session session, First first) throws IOException {
        session.subject().connection().close();
        session.heardToTheEnd();
        assertOrderly(session, first);
        assertEquals(0, session.heard().surplus().length, session::toString);
        assertTrue(session.heard().failure().isEmpty(), session::toString);
    }

    /**
     * The peer heard what the report says, and the connection was not closed twice: a fatal alert, or close_notify with
     * or without user_canceled, or nothing. Ends the transport.
     */
    public static void assertClosedOnceAsReported(Session session) throws IOException {
        session.subject().connection().close();
        List<Alert> alerts = new ArrayList<>(session.heardToTheEnd().alerts());
        alerts.removeIf(Alert.warning(AlertDescription.NO_RENEGOTIATION)::equals); // It ends nothing.
        Sent sent = session.subject().report().sent();
        switch (sent) {
            case CLOSE_NOTIFY ->
                assertTrue(
                        alerts.equals(List.of(Alert.CLOSE_NOTIFY))
                                || alerts.equals(List.of(Alert.USER_CANCELED, Alert.CLOSE_NOTIFY)),
                        session::toString);
            case FATAL_ALERT -> assertTrue(alerts.size() == 1 && alerts.get(0).level() == FATAL, session::toString);
            case NOTHING, FAILED -> assertEquals(List.of(), alerts, session::toString);
            case CLOSE_NOTIFY_PENDING -> fail("closed, and still " + sent + ": " + session);
        }
    }

    /** Neither complete nor reusable, in the report and in its own words. */
    public static void assertNotOrderly(CloseReport report) {
        assertFalse(report.orderly() || report.transportReusable(), report::toString);
    }
}
