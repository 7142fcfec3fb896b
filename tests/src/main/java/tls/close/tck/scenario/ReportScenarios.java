// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.damaged;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.firstBytes;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TruncationException;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/** Rule 10.1: the report tells the truth, at any time. */
@Tag("afterwards")
public abstract class ReportScenarios {

    @Settings
    void rule10_1_beforeTheHandshakeNothingIsKnown(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            CloseReport report = session.subject().report();
            assertEquals("NONE", report.protocol());
            assertState(Sent.NOTHING, Received.NOTHING, First.NOBODY, report);
            assertFalse(report.orderly() || report.transportReusable(), report::toString);
        }
    }

    @Settings
    void rule10_1_theReportFollowsAnEndThatWeBegin(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            CloseReport open = session.subject().report();
            assertEquals(setting.version().jdkName(), open.protocol());
            assertState(Sent.NOTHING, Received.NOTHING, First.NOBODY, open);
            assertFalse(open.orderly() || open.transportReusable(), open::toString);

            session.subject().bye(SHUT_WR);
            CloseReport halfClosed = session.subject().report();
            assertState(Sent.CLOSE_NOTIFY, Received.NOTHING, First.LOCAL, halfClosed);
            assertFalse(halfClosed.orderly() || halfClosed.transportReusable(), halfClosed::toString);
            assertTrue(halfClosed.flushTime().isPresent(), halfClosed::toString);
            assertEquals(Optional.empty(), halfClosed.peerTime());

            session.arrive(data("12345"), closeNotify());
            session.subject().bye(SHUT_RDWR);
            CloseReport closed = session.subject().report();
            assertState(Sent.CLOSE_NOTIFY, Received.CLOSE_NOTIFY, First.LOCAL, closed);
            assertTrue(closed.orderly() && closed.transportReusable(), closed::toString);
            assertEquals(5, closed.discardedBytes());
            assertEquals(halfClosed.flushTime(), closed.flushTime());
            assertTrue(
                    closed.peerTime().orElseThrow().compareTo(closed.flushTime().orElseThrow()) >= 0);
            assertState(Sent.CLOSE_NOTIFY, Received.NOTHING, First.LOCAL, halfClosed); // It was a snapshot.
        }
    }

    @Settings
    void rule10_1_theReportFollowsAnEndThatThePeerBegins(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("data"), closeNotify());
            assertEquals("data", session.subject().readTextToEnd());
            CloseReport halfClosed = session.subject().report();
            assertEquals(Received.CLOSE_NOTIFY, halfClosed.received());
            assertEquals(First.PEER, halfClosed.first());
            assertTrue(halfClosed.orderly(), halfClosed::toString);
            assertEquals(Optional.empty(), halfClosed.peerTime());
            // Some backends answer by themselves; then the output side is closed, and only then.
            assertEquals(
                    session.subject().connection().isOutputOpen() ? Sent.NOTHING : Sent.CLOSE_NOTIFY,
                    halfClosed.sent());

            session.subject().bye(SHUT_RDWR);
            CloseReport closed = session.subject().report();
            assertState(Sent.CLOSE_NOTIFY, Received.CLOSE_NOTIFY, First.PEER, closed);
            assertTrue(closed.transportReusable(), closed::toString);
            assertEquals(0, closed.discardedBytes());
            assertEquals(Optional.empty(), closed.peerTime());
        }
    }

    @Settings
    void rule10_1_aCutIsReportedToTheByte(Setting setting) throws Exception {
        for (int bytes : new int[] {0, 3, 7}) {
            try (Session session = setting.connect()) {
                session.peer().send(firstBytes(data("data"), bytes));
                session.far().finish();
                assertThrows(TruncationException.class, session.subject()::readToEnd);
                CloseReport report = session.subject().report();
                assertState(
                        Sent.NOTHING,
                        bytes == 0 ? Received.CUT_AT_BOUNDARY : Received.CUT_INSIDE_RECORD,
                        First.PEER,
                        report);
                assertEquals(bytes, report.cutAfter());
                assertFalse(report.orderly() || report.transportReusable(), report::toString);
            }
        }
    }

    @Settings
    void rule10_1_aFatalAlertIsReportedWithItsNumber(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.peer().send(fatal(AlertDescription.ACCESS_DENIED));
            assertThrows(FatalAlertException.class, session.subject()::readToEnd);
            CloseReport report = session.subject().report();
            assertState(Sent.FAILED, Received.FATAL_ALERT, First.PEER, report);
            assertEquals(OptionalInt.of(AlertDescription.ACCESS_DENIED.code()), report.alert());
        }
    }

    @Settings
    void rule10_1_whatWeRefuseIsReportedAsInvalid(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.peer().send(damaged(data("data")));
            assertThrows(SSLException.class, session.subject()::readToEnd);
            CloseReport report = session.subject().report();
            assertState(Sent.FATAL_ALERT, Received.INVALID, First.LOCAL, report);
            assertEquals(OptionalInt.empty(), report.alert());
        }
    }

    @Settings
    void rule10_1_aResetIsReportedAsTheTransports(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.far().reset();
            assertThrows(IOException.class, session.subject()::readToEnd);
            CloseReport report = session.subject().report();
            assertState(Sent.NOTHING, Received.TRANSPORT_FAILURE, First.PEER, report);
        }
    }

    /** Only a transport that doesn't block can leave a bye in the middle. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule10_1_aCloseNotifyThatIsStuckIsReportedAsPending(Setting setting) throws Exception {
        Session.Builder session = Session.of(setting);
        MemoryWire wire = MemoryWire.nonBlocking();
        try (TlsConnection connection = session.context().open(wire.near(), session.endpoint())) {
            PeerOnWire peer = new PeerOnWire(session.scriptedPeer(), wire.far());
            peer.alternate(() -> connection.handshake() == Progress.DONE);
            wire.acceptOnly(3);
            assertEquals(Progress.WANT_WRITE, connection.bye(SHUT_WR));
            assertState(Sent.CLOSE_NOTIFY_PENDING, Received.NOTHING, First.LOCAL, connection.report());
            assertEquals(Optional.empty(), connection.report().flushTime());
            wire.acceptAll();
            assertEquals(Progress.DONE, connection.bye(SHUT_WR));
            assertState(Sent.CLOSE_NOTIFY, Received.NOTHING, First.LOCAL, connection.report());
        }
    }

    /** A call on a non-blocking channel holds up nobody. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule10_1_nobodyWhoAsksWaitsForAThreadThatIsInTheTransport(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            BackgroundCall<?> handshake = BackgroundCall.run(session.subject()::handshake);
            handshake.awaitBlocked();
            assertAnswersAtOnce(session.subject().connection(), Sent.NOTHING);
            assertFalse(handshake.isDone());
            session.peer().handshake(handshake::result);

            BackgroundCall<String> reader = session.start(session.subject()::readTextToEnd);
            reader.awaitBlocked();
            assertAnswersAtOnce(session.subject().connection(), Sent.NOTHING);
            session.subject().bye(SHUT_WR);
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            assertAnswersAtOnce(session.subject().connection(), Sent.CLOSE_NOTIFY);
            assertFalse(reader.isDone() || bye.isDone());
            session.peer().send(closeNotify());
            assertEquals("", reader.result());
            assertEquals(Progress.DONE, bye.result());
        }
    }

    private static void assertAnswersAtOnce(TlsConnection connection, Sent sent) throws Exception {
        CloseReport report = BackgroundCall.call(() -> {
                    assertTrue(connection.isInputOpen());
                    assertEquals(sent == Sent.NOTHING, connection.isOutputOpen());
                    assertTrue(connection.isOpen());
                    assertEquals(0, connection.interestOps());
                    return connection.report();
                })
                .result();
        assertState(sent, Received.NOTHING, sent == Sent.NOTHING ? First.NOBODY : First.LOCAL, report);
    }

    private static void assertState(Sent sent, Received received, First first, CloseReport report) {
        assertEquals(sent, report.sent(), report::toString);
        assertEquals(received, report.received(), report::toString);
        assertEquals(first, report.first(), report::toString);
    }
}
