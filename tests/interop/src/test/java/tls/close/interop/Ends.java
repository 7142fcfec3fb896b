// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.ClosedChannelException;
import java.util.List;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;

/** The ways in which a connection may have ended. */
final class Ends {

    private Ends() {}

    /** Both close_notify are through, and {@code bye(SHUT_RDWR)} was done. */
    static void assertOrderly(Combination combination, First first, LocalEnd us) {
        CloseReport report = us.report();
        assertAll(
                report.toString(),
                () -> assertTrue(report.orderly()),
                () -> assertTrue(report.transportReusable()),
                () -> assertEquals(combination.protocol().standardName(), report.protocol()),
                () -> assertEquals(Sent.CLOSE_NOTIFY, report.sent()),
                () -> assertEquals(Received.CLOSE_NOTIFY, report.received()),
                () -> assertEquals(first, report.first()),
                () -> assertFalse(us.tls().isInputOpen()),
                () -> assertFalse(us.tls().isOutputOpen()),
                () -> assertThrows(ClosedChannelException.class, () -> us.read(1)),
                () -> assertThrows(ClosedChannelException.class, () -> us.write(Peer.LINE)));
    }

    /** Something else came than the peer's close_notify. */
    static void assertNotOrderly(Received received, LocalEnd us) {
        CloseReport report = us.report();
        assertAll(
                report.toString(),
                () -> assertFalse(report.orderly()),
                () -> assertFalse(report.transportReusable()),
                () -> assertEquals(received, report.received()),
                () -> assertFalse(us.tls().isInputOpen()));
    }

    /**
     * What the peer logged of our alerts: one close_notify at level warning, no user_canceled, nothing else (rule 2.1).
     * A peer that has answered reads no further and would not see a second one; that is seen where plaintext follows.
     */
    static void assertOneCloseNotify(Peer peer) throws InterruptedException {
        assertEquals(List.of(Alert.CLOSE_NOTIFY), peer.alertsFromUs());
    }
}
