// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.peer.Messages.closeNotify;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import tls.close.CloseReport.First;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.TlsProvider;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.Refusal;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.UnlistedKeys;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.RenegotiationInfo;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/** T: to take another backend changes nothing in who is let in, in what is accepted as a setting, and in what is said. */
@Tag("admission")
public abstract class SwitchScenarios {
    private static final String ECDSA_SUITE = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    private static final String RSA_SUITE = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

    // Peers without RFC 5746

    @Settings(versions = TlsVersion.TLS_1_2)
    void rule12_3_scenario152_aPeerThatDoesNotKnowRfc5746IsLetIn(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .peer(usual -> usual.withRenegotiationInfo(RenegotiationInfo.OMITTED))
                .open()) {
            session.handshake();
            session.subject().write("there");
            session.peer().expectData("there");
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            Ends.assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    // Host names

    /** One that DNS has and a certificate cannot be for: the JDK's trust managers name it and refuse. */
    @Settings(roles = Role.CLIENT)
    void rule12_3_scenario153_aHostWithAnUnderscoreIsNotSentAsServerName(Setting setting) throws Exception {
        for (String host : List.of("my_service", "my_service.test")) {
            try (Session session = Session.of(setting)
                    .endpoint(client(host, setting).andThen(TlsEndpoint::withoutHostNameCheck)::apply)
                    .open()) {
                session.handshake();
                assertEquals(Optional.empty(), session.heard().serverName());
            }
            try (Session session =
                    Session.of(setting).endpoint(client(host, setting)).open()) {
                SSLException refused = assertThrows(SSLException.class, session::handshake);
                Refusal.assertRefusal(refused);
                assertTrue(String.valueOf(refused.getMessage()).contains(host), refused::toString);
            }
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule12_3_scenario153_aFinalDotIsNoPartOfTheName(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .endpoint(client(Session.HOST + ".", setting))
                .open()) {
            session.handshake();
            assertEquals(Optional.of(Session.HOST), session.heard().serverName());
        }
        try (Session session =
                Session.of(setting).endpoint(client("other.test.", setting)).open()) {
            Refusal.assertRefused(session, Refusal.OF_A_CERTIFICATE);
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule12_3_scenario153_aHostOfOneLabelIsCheckedLikeAnyOther(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .endpoint(client("intranet", setting).andThen(TlsEndpoint::withoutHostNameCheck)::apply)
                .open()) {
            session.handshake();
        }
        try (Session session =
                Session.of(setting).endpoint(client("intranet", setting)).open()) {
            Refusal.assertRefused(session, Refusal.OF_A_CERTIFICATE);
        }
    }

    private static UnaryOperator<TlsEndpoint> client(String host, Setting setting) {
        return usual ->
                TlsEndpoint.client(host, 443).protocols(setting.version().jdkName());
    }

    // Null

    @Settings(nearEnds = NearEnd.SOCKET)
    void rule12_1_scenario154_nullForManagersIsNone(Setting setting) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(setting.nearEnd())) {
            // The platform's trust: it does not know the kit's authority.
            TlsContext nothing = context(setting.provider(), null, null);
            Session.Builder options = Session.of(setting);
            if (setting.role() == Role.CLIENT) {
                assertRefusesTheServer(options, nothing, wire);
            } else {
                assertHasNoKey(options, nothing, wire);
            }
        }
    }

    @SuppressWarnings("NullAway") // What an application may do that is not checked.
    private static TlsContext context(
            TlsProvider provider, KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
            throws GeneralSecurityException {
        return provider.newContext(keys, trust);
    }

    private static void assertRefusesTheServer(Session.Builder options, TlsContext context, LoopbackWire wire)
            throws Exception {
        try (TlsConnection connection = context.open(wire.socket(), options.endpoint())) {
            PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
            Refusal.assertRefusal(
                    assertThrows(SSLHandshakeException.class, () -> peer.handshake(connection::handshake)));
        }
    }

    // A server without a key

    @Settings(roles = Role.SERVER)
    void rule12_3_aServerWithoutKeyManagersSaysThatItHasNoKey(Setting setting) throws Exception {
        assertHasNoKey(Session.of(setting).keys());
    }

    @Settings(roles = Role.SERVER)
    void rule12_3_aServerWhoseKeyStoreIsEmptySaysThatItHasNoKey(Setting setting) throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(empty, new char[0]);
        assertHasNoKey(Session.of(setting).keys(factory.getKeyManagers()));
    }

    @Settings(roles = Role.SERVER, versions = TlsVersion.TLS_1_2)
    void rule12_3_aServerWhoseKeyIsForNoEnabledSuiteSaysThatItHasNoKey(Setting setting) throws Exception {
        assertHasNoKey(Session.of(setting)
                .identity(TestPki.rsa().server())
                .endpoint(usual -> usual.cipherSuites(ECDSA_SUITE)));
        assertHasNoKey(
                Session.of(setting).identity(TestPki.ec().server()).endpoint(usual -> usual.cipherSuites(RSA_SUITE)));
    }

    @Settings(roles = Role.SERVER, versions = TlsVersion.TLS_1_2)
    void rule12_3_aServerWhoseKeyIsForNoSuiteOfTheClientsSaysThatItHasNoKey(Setting setting) throws Exception {
        assertHasNoKey(Session.of(setting)
                .identity(TestPki.rsa().server())
                .peer(usual -> usual.withCipherSuites(ECDSA_SUITE)));
        assertHasNoKey(
                Session.of(setting).identity(TestPki.ec().server()).peer(usual -> usual.withCipherSuites(RSA_SUITE)));
    }

    @Settings(roles = Role.SERVER)
    void rule12_3_aServerWithoutASuiteInCommonDoesNotBlameItsKey(Setting setting) throws Exception {
        boolean tls13 = setting.version() == TlsVersion.TLS_1_3;
        try (Session session = Session.of(setting)
                .endpoint(usual -> usual.cipherSuites(tls13 ? "TLS_AES_256_GCM_SHA384" : ECDSA_SUITE))
                .peer(usual -> usual.withCipherSuites(
                        tls13 ? "TLS_AES_128_GCM_SHA256" : "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"))
                .open()) {
            SSLHandshakeException failure = assertThrows(SSLHandshakeException.class, session::handshake);
            assertFalse(namesTheKey(failure), failure::toString);
        }
    }

    /** A key manager that answers what it is asked in a handshake needs no list of what it has. */
    @Settings(roles = Role.SERVER)
    void rule12_3_aKeyManagerThatListsNothingIsAskedAllTheSame(Setting setting) throws Exception {
        KeyManager[] unlisted = {new UnlistedKeys(TestPki.ec().server())};
        try (Session session = Session.of(setting).keys(unlisted).open()) {
            session.handshake();
        }
        if (setting.version() == TlsVersion.TLS_1_2) {
            try (Session session = Session.of(setting)
                    .keys(unlisted)
                    .endpoint(usual -> usual.cipherSuites(ECDSA_SUITE))
                    .peer(usual -> usual.withCipherSuites("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"))
                    .open()) {
                SSLHandshakeException failure = assertThrows(SSLHandshakeException.class, session::handshake);
                assertFalse(namesTheKey(failure), failure::toString);
            }
        }
    }

    private static void assertHasNoKey(Session.Builder options) throws Exception {
        try (Session session = options.open()) {
            SSLHandshakeException failure = assertThrows(SSLHandshakeException.class, session::handshake);
            assertNamesTheKey(failure);
            session.subject().connection().close();
            session.heardToTheEnd();
            assertEquals(
                    List.of(AlertDescription.HANDSHAKE_FAILURE.code()),
                    session.heard().alerts().stream()
                            .map(alert -> alert.description())
                            .toList());
        }
    }

    private static void assertHasNoKey(Session.Builder options, TlsContext context, LoopbackWire wire)
            throws Exception {
        try (TlsConnection connection = context.open(wire.socket(), options.endpoint())) {
            PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
            assertNamesTheKey(assertThrows(SSLHandshakeException.class, () -> peer.handshake(connection::handshake)));
        }
    }

    private static void assertNamesTheKey(SSLHandshakeException failure) {
        assertTrue(namesTheKey(failure), failure::toString);
    }

    private static boolean namesTheKey(SSLHandshakeException failure) {
        return String.valueOf(failure.getMessage()).contains("this server context has");
    }
}
