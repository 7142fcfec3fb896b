// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.harness.Faults.assertTransportFails;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.firstBytes;

import java.nio.ByteBuffer;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;

/** D: the peer's TCP is reset, between two records and inside one. */
public abstract class ResetScenarios {

    @Settings
    void rule4_5_scenario40_readMeetsAResetAtABoundary(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("before"));
            assertEquals("before", session.subject().readText(6));
            session.far().reset();
            assertReadMeetsReset(session);
        }
    }

    @Settings
    void rule4_5_scenario40_readMeetsAResetInsideARecord(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(firstBytes(data("lost"), 7));
            session.far().reset();
            assertReadMeetsReset(session);
        }
    }

    @Settings
    void rule4_5_scenario40_byeMeetsAResetAtABoundary(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.far().reset();
            assertByeMeetsReset(session);
        }
    }

    @Settings
    void rule4_5_scenario40_byeMeetsAResetInsideARecord(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(firstBytes(data("lost"), 7));
            session.far().reset();
            assertByeMeetsReset(session);
        }
    }

    private static void assertReadMeetsReset(Session session) {
        assertTransportFails(() -> session.subject().read(ByteBuffer.allocate(1)));
        assertTransportFails(() -> session.subject().read(ByteBuffer.allocate(1)));
        assertEquals(Received.TRANSPORT_FAILURE, session.subject().report().received(), session::toString);
        assertFalse(session.subject().connection().isInputOpen());
        assertTransportFails(() -> session.subject().bye(SHUT_RDWR));
        assertNotOrderly(session.subject().report());
    }

    /** TCP tells of a reset once. When our alert is told, what reading meets then is the system's choice. */
    private static void assertByeMeetsReset(Session session) {
        assertTransportFails(() -> session.subject().bye(SHUT_RDWR));
        assertTransportFails(() -> session.subject().bye(SHUT_RDWR));
        assertEquals(Sent.FAILED, session.subject().report().sent(), session::toString);
        assertNotOrderly(session.subject().report());
    }
}
