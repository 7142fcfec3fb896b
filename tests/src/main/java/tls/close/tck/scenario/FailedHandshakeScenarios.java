// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertClosedOnceAsReported;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.unprotected;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLException;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.tck.harness.HeldHandshake;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.TrustManagers;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.PeerOptions;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/** J: the handshake fails, by our verdict or by the peer's. */
public abstract class FailedHandshakeScenarios {
    /** The length of the record that a client may send in TLS 1.3 before it looks at the certificate. */
    private static final int CHANGE_CIPHER_SPEC = 6;

    /** Which fatal alert says so is the backend's choice. */
    @Settings
    void rule9_3_scenario84_aRefusedCertificateEndsTheConnectionOnce(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .endpoint(FailedHandshakeScenarios::asksForACertificate)
                .peer(usual -> usual.withIdentity(TestPki.ec().untrustedServer()))
                .open()) {
            assertRefusesOnce(session);
        }
    }

    /** A trust manager that fails has not trusted. */
    @Settings(roles = Role.CLIENT)
    void rule9_3_scenario84_aTrustManagerThatFailsEndsTheConnectionOnce(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .trust(TrustManagers.failing(() -> {
                    throw new IllegalStateException("no list of revoked certificates");
                }))
                .open()) {
            assertRefusesOnce(session);
        }
    }

    /** Nor has one that fails so badly that a backend lets it through. */
    @Settings(roles = Role.CLIENT)
    void rule9_3_scenario84_anErrorInATrustManagerIsTheEndToo(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .trust(TrustManagers.failing(() -> {
                    throw new StackOverflowError("in a trust manager");
                }))
                .open()) {
            Throwable thrown = assertThrows(Throwable.class, session::handshake);
            assertTrue(thrown instanceof StackOverflowError || thrown instanceof SSLException, thrown::toString);
            TlsConnection connection = session.subject().connection();
            assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1)));
            assertThrows(IOException.class, () -> connection.read(ByteBuffer.allocate(1)));
            assertEquals(Received.INVALID, connection.report().received(), connection::toString);
            assertNotOrderly(connection.report());
        }
    }

    private static void assertRefusesOnce(Session session) throws Exception {
        SSLException refusal = assertThrows(SSLException.class, session::handshake);
        assertFalse(refusal instanceof FatalAlertException, "it was our verdict, not the peer's");
        CloseReport report = session.subject().report();
        assertEquals(Received.INVALID, report.received(), report::toString);
        assertEquals(Sent.FATAL_ALERT, report.sent(), report::toString);
        assertHasFailed(session);
        assertClosedOnceAsReported(session);
    }

    private static TlsEndpoint asksForACertificate(TlsEndpoint usual) {
        return usual.isClient() ? usual : usual.clientAuth(TlsEndpoint.ClientAuth.NEED);
    }

    @Settings(roles = Role.CLIENT)
    void rule9_3_scenario84_afterThePeersRefusalNothingIsSent(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            HeldHandshake handshake = HeldHandshake.begin(setting, session);
            session.far().receiveRecord();
            session.peer().send(unprotected(fatal(AlertDescription.HANDSHAKE_FAILURE)));
            FatalAlertException refusal = assertInstanceOf(FatalAlertException.class, handshake.failure());
            assertEquals(AlertDescription.HANDSHAKE_FAILURE.code(), refusal.alert());
            CloseReport report = session.subject().report();
            assertEquals(Received.FATAL_ALERT, report.received(), report::toString);
            assertEquals(Sent.FAILED, report.sent(), report::toString);
            assertHasFailed(session);
            assertClosedOnceAsReported(session);
        }
    }

    private static void assertHasFailed(Session session) {
        TlsConnection connection = session.subject().connection();
        assertNotOrderly(session.subject().report());
        assertFalse(connection.isInputOpen() || connection.isOutputOpen());
        assertThrows(IOException.class, connection::handshake);
        assertThrows(IOException.class, () -> connection.bye(SHUT_WR));
        assertThrows(IOException.class, () -> connection.bye(SHUT_RDWR));
        assertThrows(IOException.class, () -> connection.read(ByteBuffer.allocate(1)));
        assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1)));
        assertNotOrderly(session.subject().report());
    }

    /** Over a transport that takes nothing for a while, which is one in memory. */
    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule9_3_scenario84_byeSendsAFatalAlertThatIsStillPending(Setting setting) throws Exception {
        MemoryWire wire = MemoryWire.nonBlocking();
        ScriptedPeer untrusted = ScriptedPeer.server(
                PeerOptions.of(setting.version()).withIdentity(TestPki.ec().untrustedServer()));
        PeerOnWire peer = new PeerOnWire(untrusted, wire.far());
        TlsConnection connection = client(setting, wire);

        assertEquals(Progress.WANT_READ, connection.handshake());
        peer.pump();
        wire.acceptOnly(CHANGE_CIPHER_SPEC);
        assertThrows(SSLException.class, connection::handshake);
        assertEquals(Progress.WANT_WRITE, connection.bye(SHUT_RDWR));
        assertEquals(SelectionKey.OP_WRITE, connection.interestOps());
        assertEquals(Progress.WANT_WRITE, connection.bye(SHUT_RDWR));

        wire.acceptAll();
        assertThrows(SSLException.class, () -> connection.bye(SHUT_RDWR));
        assertThrows(SSLException.class, () -> connection.bye(SHUT_RDWR));
        connection.close();
        peer.pump();
        assertEquals(1, untrusted.alerts().size(), untrusted::toString);
        assertEquals(2, untrusted.alerts().get(0).level(), untrusted::toString);
        assertNotOrderly(connection.report());
    }

    private static TlsConnection client(Setting setting, MemoryWire wire) throws GeneralSecurityException {
        return setting.provider()
                .newContext(Session.NO_KEYS, TestPki.ec().trustManagers())
                .open(
                        wire.near(),
                        TlsEndpoint.client(Session.HOST, 443)
                                .protocols(setting.version().jdkName()));
    }
}
