// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.firstBytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;

/** U: the peer's half of the transport ends without a word. That says nothing of our half. */
public abstract class BareEndScenarios {
    private static final int AT_A_BOUNDARY = 0;
    private static final int INSIDE_A_RECORD = 7;

    @Settings
    void rule1_1_scenario159_aStrictEndpointGoesOnWriting(Setting setting) throws Exception {
        for (int bytes : new int[] {AT_A_BOUNDARY, INSIDE_A_RECORD}) {
            try (Session session = setting.connect()) {
                end(session, bytes);
                assertThrows(TruncationException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
                assertWritingGoesOn(session, bytes);
                assertThrows(TruncationException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
                assertGoodbyeIsSaidOnce(session);
            }
        }
    }

    @Settings
    void rule1_1_scenario159_aLenientEndpointGoesOnWriting(Setting setting) throws Exception {
        for (int bytes : new int[] {AT_A_BOUNDARY, INSIDE_A_RECORD}) {
            try (Session session = connectLenient(setting)) {
                end(session, bytes);
                assertEquals(-1, session.subject().read(ByteBuffer.allocate(1)));
                assertWritingGoesOn(session, bytes);
                assertEquals(-1, session.subject().read(ByteBuffer.allocate(1)));
                assertGoodbyeIsSaidOnce(session);
            }
        }
    }

    /** Nobody has read, nobody has written: {@code bye} meets the end itself. */
    @Settings
    void rule4_2_scenario159_byeSaysGoodbyeOnceAndTellsOfTheTruncation(Setting setting) throws Exception {
        for (int bytes : new int[] {AT_A_BOUNDARY, INSIDE_A_RECORD}) {
            for (Session each : List.of(setting.connect(), connectLenient(setting))) {
                try (Session session = each) {
                    end(session, bytes);
                    assertThrows(
                            TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
                    assertGoodbyeIsSaidOnce(session);
                }
            }
        }
    }

    /** Nor does {@code close()} say more than that. */
    @Settings
    void rule10_2_scenario159_closeSaysGoodbyeOnce(Setting setting) throws Exception {
        for (Session each : List.of(setting.connect(), connectLenient(setting))) {
            try (Session session = each) {
                end(session, AT_A_BOUNDARY);
                session.subject().connection().close();
                assertEquals(
                        List.of(Alert.CLOSE_NOTIFY), session.heardToTheEnd().alerts(), session::toString);
                assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent(), session::toString);
                assertNotOrderly(session.subject().report());
            }
        }
    }

    private static Session connectLenient(Setting setting) throws Exception {
        Session session =
                Session.of(setting).endpoint(TlsEndpoint::lenientTruncation).open();
        session.handshake();
        return session;
    }

    private static void end(Session session, int bytes) throws IOException {
        session.peer().send(firstBytes(data("data"), bytes));
        session.far().finish();
    }

    private static void assertWritingGoesOn(Session session, int bytes) throws IOException {
        assertFalse(session.subject().connection().isInputOpen());
        assertTrue(session.subject().connection().isOutputOpen(), session::toString);
        CloseReport report = session.subject().report();
        assertEquals(Sent.NOTHING, report.sent(), report::toString);
        assertEquals(
                bytes == 0 ? Received.CUT_AT_BOUNDARY : Received.CUT_INSIDE_RECORD,
                report.received(),
                report::toString);
        assertEquals(First.PEER, report.first(), report::toString);
        session.subject().write("still here");
        session.peer().expectData("still here");
        assertEquals(List.of(), session.heard().alerts(), session::toString);
        assertTrue(session.subject().connection().isOutputOpen(), session::toString);
    }

    private static void assertGoodbyeIsSaidOnce(Session session) throws IOException {
        assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
        assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent(), session::toString);
        assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
        session.subject().connection().close();
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heardToTheEnd().alerts(), session::toString);
        assertEquals(0, session.heard().surplus().length, session::toString);
        assertNotOrderly(session.subject().report());
    }
}
