// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.AlgorithmConstraints;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.EngineSettings;
import tls.close.tck.harness.NewerParameters;
import tls.close.tck.harness.Refusal;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.UserConstraints;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerOptions;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.KeyAlgorithm;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;
import tls.close.tck.wire.TlsRecord;

/** Rule 12.2: which protocols, and which cipher suites. */
@Tag("admission")
public abstract class NegotiationScenarios {
    /** Where a ClientHello has the version that TLS 1.2 and earlier go by: after two headers. */
    private static final int CLIENT_VERSION = 5 + 4;

    @EngineSettings
    void rule12_2_onlyTls12And13AreEnabled(Setting setting) {
        var engine = Session.of(setting).context().newEngine(defaults(setting));
        assertEquals(Set.of("TLSv1.2", "TLSv1.3"), Set.of(engine.getEnabledProtocols()));
    }

    @Settings
    void rule12_2_theNewerOneIsChosenIfThePeerSpeaksBoth(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .endpoint(usual -> defaults(setting))
                .peer(usual -> PeerOptions.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2))
                .open()) {
            session.handshake();
            assertEquals(Optional.of(TlsVersion.TLS_1_3), session.heard().version());
        }
        try (Session session =
                Session.of(setting).endpoint(usual -> defaults(setting)).open()) {
            session.handshake();
            assertEquals(Optional.of(setting.version()), session.heard().version());
            assertEquals(
                    setting.version().jdkName(),
                    session.subject().connection().sslSession().getProtocol());
        }
    }

    @Settings
    void rule12_2_theOneThatWasAskedForIsChosen(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .peer(usual -> PeerOptions.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2))
                .open()) {
            session.handshake();
            assertEquals(Optional.of(setting.version()), session.heard().version());
        }
    }

    /** The hello of a client for TLS 1.1: it differs from one for TLS 1.2 in the version that it names. */
    @Settings(versions = TlsVersion.TLS_1_2, roles = Role.SERVER)
    void rule12_2_aClientOfTls11IsRefused(Setting setting) throws Exception {
        try (Session session =
                Session.of(setting).endpoint(usual -> defaults(setting)).open()) {
            byte[] hello = session.heard().take();
            assertEquals(0x0303, hello[CLIENT_VERSION] << 8 | hello[CLIENT_VERSION + 1]);
            hello[CLIENT_VERSION + 1] = 2;
            session.far().send(hello);
            Refusal.assertRefusal(assertThrows(Exception.class, session.subject()::handshake));
            TlsRecord answer = session.far().receiveRecord();
            assertEquals(ContentType.ALERT, answer.type());
            assertEquals(2, answer.body()[0], "the level");
            assertEquals(AlertDescription.PROTOCOL_VERSION.code(), answer.body()[1]);
        }
    }

    @Settings
    void rule12_2_theCipherSuiteThatWasAskedForIsChosen(Setting setting) throws Exception {
        setting.require(Ability.CHOOSE_TLS13_CIPHER_SUITE);
        for (String suite : suites(setting)) {
            try (Session session = Session.of(setting)
                    .endpoint(usual -> usual.cipherSuites(suite))
                    .open()) {
                session.handshake();
                SSLSession established = session.subject().connection().sslSession();
                assertEquals(suite, established.getCipherSuite());
                assertEquals(setting.version().jdkName(), established.getProtocol());
                session.subject().write("data");
                session.peer().expectData("data");
            }
        }
    }

    /** A backend that cannot choose refuses what it did not choose. */
    @Settings(lacking = Ability.CHOOSE_TLS13_CIPHER_SUITE)
    void rule12_2_aCipherSuiteThatWasNotAskedForIsNotUsed(Setting setting) throws Exception {
        for (String suite : suites(setting)) {
            try (Session session = Session.of(setting)
                    .endpoint(usual -> usual.cipherSuites(suite))
                    .open()) {
                try {
                    session.handshake();
                    assertEquals(
                            suite, session.subject().connection().sslSession().getCipherSuite());
                } catch (SSLException e) {
                    Refusal.assertRefusal(e);
                }
            }
        }
    }

    @Settings
    void rule12_2_aProtocolThatAlgorithmConstraintsRefuseIsNotUsed(Setting setting) throws Exception {
        AlgorithmConstraints constraints =
                UserConstraints.refusing(setting.withOtherVersion().version().jdkName());
        try (Session session = Session.of(setting)
                .endpoint(usual -> defaults(setting).with(settings -> settings.setAlgorithmConstraints(constraints)))
                .peer(usual -> PeerOptions.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2))
                .open()) {
            session.handshake();
            assertEquals(
                    setting.version().jdkName(),
                    session.subject().connection().sslSession().getProtocol());
        }
    }

    @Settings
    void rule12_2_aCipherSuiteThatAlgorithmConstraintsRefuseIsNotUsed(Setting setting) throws Exception {
        setting.require(Ability.CHOOSE_TLS13_CIPHER_SUITE);
        List<String> suites = suites(setting);
        AlgorithmConstraints constraints = UserConstraints.refusing(suites.get(0));
        try (Session session = Session.of(setting)
                .endpoint(usual -> usual.cipherSuites(suites.toArray(String[]::new))
                        .with(settings -> settings.setAlgorithmConstraints(constraints)))
                .open()) {
            session.handshake();
            assertEquals(
                    suites.get(1), session.subject().connection().sslSession().getCipherSuite());
        }
    }

    @Settings
    void rule12_2_algorithmConstraintsThatLeaveNothingAreAnErrorAtTheHandshake(Setting setting) throws Exception {
        String only = suites(setting).get(0);
        AlgorithmConstraints constraints = UserConstraints.refusing(only);
        try (Session session = Session.of(setting)
                .endpoint(usual ->
                        usual.cipherSuites(only).with(settings -> settings.setAlgorithmConstraints(constraints)))
                .open()) {
            Refusal.assertRefusal(assertThrows(Exception.class, session::handshake));
        }
    }

    /** A server says so; a client hears it. */
    @Settings(roles = Role.SERVER)
    void rule12_2_noCipherSuiteInCommonIsRefused(Setting setting) throws Exception {
        List<String> suites = suites(setting);
        try (Session session = Session.of(setting)
                .endpoint(usual -> usual.cipherSuites(suites.get(0)))
                .peer(usual -> usual.withCipherSuites(suites.get(1)))
                .open()) {
            Refusal.assertRefused(
                    session, EnumSet.of(AlertDescription.HANDSHAKE_FAILURE, AlertDescription.INSUFFICIENT_SECURITY));
        }
    }

    @Settings(roles = Role.SERVER)
    void rule12_2_aServerGoesByItsOwnOrderOfCipherSuitesOrTheClients(Setting setting) throws Exception {
        setting.require(Ability.CHOOSE_BY_EITHER_ORDER);
        List<String> suites = suites(setting);
        for (boolean own : List.of(true, false)) {
            try (Session session = Session.of(setting)
                    .endpoint(usual -> usual.cipherSuites(suites.toArray(String[]::new))
                            .with(settings -> settings.setUseCipherSuitesOrder(own)))
                    .peer(usual -> usual.withCipherSuites(suites.get(1), suites.get(0)))
                    .open()) {
                session.handshake();
                assertEquals(
                        suites.get(own ? 0 : 1),
                        session.subject().connection().sslSession().getCipherSuite());
            }
        }
    }

    /** TLS 1.3 binds a curve to each scheme of ECDSA: the peer's key is of another. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule12_2_whatNoEnabledSignatureSchemeFitsIsNotUsed(Setting setting) throws Exception {
        setting.require(Ability.CHOOSE_SIGNATURE_SCHEMES);
        assertUnderSignatureSchemes("ecdsa_secp256r1_sha256", setting, Session::handshake);
        assertUnderSignatureSchemes(
                "ecdsa_secp384r1_sha384", setting, session -> assertThrows(SSLException.class, session::handshake));
    }

    private interface Check {
        void accept(Session session) throws Exception;
    }

    private static void assertUnderSignatureSchemes(String scheme, Setting setting, Check check) throws Exception {
        NewerParameters.SIGNATURE_SCHEMES.assumeExists();
        try (Session session = Session.of(setting)
                .endpoint(usual -> usual.with(settings -> NewerParameters.SIGNATURE_SCHEMES.set(settings, scheme)))
                .open()) {
            check.accept(session);
        }
    }

    @Settings
    void rule12_2_keysOfBothKindsServe(Setting setting) throws Exception {
        for (KeyAlgorithm keys : KeyAlgorithm.values()) {
            TestPki pki = TestPki.of(keys);
            Session.Builder options = Session.of(setting).trust(pki.trustManagers());
            if (setting.role() == Role.SERVER) {
                options.identity(pki.server());
            } else {
                options.peer(usual -> usual.withIdentity(pki.server()));
            }
            try (Session session = options.open()) {
                session.handshake();
                session.subject().write("data");
                session.peer().expectData("data");
            }
        }
    }

    @Settings
    void rule12_2_unknownNamesAreNamed(Setting setting) throws Exception {
        Session.Builder session = Session.of(setting);
        assertNames("TLS_NO_SUCH_SUITE", setting, session.endpoint().cipherSuites("TLS_NO_SUCH_SUITE"));
        assertNames("TLSv9.9", setting, session.endpoint().protocols("TLSv9.9"));
        assertNames(
                "TLS_NO_SUCH_SUITE",
                setting,
                session.endpoint().cipherSuites(suites(setting).get(0), "TLS_NO_SUCH_SUITE"));
    }

    private static void assertNames(String name, Setting setting, TlsEndpoint endpoint) throws Exception {
        TlsContext context = Session.of(setting).context();
        assertNames(name, () -> context.newEngine(endpoint));
        try (LoopbackWire wire = LoopbackWire.open(setting.nearEnd())) {
            assertNames(name, () -> open(context, setting, wire, endpoint));
        }
    }

    private static void open(TlsContext context, Setting setting, LoopbackWire wire, TlsEndpoint endpoint)
            throws Exception {
        if (setting.nearEnd() == NearEnd.SOCKET) {
            context.open(wire.socket(), endpoint);
        } else {
            context.open(wire.channel(), endpoint);
        }
    }

    private static void assertNames(String name, Executable call) {
        String said = String.valueOf(
                assertThrows(IllegalArgumentException.class, call).getMessage());
        assertTrue(said.contains(name), said);
    }

    private static List<String> suites(Setting setting) {
        return switch (setting.version()) {
            case TLS_1_2 ->
                List.of("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
            case TLS_1_3 -> List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256");
        };
    }

    private static TlsEndpoint defaults(Setting setting) {
        return setting.role() == Role.CLIENT ? TlsEndpoint.client(Session.HOST, 443) : TlsEndpoint.server();
    }
}
