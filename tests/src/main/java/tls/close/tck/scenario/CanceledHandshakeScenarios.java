// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.harness.Ends.assertOrderlyToTheEnd;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.newSessionTicket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.HeldHandshake;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.Flight;
import tls.close.tck.wire.TlsRecord;

/** J: we close before the handshake is done. */
public abstract class CanceledHandshakeScenarios {

    @Settings
    void rule9_1_scenario79_beforeTheHandshakeByeIsDoneAndSendsNothing(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_RDWR));
            assertUnused(session);
            session.assertCarriesPlaintext();
            session.finish();
            assertEquals(0, session.far().receiveToEnd().length);
        }
    }

    @Settings
    void rule9_1_scenario79_shutWrEndsAnUnusedConnectionToo(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_WR));
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_RDWR));
            assertUnused(session);
            session.subject().connection().close();
            session.finish();
            assertEquals(0, session.far().receiveToEnd().length);
        }
    }

    /** Only a server can have something to read by then. */
    @Settings(roles = Role.SERVER)
    void rule9_1_scenario79_aClientHelloThatNobodyReadStaysInTheTransport(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            session.arrive();
            int clientHello = session.wire().unread();
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_RDWR));
            assertEquals(clientHello, session.wire().unread());
            assertUnused(session);
        }
    }

    private static void assertUnused(Session session) {
        CloseReport report = session.subject().report();
        assertEquals(Sent.NOTHING, report.sent(), report::toString);
        assertEquals(Received.NOTHING, report.received(), report::toString);
        assertEquals(First.LOCAL, report.first(), report::toString);
        assertNotOrderly(report);
        assertIsClosed(session);
    }

    @Settings(roles = Role.CLIENT)
    void rule9_2_scenario80_afterTheClientHelloByeCancelsAndDoesNotWait(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            assertEquals(ContentType.HANDSHAKE, session.far().receiveRecord().type());
            byeDoesNotWait(session, SHUT_RDWR);
            assertCanceled(session);

            session.far().finish();
            handshake.failure();
            assertCanceled(session);
            assertIsClosed(session);
            session.finish();
            assertArrayEquals(
                    new byte[] {1, 90, 1, 0},
                    alertsInClear(Flight.of(session.far().receiveToEnd())),
                    "user_canceled and close_notify, each at level warning");
        }
    }

    private static byte[] alertsInClear(Flight flight) {
        assertEquals(0, flight.rest().length, flight::toString);
        ByteArrayOutputStream bodies = new ByteArrayOutputStream();
        for (TlsRecord each : flight.records()) {
            assertEquals(ContentType.ALERT, each.type(), flight::toString);
            bodies.writeBytes(each.body());
        }
        return bodies.toByteArray();
    }

    @Settings(roles = Role.SERVER)
    void rule9_2_scenario81_afterTheServersFlightByeCancelsAndDoesNotWait(Setting setting) throws Exception {
        requireIfEncrypted(setting);
        try (Session session = setting.open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            handshake.deliver(handshake.nextAnswer());
            handshake.nextAnswer();
            handshake.awaitReading();
            byeDoesNotWait(session, SHUT_RDWR);
            assertCanceled(session);

            session.far().finish();
            handshake.failure();
            assertCanceledToTheEnd(session);
        }
    }

    @Settings(roles = Role.SERVER)
    void rule9_2_scenario81_aHandshakeThatThePeerCompletesMeanwhileStaysCanceled(Setting setting) throws Exception {
        requireIfEncrypted(setting);
        try (Session session = setting.open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            handshake.deliver(handshake.nextAnswer());
            byte[] clientFinished = handshake.nextAnswer();
            handshake.awaitReading();
            byeDoesNotWait(session, SHUT_WR);

            handshake.deliver(clientFinished);
            session.peer().send(closeNotify());
            handshake.failure();
            assertCanceledToTheEnd(session);
        }
    }

    /** In TLS 1.2 a server's first flight is all in clear. */
    private static void requireIfEncrypted(Setting setting) {
        if (setting.version() == TlsVersion.TLS_1_3) {
            setting.require(Ability.CANCEL_ENCRYPTED_HANDSHAKE);
        }
    }

    /** Nothing at all is said then, rather than something that the peer would take for an attack; and it is reported. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.SERVER, lacking = Ability.CANCEL_ENCRYPTED_HANDSHAKE)
    void rule10_1_scenario81_aBackendThatCannotCancelAnEncryptedHandshakeEndsItSilently(Setting setting)
            throws Exception {
        try (Session session = setting.open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            handshake.deliver(handshake.nextAnswer());
            byte[] clientFinished = handshake.nextAnswer();
            handshake.awaitReading();
            byeDoesNotWait(session, SHUT_RDWR);
            handshake.deliver(clientFinished);
            session.peer().send(closeNotify());
            handshake.failure();
            assertSilentToTheEnd(session);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT, lacking = Ability.CANCEL_ENCRYPTED_HANDSHAKE)
    void rule10_1_scenario82_aBackendThatCannotCancelAnEncryptedHandshakeEndsItSilently(Setting setting)
            throws Exception {
        try (Session session = setting.open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            handshake.deliver(handshake.nextAnswer());
            byte[] serverFinished = handshake.nextAnswer();
            handshake.awaitReading();
            byeDoesNotWait(session, SHUT_RDWR);
            handshake.deliver(serverFinished);
            session.peer().send(closeNotify());
            handshake.failure();
            assertSilentToTheEnd(session);
        }
    }

    private static void assertSilentToTheEnd(Session session) throws Exception {
        CloseReport report = session.subject().report();
        assertEquals(Sent.NOTHING, report.sent(), report::toString);
        assertEquals(First.LOCAL, report.first(), report::toString);
        assertNotOrderly(report);
        assertIsClosed(session);
        session.subject().connection().close();
        assertEquals(List.of(), session.heardToTheEnd().alerts(), session::toString);
    }

    /** In TLS 1.2 the server's Finished is the last; until it has come, the handshake is not done. */
    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.CLIENT)
    void rule9_2_scenario82_beforeTheServersFinishedByeCancels(Setting setting) throws Exception {
        setting.require(Ability.CANCEL_ENCRYPTED_HANDSHAKE);
        try (Session session = setting.open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            handshake.deliver(handshake.nextAnswer());
            byte[] serverFinished = handshake.nextAnswer();
            handshake.awaitReading();
            byeDoesNotWait(session, SHUT_RDWR);

            handshake.deliver(serverFinished);
            session.peer().send(closeNotify());
            handshake.failure();
            assertCanceledToTheEnd(session);
        }
    }

    /** In TLS 1.3 the client's Finished is the last; what the server then sends is no longer the handshake. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule2_1_scenario82_afterOurFinishedNothingIsCanceled(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            session.handshake();
            session.arrive(newSessionTicket());
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_WR));
            session.arrive(newSessionTicket(), data("late"), closeNotify());
            assertEquals("late", session.subject().readTextToEnd());
            assertEquals(2, session.subject().report().controlRecords());
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    /** Without any limit, so that waiting for the peer would be for ever. */
    private static void byeDoesNotWait(Session session, CloseRequest how) throws Exception {
        TlsConnection connection = session.subject().connection();
        assertEquals(
                Progress.DONE,
                session.start(() -> connection.bye(how, CloseLimits.NONE)).result());
        assertFalse(connection.isOutputOpen());
        assertFalse(connection.isInputOpen());
        assertEquals(0, connection.interestOps(), "nothing is waited for");
    }

    private static void assertCanceledToTheEnd(Session session) throws Exception {
        assertCanceled(session);
        assertIsClosed(session);
        session.subject().connection().close();
        assertEquals(
                List.of(Alert.USER_CANCELED, Alert.CLOSE_NOTIFY),
                session.heardToTheEnd().alerts(),
                session::toString);
    }

    private static void assertCanceled(Session session) {
        CloseReport report = session.subject().report();
        assertEquals(Sent.CLOSE_NOTIFY, report.sent(), report::toString);
        assertEquals(Received.NOTHING, report.received(), report::toString);
        assertEquals(First.LOCAL, report.first(), report::toString);
        assertNotOrderly(report);
    }

    private static void assertIsClosed(Session session) {
        TlsConnection connection = session.subject().connection();
        assertThrows(ClosedChannelException.class, connection::handshake);
        assertThrows(ClosedChannelException.class, () -> connection.read(ByteBuffer.allocate(1)));
        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1)));
    }
}
