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

import java.nio.charset.StandardCharsets;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TlsContext;
import tls.close.TruncationException;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.CountingTrust;
import tls.close.tck.harness.JdkPeer;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Subject;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.LoopbackWire;

/** Rule 10.3, and scenario 126: whether a session may be resumed afterwards, and is. */
@Tag("afterwards")
public abstract class ResumptionScenarios {

    @Settings
    void rule10_3_theSessionStaysValidAfterAnOrderlyEnd(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            session.subject().bye(SHUT_RDWR);
            assertValid(true, session);
        }
    }

    @Settings
    void rule10_3_theSessionStaysValidAfterShutWrAlone(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            assertValid(true, session);
        }
    }

    @Settings
    void rule10_3_theSessionStaysValidAfterATruncation(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.far().finish();
            assertThrows(TruncationException.class, session.subject()::readToEnd);
            assertValid(true, session);
        }
    }

    @Settings
    void rule10_3_theSessionIsInvalidAfterAFatalAlertOfThePeer(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.peer().send(fatal(AlertDescription.INTERNAL_ERROR));
            assertThrows(FatalAlertException.class, session.subject()::readToEnd);
            assertValid(false, session);
        }
    }

    @Settings
    void rule10_3_theSessionIsInvalidAfterAFatalAlertOfOurs(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.peer().send(damaged(data("data")));
            assertThrows(SSLException.class, session.subject()::readToEnd);
            assertValid(false, session);
        }
    }

    @Settings
    void rule10_3_scenario126_aSessionIsResumedAfterAnOrderlyEnd(Setting setting) throws Exception {
        assertResumed(true, setting, (subject, peer, wire) -> {
            BackgroundCall<Progress> bye = BackgroundCall.call(() -> subject.bye(SHUT_RDWR));
            peer.expectCloseNotify();
            peer.closeOutput();
            bye.result();
        });
    }

    @Settings
    void rule10_3_scenario126_aSessionIsResumedAfterShutWrAlone(Setting setting) throws Exception {
        assertResumed(true, setting, (subject, peer, wire) -> {
            subject.bye(SHUT_WR);
            peer.expectCloseNotify();
        });
    }

    @Settings
    void rule10_3_scenario126_aSessionIsResumedAfterATruncation(Setting setting) throws Exception {
        assertResumed(true, setting, (subject, peer, wire) -> {
            wire.far().finish();
            assertThrows(TruncationException.class, () -> subject.bye(SHUT_RDWR));
        });
    }

    /** The client's duty: a server that puts its sessions into tickets cannot take them back (RFC 5077). */
    @Settings(roles = Role.CLIENT)
    void rule10_3_scenario126_noSessionIsResumedAfterAFatalAlert(Setting setting) throws Exception {
        assertResumed(false, setting, (subject, peer, wire) -> {
            wire.far().send("garbage, not a record".getBytes(StandardCharsets.US_ASCII));
            assertThrows(SSLException.class, subject::readToEnd);
        });
    }

    /** A client that only writes meets its tickets (TLS 1.3) after its own close_notify. */
    @Settings(roles = Role.CLIENT)
    void rule3_3_scenario134_ticketsThatAreMetInsideByeCanBeUsed(Setting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        setting.require(Ability.RESUME_WITH_LATE_TICKETS);
        CountingTrust trust = new CountingTrust(TestPki.ec().trustManagers());
        Session.Builder session = Session.of(setting).trust(trust);
        TlsContext context = session.context();
        SSLContext peers = JdkPeer.context(TestPki.ec().server().keyManagers(), trust);
        for (int i = 0; i < 2; i++) {
            connect(setting, session, context, peers, (subject, peer, wire) -> {
                subject.write("answer");
                wire.awaitUnread(setting.version() == TlsVersion.TLS_1_3 ? 1 : 0);
                BackgroundCall<Progress> bye = BackgroundCall.call(() -> subject.bye(SHUT_RDWR));
                peer.expectCloseNotify();
                peer.closeOutput();
                bye.result();
            });
        }
        assertEquals(1, trust.servers(), "full handshakes");
    }

    private static void assertValid(boolean valid, Session session) {
        assertEquals(valid, session.subject().connection().sslSession().isValid(), session::toString);
        session.subject().connection().close();
        assertEquals(valid, session.subject().connection().sslSession().isValid(), "after close()");
    }

    /** It is held to none of the rules that say which sessions may be resumed. */
    @Settings(lacking = Ability.RESUMPTION)
    void rule12_5_whoSaysThatItCannotResumeDoesNot(Setting setting) throws Exception {
        assertEquals(2, fullHandshakesOfTwo(setting, (subject, peer, wire) -> {
            subject.bye(SHUT_WR);
            peer.expectCloseNotify();
        }));
    }

    private static void assertResumed(boolean expected, Setting setting, Ending ending) throws Exception {
        setting.require(Ability.RESUMPTION);
        assertEquals(expected ? 1 : 2, fullHandshakesOfTwo(setting, ending));
    }

    /** Who is the client asks its trust manager about the server, unless the session is a resumed one. */
    private static int fullHandshakesOfTwo(Setting setting, Ending ending) throws Exception {
        CountingTrust trust = new CountingTrust(TestPki.ec().trustManagers());
        Session.Builder session = Session.of(setting).trust(trust);
        TlsContext context = session.context();
        SSLContext peers = JdkPeer.context(
                setting.role() == Role.CLIENT ? TestPki.ec().server().keyManagers() : new KeyManager[0], trust);
        connectAndEnd(setting, session, context, peers, ending);
        assertEquals(1, trust.servers());
        connectAndEnd(setting, session, context, peers, ending);
        return trust.servers();
    }

    private static void connectAndEnd(
            Setting setting, Session.Builder session, TlsContext context, SSLContext peers, Ending ending)
            throws Exception {
        connect(setting, session, context, peers, (subject, peer, wire) -> {
            // Tickets come before the server's data, so afterwards a client has them.
            peer.write("data");
            assertEquals("data", subject.readText(4));
            subject.write("answer");
            peer.expectData("answer");
            ending.of(subject, peer, wire);
        });
    }

    private static void connect(
            Setting setting, Session.Builder session, TlsContext context, SSLContext peers, Ending ending)
            throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(setting.nearEnd())) {
            Subject subject = session.subject(context, wire);
            SSLEngine engine = peers.createSSLEngine(Session.HOST, 443);
            engine.setUseClientMode(setting.role() == Role.SERVER);
            JdkPeer peer = new JdkPeer(engine, wire.far());
            peer.handshake(subject::handshake);
            ending.of(subject, peer, wire);
            subject.connection().close();
            assertTrue(subject.connection()
                    .report()
                    .protocol()
                    .startsWith(setting.version().jdkName()));
            assertFalse(subject.connection().isOpen());
        }
    }

    private interface Ending {
        void of(Subject subject, JdkPeer peer, LoopbackWire wire) throws Exception;
    }
}
