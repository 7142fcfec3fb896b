// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.tck.peer.Alert;

/** What a connection came to, by its own report and by what its peer heard. */
final class Ends {
    private Ends() {}

    /** Both close_notify alerts are through, and the peer heard one and no other alert. */
    static void assertOrderly(Session session, First first) {
        CloseReport report = session.subject().report();
        assertEquals(Sent.CLOSE_NOTIFY, report.sent(), report::toString);
        assertEquals(Received.CLOSE_NOTIFY, report.received(), report::toString);
        assertEquals(first, report.first(), report::toString);
        assertTrue(report.orderly() && report.transportReusable(), report::toString);
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts(), session::toString);
    }

    /** As {@link #assertOrderly}, and nothing of any kind follows the alert. Ends the transport. */
    static void assertOrderlyToTheEnd(Session session, First first) throws IOException {
        session.subject().connection().close();
        session.heardToTheEnd();
        assertOrderly(session, first);
        assertEquals(0, session.heard().surplus().length, session::toString);
        assertTrue(session.heard().failure().isEmpty(), session::toString);
    }

    /** Neither complete nor reusable, in the report and in its own words. */
    static void assertNotOrderly(CloseReport report) {
        assertFalse(report.orderly() || report.transportReusable(), report::toString);
    }
}
