// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsEndpoint.ClientAuth;
import tls.close.bc.TestCertificates.Identity;

/** Sessions of TLS 1.2 that are resumed, and those that must not be. */
class ResumptionTest {
    private static final TrustManager[] TRUST = TestCertificates.TRUSTED.trustManagers();
    private static final TlsEndpoint CLIENT =
            TlsEndpoint.client("localhost", 4433).protocols("TLSv1.2");
    private static final Identity SERVER = TestCertificates.TRUSTED.server();
    private static final Identity IDENTITY = TestCertificates.TRUSTED.client();

    private final TlsContext server = Side.context("bc", SERVER.keyManagers(), TRUST);
    private final TlsContext client = Side.context("bc", IDENTITY.keyManagers(), TRUST);

    static Stream<Arguments> sides() {
        return Side.all().filter(side -> ((Side) side.get()[0]).protocol().equals("TLSv1.2"));
    }

    private EnginePair pair(TlsEndpoint clientEnd, TlsEndpoint serverEnd) {
        return new EnginePair(client, clientEnd, server, serverEnd);
    }

    private EnginePair connect(TlsEndpoint clientEnd, TlsEndpoint serverEnd) throws SSLException {
        return settled(pair(clientEnd, serverEnd));
    }

    private static EnginePair settled(EnginePair pair) throws SSLException {
        pair.settle();
        pair.send(pair.client, "hello");
        assertEquals("hello", EnginePair.text(pair.server));
        return pair;
    }

    /** The server gives each new session an identifier of its own. */
    private static boolean isSameSession(EnginePair one, EnginePair other) {
        byte[] id = one.client.engine.getSession().getId();
        assertArrayEquals(id, one.server.engine.getSession().getId());
        return id.length > 0
                && Arrays.equals(id, other.client.engine.getSession().getId());
    }

    @ParameterizedTest
    @MethodSource("sides")
    void aSecondConnectionResumesTheSessionOfTheFirst(Side side) throws Exception {
        TlsContext clients = Side.context(side.client(), IDENTITY.keyManagers(), TRUST);
        TlsContext servers = Side.context(side.server(), SERVER.keyManagers(), TRUST);
        TlsEndpoint serverEnd = TlsEndpoint.server().clientAuth(ClientAuth.NEED);
        EnginePair first = settled(new EnginePair(clients, CLIENT, servers, serverEnd));
        for (int again = 0; again < 2; again++) {
            EnginePair next = settled(new EnginePair(clients, CLIENT, servers, serverEnd));
            assertTrue(isSameSession(first, next));
            assertEquals(SERVER.certificate(), next.client.engine.getSession().getPeerCertificates()[0]);
            assertEquals(IDENTITY.certificate(), next.server.engine.getSession().getPeerCertificates()[0]);
            assertEquals(IDENTITY.certificate(), next.client.engine.getSession().getLocalCertificates()[0]);
            assertEquals(
                    first.server.engine.getSession().getCipherSuite(),
                    next.server.engine.getSession().getCipherSuite());
        }
    }

    @Test
    void aClientThatChecksTheHostNameResumesNoSessionOfOneThatDidNot() throws Exception {
        EnginePair unchecked = connect(CLIENT.withoutHostNameCheck(), TlsEndpoint.server());
        assertTrue(isSameSession(unchecked, connect(CLIENT.withoutHostNameCheck(), TlsEndpoint.server())));
        assertFalse(isSameSession(unchecked, connect(CLIENT, TlsEndpoint.server())));
    }

    @Test
    void anotherServersSessionIsNotResumed() throws Exception {
        EnginePair first = connect(CLIENT, TlsEndpoint.server());
        TlsEndpoint otherPort = TlsEndpoint.client("localhost", 4434).protocols("TLSv1.2");
        TlsEndpoint unknownPort = TlsEndpoint.client("localhost", 0).protocols("TLSv1.2");
        for (TlsEndpoint other : new TlsEndpoint[] {otherPort, unknownPort, CLIENT.serverName("example.org")}) {
            assertFalse(isSameSession(first, connect(other, TlsEndpoint.server())), other::toString);
        }
        assertFalse(
                isSameSession(connect(unknownPort, TlsEndpoint.server()), connect(unknownPort, TlsEndpoint.server())));
    }

    /** RFC 6066 section 3. The provider's own client would not ask for it. */
    @Test
    void theServerResumesNoSessionUnderAnotherServerName() throws Exception {
        Resumer first = new Resumer(null, "localhost");
        settled(pair(first));
        Resumer again = new Resumer(first.session(), "localhost");
        settled(pair(again));
        assertSame(first.session(), again.session());
        Resumer elsewhere = new Resumer(first.session(), "example.org");
        settled(pair(elsewhere));
        assertNotSame(first.session(), elsewhere.session());
    }

    /** Identifiers travel in the clear; what counts is the knowledge of the secret. */
    @Test
    void whoeverKnowsOnlyTheIdentifierIsRefused() throws Exception {
        Resumer owner = new Resumer(null, "localhost");
        settled(pair(owner));
        TlsSession stolen = TlsUtils.importSession(
                owner.session().getSessionID(),
                new SessionParameters.Builder()
                        .setCipherSuite(
                                owner.session().exportSessionParameters().getCipherSuite())
                        .setNegotiatedVersion(ProtocolVersion.TLSv12)
                        .setExtendedMasterSecret(true)
                        .setMasterSecret(Crypto.shared().createSecret(new byte[48]))
                        .build());
        EnginePair thief = pair(new Resumer(stolen, "localhost"));
        assertThrows(SSLException.class, thief::settle);
        assertTrue(thief.client.engine.isInboundDone());
    }

    private EnginePair pair(Resumer peer) {
        return new EnginePair(BcPeers.clients(endpoint -> peer), CLIENT, server, TlsEndpoint.server());
    }

    @Test
    void aServerThatNeedsACertificateResumesNoSessionWithout() throws Exception {
        EnginePair first = connect(CLIENT, TlsEndpoint.server());
        EnginePair needed = connect(CLIENT, TlsEndpoint.server().clientAuth(ClientAuth.NEED));
        assertFalse(isSameSession(first, needed));
        assertEquals(IDENTITY.certificate(), needed.server.engine.getSession().getPeerCertificates()[0]);
    }

    @Test
    void whatIsNoLongerEnabledIsNotResumed() throws Exception {
        String one = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
        String other = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        UnaryOperator<TlsEndpoint> narrow = end -> end.cipherSuites(other);
        EnginePair first = connect(CLIENT.cipherSuites(one), TlsEndpoint.server());
        assertFalse(isSameSession(first, connect(narrow.apply(CLIENT), TlsEndpoint.server())));
        EnginePair second =
                connect(CLIENT.cipherSuites(one, other), TlsEndpoint.server().cipherSuites(one));
        assertFalse(
                isSameSession(second, connect(CLIENT.cipherSuites(one, other), narrow.apply(TlsEndpoint.server()))));
        EnginePair third = connect(CLIENT, TlsEndpoint.server());
        EnginePair later = connect(CLIENT.protocols("TLSv1.3"), TlsEndpoint.server());
        assertEquals("TLSv1.3", later.client.engine.getSession().getProtocol());
        assertFalse(isSameSession(third, later));
    }

    /** The client offers its session and TLS 1.3 together, and must not mix them up. */
    @Test
    void aServerThatHasLearntTls13MakesANewSession() throws Exception {
        TlsEndpoint both = CLIENT.protocols("TLSv1.2", "TLSv1.3");
        EnginePair first = connect(both, TlsEndpoint.server().protocols("TLSv1.2"));
        EnginePair resumed = connect(both, TlsEndpoint.server().protocols("TLSv1.2"));
        assertTrue(isSameSession(first, resumed));
        EnginePair later = connect(both, TlsEndpoint.server());
        assertEquals("TLSv1.3", later.server.engine.getSession().getProtocol());
        assertEquals(SERVER.certificate(), later.client.engine.getSession().getPeerCertificates()[0]);
    }

    @Test
    void anInvalidatedSessionIsNotResumedAndInvalidForAllItsConnections() throws Exception {
        for (boolean byClient : new boolean[] {true, false}) {
            EnginePair first = connect(CLIENT, TlsEndpoint.server());
            EnginePair second = connect(CLIENT, TlsEndpoint.server());
            assertTrue(isSameSession(first, second));
            EngineSide by = byClient ? second.client : second.server;
            by.engine.getSession().invalidate();
            assertFalse(
                    (byClient ? first.client : first.server).engine.getSession().isValid());
            assertFalse(isSameSession(first, connect(CLIENT, TlsEndpoint.server())));
        }
    }

    @Test
    void aSessionWhoseConnectionFailedIsNotResumed() throws Exception {
        EnginePair first = connect(CLIENT, TlsEndpoint.server());
        first.client.arrives(new byte[] {23, 3, 3, 0, 1, 0});
        assertThrows(SSLException.class, first.client::unwrap);
        assertFalse(isSameSession(first, connect(CLIENT, TlsEndpoint.server())));
    }

    /** RFC 7301 section 3.1: it is no part of the session. */
    @Test
    void theApplicationProtocolIsChosenAnew() throws Exception {
        TlsEndpoint serverEnd = TlsEndpoint.server().applicationProtocols("one", "two");
        EnginePair first = connect(CLIENT.applicationProtocols("one"), serverEnd);
        EnginePair second = connect(CLIENT.applicationProtocols("two"), serverEnd);
        EnginePair third = connect(CLIENT, serverEnd);
        assertTrue(isSameSession(first, second) && isSameSession(first, third));
        assertEquals("two", second.client.engine.getApplicationProtocol());
        assertEquals("two", second.server.engine.getApplicationProtocol());
        assertEquals("", third.client.engine.getApplicationProtocol());
    }

    @Test
    void withoutLeaveToMakeASessionOneIsResumedOrThereIsNone() throws Exception {
        EnginePair tooSoon = pair(CLIENT, TlsEndpoint.server());
        tooSoon.client.engine.setEnableSessionCreation(false);
        assertThrows(SSLException.class, tooSoon::settle);

        EnginePair first = connect(CLIENT, TlsEndpoint.server());
        EnginePair resumed = pair(CLIENT, TlsEndpoint.server());
        resumed.client.engine.setEnableSessionCreation(false);
        resumed.server.engine.setEnableSessionCreation(false);
        assertTrue(isSameSession(first, settled(resumed)));

        EnginePair refusedByServer = pair(CLIENT.serverName("example.org"), TlsEndpoint.server());
        refusedByServer.server.engine.setEnableSessionCreation(false);
        assertThrows(SSLException.class, refusedByServer::settle);

        EnginePair refusedByClient =
                new EnginePair(client, CLIENT, Side.context("bc", SERVER.keyManagers(), TRUST), TlsEndpoint.server());
        refusedByClient.client.engine.setEnableSessionCreation(false);
        assertThrows(SSLException.class, refusedByClient::settle);
    }
}
