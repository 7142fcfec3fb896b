// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.harness.Faults.assertFails;
import static tls.close.tck.harness.Faults.assertTransportFails;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.garbage;
import static tls.close.tck.peer.Messages.newSessionTicket;
import static tls.close.tck.peer.Messages.unprotected;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.function.Executable;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.ConnectionEnd;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.HeldHandshake;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/** U: the peer's fatal alert lies in the input when our own write in the handshake fails. It says why. */
public abstract class HandshakeVerdictScenarios {
    private static final AlertDescription VERDICT = AlertDescription.INTERNAL_ERROR;

    // Over TCP, with our half of it shut: our own system refuses to write from then on, and reads as before.

    /** A server that has no place any more, or that was not meant to speak TLS with us, says so at once. */
    @Settings(roles = Role.CLIENT)
    void rule4_7_scenario155_aClientThatIsTurnedAwayAtTheDoorIsTold(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            turnAway(session, unprotected(fatal(VERDICT)));
            FatalAlertException told = assertTold(session.subject()::handshake);
            assertTold(session.subject()::handshake);
            assertTold(() -> session.subject().bye(SHUT_RDWR));
            assertEquals(1, told.getSuppressed().length, "the transport's own failure, however often it is told");
            assertHasFailed(session);
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule5_1_scenario155_anInterruptClosesNothingWhileThatIsLookedFor(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            turnAway(session, unprotected(fatal(VERDICT)));
            Thread.currentThread().interrupt();
            try {
                assertTold(() -> session.subject().connection().handshake());
            } finally {
                assertTrue(Thread.interrupted(), "the interrupt status");
            }
            session.far().send((byte) 'p');
            assertEquals("p", session.readPlaintext(1));
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule4_7_scenario155_withoutAnAlertTheTransportsFailureIsTold(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            session.finish();
            IOException failure = assertThrows(IOException.class, session.subject()::handshake);
            assertFalse(failure instanceof SSLException, failure::toString);
            TlsConnection connection = session.subject().connection();
            assertFalse(connection.isOutputOpen());
            assertFails(failure, connection::handshake);
            assertFails(failure, () -> connection.read(ByteBuffer.allocate(1)));
            assertFails(failure, () -> connection.bye(SHUT_RDWR));
            assertReported(session, Received.NOTHING, OptionalInt.empty());
        }
    }

    /** It may come when the failure is known already. */
    @Settings(roles = Role.CLIENT)
    void rule4_7_scenario155_anAlertThatComesBehindTheFailureIsToldByWhoeverAsksNext(Setting setting) throws Exception {
        for (Ask next : Ask.values()) {
            try (Session session = setting.open()) {
                session.finish();
                assertThrows(IOException.class, session.subject()::handshake);
                session.arrive(unprotected(fatal(VERDICT)));
                assertTold(() -> next.of(session.subject().connection()));
                assertHasFailed(session);
            }
        }
    }

    private enum Ask {
        HANDSHAKE {
            @Override
            void of(TlsConnection connection) throws IOException {
                connection.handshake();
            }
        },
        READ {
            @Override
            void of(TlsConnection connection) throws IOException {
                connection.read(ByteBuffer.allocate(1));
            }
        },
        BYE {
            @Override
            void of(TlsConnection connection) throws IOException {
                connection.bye(SHUT_RDWR);
            }
        };

        abstract void of(TlsConnection connection) throws IOException;
    }

    @Settings(roles = Role.CLIENT)
    void rule4_7_scenario155_closeFindsAnAlertThatComesBehindTheFailure(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            session.finish();
            assertThrows(IOException.class, session.subject()::handshake);
            session.arrive(unprotected(fatal(VERDICT)));
            session.subject().connection().close();
            assertReported(session, Received.FATAL_ALERT, OptionalInt.of(VERDICT.code()));
        }
    }

    /** What a client says last in TLS 1.2, and either in TLS 1.3, is the end of the handshake for the backend. */
    @Settings
    void rule4_7_scenario155_whoIsRefusedBesideItsLastFlightIsTold(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            loseTheLastFlight(session, setting, fatal(VERDICT));
            assertHasFailed(session);
        }
    }

    /** A server may go on before the client's Finished has come; nobody reads that where the handshake has failed. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule4_7_scenario155_whatComesBeforeTheAlertDoesNotHideIt(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            loseTheLastFlight(session, setting, newSessionTicket(), newSessionTicket(), fatal(VERDICT));
            assertHasFailed(session);
        }
    }

    private static void loseTheLastFlight(Session session, Setting setting, PeerMessage... last) throws Exception {
        HeldHandshake handshake = HeldHandshake.begin(setting, session);
        if (setting.role() == Role.SERVER) {
            handshake.deliver(handshake.nextAnswer());
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(handshake.nextAnswer());
        answer.writeBytes(session.heard().say(last));
        session.finish();
        handshake.deliver(answer.toByteArray());
        Executable outcome = handshake::outcome;
        // A server of TLS 1.3 that has no tickets to give has nothing more to say.
        assertTold(
                setting.role() == Role.SERVER && setting.version() == TlsVersion.TLS_1_3
                        ? () -> {
                            outcome.execute();
                            session.subject().read(ByteBuffer.allocate(1));
                        }
                        : outcome);
    }

    // Over a transport that does not block nobody reads while the handshake waits: the alert is met by who cancels it.

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule4_7_scenario155_whoCancelsAHandshakeThatHasBrokenIsTold(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            HeldHandshake.begin(setting, session);
            turnAway(session, unprotected(fatal(VERDICT)));
            assertTold(() -> session.subject().bye(SHUT_RDWR));
            assertTold(session.subject()::handshake);
            assertHasFailed(session);
        }
    }

    /** Half of the goodbye does not read; what comes after it does. */
    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule4_7_scenario155_afterACancellationThatFailsAllElseTellsTheAlert(Setting setting) throws Exception {
        for (Ask next : Ask.values()) {
            try (Session session = setting.open()) {
                HeldHandshake.begin(setting, session);
                turnAway(session, unprotected(fatal(VERDICT)));
                assertTransportFails(() -> session.subject().bye(SHUT_WR));
                assertTold(() -> next.of(session.subject().connection()));
                assertHasFailed(session);
            }
        }
    }

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule4_7_scenario155_closeFindsTheAlertInAHandshakeThatItCannotCancel(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            HeldHandshake.begin(setting, session);
            turnAway(session, unprotected(fatal(VERDICT)));
            assertReported(session, Received.FATAL_ALERT, OptionalInt.of(VERDICT.code()));
        }
    }

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule9_2_scenario155_whoCancelsAHandshakeThatHasBrokenWithoutAnAlertIsToldThat(Setting setting)
            throws Exception {
        for (PeerMessage nothing : List.of(garbage(), unprotected(closeNotify()))) {
            try (Session session = setting.open()) {
                HeldHandshake.begin(setting, session);
                turnAway(session, nothing);
                TlsConnection connection = session.subject().connection();
                assertTransportFails(() -> connection.bye(SHUT_RDWR));
                assertTransportFails(() -> connection.bye(SHUT_RDWR));
                assertThrows(IOException.class, connection::handshake);
                assertReported(session, Received.NOTHING, OptionalInt.empty());
            }
        }
    }

    /** That the cancellation also ends the wait of whoever is in the handshake is no failure, and hides none. */
    @Settings
    void rule10_3_scenario155_theEndOfAHandshakeThatCannotBeCanceledNamesTheTransportsFailure(Setting setting)
            throws Exception {
        List<ConnectionEnd> ends = new CopyOnWriteArrayList<>();
        try (Session session = Session.of(setting).listener(ends::add).open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            handshake.awaitReading();
            session.finish();
            TlsConnection connection = session.subject().connection();
            IOException failure = assertThrows(IOException.class, () -> connection.bye(SHUT_RDWR));
            assertThrows(IOException.class, handshake::outcome);
            connection.close();
            assertEquals(1, ends.size(), ends::toString);
            assertSame(failure, ends.get(0).failure().orElseThrow());
        }
    }

    // What is no verdict

    @Settings(roles = Role.CLIENT)
    void rule4_3_scenario155_aCloseNotifyBesideAFailedHandshakeIsNoOrderlyEnd(Setting setting) throws Exception {
        assertSaysNothing(setting, Received.INVALID, unprotected(closeNotify()));
    }

    @Settings(roles = Role.CLIENT)
    void rule4_3_scenario155_garbageBesideAFailedHandshakeIsNoVerdict(Setting setting) throws Exception {
        assertSaysNothing(setting, Received.INVALID, garbage());
    }

    private static void assertSaysNothing(Setting setting, Received received, PeerMessage message) throws Exception {
        try (Session session = setting.open()) {
            turnAway(session, message);
            IOException failure = assertThrows(IOException.class, session.subject()::handshake);
            assertFalse(failure instanceof SSLException, failure::toString);
            assertFails(failure, session.subject()::handshake);
            assertFails(failure, () -> session.subject().read(ByteBuffer.allocate(1)));
            assertFails(failure, () -> session.subject().bye(SHUT_RDWR));
            assertReported(session, received, OptionalInt.empty());
        }
    }

    private static void turnAway(Session session, PeerMessage message) throws Exception {
        session.arrive(message);
        session.finish();
    }

    /** The transport does not take the alert that says so. */
    @Settings(roles = Role.CLIENT)
    void rule9_3_scenario155_whatWeRefuseIsToldThoughThePeerCannotBe(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting)
                .peer(usual -> usual.withIdentity(TestPki.ec().untrustedServer()));
        try (Session session = options.open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            byte[] certificate = handshake.nextAnswer();
            session.finish();
            handshake.deliver(certificate);
            SSLException refusal = assertInstanceOf(SSLException.class, handshake.failure());
            assertFails(refusal, session.subject()::handshake);
            assertFails(refusal, () -> session.subject().read(ByteBuffer.allocate(1)));
            assertFails(refusal, () -> session.subject().bye(SHUT_RDWR));
            assertReported(session, Received.INVALID, OptionalInt.empty());
        }
    }

    // In memory, where the write fails at any byte

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule4_7_scenario155_whereverTheFirstFlightFailsTheAlertIsTold(Setting setting) throws Exception {
        IOException brokenPipe = new SocketException("Broken pipe");
        Session.Builder options = Session.of(setting);
        for (int written : new int[] {0, 1, 5, 6, 100}) {
            MemoryWire wire = MemoryWire.nonBlocking();
            try (TlsConnection connection = options.context().open(wire.near(), options.endpoint())) {
                wire.acceptOnly(0);
                assertEquals(Progress.WANT_WRITE, connection.handshake());
                wire.far().send(options.scriptedPeer().say(unprotected(fatal(VERDICT))));
                wire.failWritesAfter(written, brokenPipe);
                FatalAlertException told = assertTold(() -> {
                    assertEquals(Progress.WANT_WRITE, connection.handshake());
                    connection.handshake();
                });
                assertSame(brokenPipe, told.getSuppressed()[0]);
                assertEquals(written, wire.written().length);
                assertTold(() -> connection.bye(SHUT_RDWR));
                assertEquals(Sent.FAILED, connection.report().sent(), connection::toString);
            }
        }
    }

    private static FatalAlertException assertTold(Executable call) {
        IOException thrown = assertThrows(IOException.class, call);
        FatalAlertException told = assertInstanceOf(FatalAlertException.class, thrown);
        assertEquals(VERDICT.code(), told.alert());
        return told;
    }

    private static void assertHasFailed(Session session) throws IOException {
        TlsConnection connection = session.subject().connection();
        assertFalse(connection.isInputOpen() || connection.isOutputOpen());
        assertTold(() -> connection.read(ByteBuffer.allocate(1)));
        assertTold(() -> connection.bye(SHUT_RDWR));
        assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1)));
        assertReported(session, Received.FATAL_ALERT, OptionalInt.of(VERDICT.code()));
    }

    private static void assertReported(Session session, Received received, OptionalInt alert) {
        session.subject().connection().close();
        CloseReport report = session.subject().report();
        assertEquals(Sent.FAILED, report.sent(), report::toString);
        assertEquals(received, report.received(), report::toString);
        assertEquals(alert, report.alert(), report::toString);
        assertNotOrderly(report);
        assertFalse(report.transportReusable(), report::toString);
    }
}
