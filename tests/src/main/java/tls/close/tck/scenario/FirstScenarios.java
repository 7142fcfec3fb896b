// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Faults.assertFails;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.damaged;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.firstBytes;
import static tls.close.tck.peer.Messages.garbage;
import static tls.close.tck.peer.Messages.oversizeRecord;
import static tls.close.tck.peer.Messages.unprotected;
import static tls.close.tck.peer.Messages.userCanceled;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.FatalAlertException;
import tls.close.TlsEndpoint;
import tls.close.tck.harness.HeldHandshake;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Refusal;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.ClientAuth;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;

/** U: who was the first to end it, and what "orderly" says of whom. */
public abstract class FirstScenarios {

    // We refuse

    @Settings(roles = Role.CLIENT)
    void rule10_1_scenario157_aClientThatRefusesACertificateIsFirst(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .peer(usual -> usual.withIdentity(TestPki.ec().untrustedServer()))
                .open()) {
            Refusal.assertRefusal(assertThrows(Exception.class, session::handshake));
            assertFirst(First.LOCAL, Received.INVALID, session.subject().report());
        }
    }

    @Settings(roles = Role.SERVER)
    void rule10_1_scenario157_aServerThatRefusesACertificateIsFirst(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .endpoint(usual -> usual.clientAuth(TlsEndpoint.ClientAuth.NEED))
                .peer(usual -> usual.withIdentity(TestPki.ec().untrustedServer()))
                .open()) {
            Refusal.assertRefusal(assertThrows(Exception.class, session::handshake));
            assertFirst(First.LOCAL, Received.INVALID, session.subject().report());
        }
    }

    @Settings
    void rule10_1_scenario157_whoeverCannotAcceptARecordIsFirst(Setting setting) throws Exception {
        for (PeerMessage unacceptable : List.of(
                damaged(data("data")),
                damaged(closeNotify()),
                garbage(),
                oversizeRecord(),
                unprotected(closeNotify()))) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.say(unacceptable);
                assertThrows(SSLException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
                assertFirst(First.LOCAL, Received.INVALID, session.subject().report());
                session.subject().connection().close();
                assertFirst(First.LOCAL, Received.INVALID, session.subject().report());
            }
        }
    }

    @Settings
    void rule10_1_scenario157_whoeverCannotAcceptAFlightIsFirst(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            session.peer().send(garbage());
            assertThrows(SSLException.class, session.subject()::handshake);
            assertFirst(First.LOCAL, Received.INVALID, session.subject().report());
        }
    }

    // The peer refuses, cancels or goes away

    /** In TLS 1.3 a client may be told when its handshake is over. */
    @Settings(roles = Role.CLIENT)
    void rule10_1_scenario157_aServerThatRefusesUsIsFirst(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .peer(usual -> usual.withClientAuth(ClientAuth.REQUIRE))
                .open()) {
            var read = session.start(session.subject()::readToEnd);
            session.peer().alternate(read::isDone);
            assertThrows(FatalAlertException.class, read::result);
            assertFirst(First.PEER, Received.FATAL_ALERT, session.subject().report());
        }
    }

    @Settings
    void rule10_1_scenario157_aPeerThatSaysAFatalAlertIsFirst(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(fatal(AlertDescription.INTERNAL_ERROR));
            assertThrows(FatalAlertException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
            assertFirst(First.PEER, Received.FATAL_ALERT, session.subject().report());
        }
    }

    @Settings
    void rule10_1_scenario157_aPeerThatCancelsTheHandshakeIsFirst(Setting setting) throws Exception {
        for (List<PeerMessage> goodbye : List.of(
                List.<PeerMessage>of(unprotected(closeNotify())),
                List.<PeerMessage>of(unprotected(userCanceled()), unprotected(closeNotify())))) {
            try (Session session = setting.open()) {
                HeldHandshake handshake = HeldHandshake.begin(setting, session);
                session.heard().take();
                session.peer().send(goodbye.toArray(PeerMessage[]::new));
                handshake.failure();
                assertFirst(First.PEER, Received.INVALID, session.subject().report());
            }
        }
    }

    @Settings
    void rule10_1_scenario157_aPeerThatCutsTheHandshakeIsFirst(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            session.far().finish();
            handshake.failure();
            assertFirst(First.PEER, Received.CUT_AT_BOUNDARY, session.subject().report());
        }
    }

    @Settings
    void rule10_1_scenario157_aPeerThatCutsIsFirst(Setting setting) throws Exception {
        for (int bytes : new int[] {0, 7}) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.say(firstBytes(data("data"), bytes));
                session.wire().cut();
                assertThrows(IOException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
                assertFirst(
                        First.PEER,
                        bytes == 0 ? Received.CUT_AT_BOUNDARY : Received.CUT_INSIDE_RECORD,
                        session.subject().report());
            }
        }
    }

    /** What came first stays first, whatever follows. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule10_1_scenario157_whoSaidGoodbyeFirstIsFirstWhateverFollows(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.subject().bye(SHUT_WR);
            session.say(fatal(AlertDescription.INTERNAL_ERROR));
            assertThrows(FatalAlertException.class, () -> session.subject().bye(SHUT_RDWR));
            assertFirst(First.LOCAL, Received.FATAL_ALERT, session.subject().report());
        }
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(closeNotify());
            assertEquals(-1, session.subject().read(ByteBuffer.allocate(1)));
            session.subject().bye(SHUT_RDWR);
            assertEquals(First.PEER, session.subject().report().first(), session::toString);
        }
    }

    private static void assertFirst(First first, Received received, CloseReport report) {
        assertEquals(first, report.first(), report::toString);
        assertEquals(received, report.received(), report::toString);
        assertTrue(report.toString().contains(" not orderly:"), report::toString);
        assertTrue(report.toString().contains(", first " + first), report::toString);
    }

    // In words

    @Settings
    void rule10_1_scenario157_orderlyFromThePeerIsNotOrderlyFromUs(Setting setting) throws Exception {
        IOException brokenPipe = new SocketException("Broken pipe");
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(closeNotify());
            session.wire().failWrites(brokenPipe);
            assertFails(brokenPipe, () -> session.subject().bye(SHUT_RDWR));
            CloseReport report = session.subject().report();
            assertEquals(Sent.FAILED, report.sent(), report::toString);
            assertEquals(Received.CLOSE_NOTIFY, report.received(), report::toString);
            assertTrue(report.toString().contains(" orderly from the peer, not from us:"), report::toString);
        }
    }

    @Settings
    void rule10_1_scenario157_whatWasOrderlyOnBothSidesIsCalledSo(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(closeNotify());
            session.subject().bye(SHUT_RDWR);
            String words = session.subject().report().toString();
            assertTrue(words.contains(" orderly:"), words);
            assertFalse(words.contains("not"), words);
        }
    }
}
