// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsEndpoint.ClientAuth;
import tls.close.bc.TestCertificates.Identity;

/** Who is let in, and what the other one is told if not. */
class AuthenticationTest {
    private static final KeyManager[] NO_KEYS = {};
    private static final TrustManager[] TRUST = TestCertificates.TRUSTED.trustManagers();
    private static final TlsEndpoint CLIENT = TlsEndpoint.client("localhost", 1);

    /** Both ways of ending up: what the refusing side throws, and the alert that the other side sees. */
    private record Refusal(SSLException thrown, int alert) {}

    private static Refusal refused(EnginePair pair, EngineSide refusing) {
        SSLException thrown = assertThrows(SSLException.class, pair::settle);
        SSLException seen = assertThrows(SSLException.class, () -> {
            pair.pass(refusing);
            pair.exchange();
        });
        assertTrue(refusing.engine.isInboundDone() && refusing.engine.isOutboundDone());
        return new Refusal(thrown, Failures.fatalAlert(seen).orElse(-1));
    }

    private static EnginePair pair(TlsContext client, TlsEndpoint clientEnd, TlsContext server, TlsEndpoint serverEnd) {
        return new EnginePair(client, clientEnd, server, serverEnd);
    }

    private static TlsContext bcClient() {
        return Side.context("bc", NO_KEYS, TRUST);
    }

    private static TlsContext server(Identity identity) {
        return Side.context("bc", identity.keyManagers(), TRUST);
    }

    private static Stream<Arguments> badServers() {
        TestCertificates trusted = TestCertificates.TRUSTED;
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(protocol -> Stream.of(
                        Arguments.of(protocol, "wrong host", trusted.serverNamed("example.org"), 46),
                        Arguments.of(protocol, "expired", trusted.expiredServer(), 45),
                        Arguments.of(protocol, "unknown authority", TestCertificates.UNTRUSTED.server(), 48)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badServers")
    void aClientRefusesABadServer(String protocol, String why, Identity identity, int alert) {
        EnginePair pair = pair(bcClient(), CLIENT.protocols(protocol), server(identity), TlsEndpoint.server());
        Refusal refusal = refused(pair, pair.client);
        assertInstanceOf(SSLHandshakeException.class, refusal.thrown(), why);
        assertTrue(causes(refusal.thrown()).anyMatch(CertificateException.class::isInstance), why);
        assertEquals(alert, refusal.alert(), why);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }

    @Test
    void aClientThatIsToldToAcceptsAnyName() throws Exception {
        EnginePair pair = pair(
                bcClient(),
                CLIENT.withoutHostNameCheck(),
                server(TestCertificates.TRUSTED.serverNamed("example.org")),
                TlsEndpoint.server());
        pair.settle();
        assertFalse(pair.client.isHandshaking());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theHostNameIsCheckedBehindAPlainTrustManagerToo(String protocol) throws Exception {
        TlsContext trusting = Side.context("bc", NO_KEYS, new TrustManager[] {new TrustsEverybody()});
        EnginePair good = pair(
                trusting,
                CLIENT.protocols(protocol),
                server(TestCertificates.UNTRUSTED.server()),
                TlsEndpoint.server());
        good.settle();
        EnginePair bad = pair(
                trusting,
                CLIENT.protocols(protocol),
                server(TestCertificates.TRUSTED.serverNamed("example.org")),
                TlsEndpoint.server());
        assertEquals(46, refused(bad, bad.client).alert());
        EnginePair unchecked = pair(
                trusting,
                CLIENT.protocols(protocol).withoutHostNameCheck(),
                server(TestCertificates.TRUSTED.serverNamed("example.org")),
                TlsEndpoint.server());
        unchecked.settle();
    }

    @Test
    void withoutTrustManagersThePlatformsTrustStoreCounts() {
        EnginePair pair = pair(
                Side.context("bc", NO_KEYS, new TrustManager[0]),
                CLIENT,
                server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server());
        assertEquals(48, refused(pair, pair.client).alert());
    }

    // Client authentication

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void aClientShowsItsCertificate(Side side) throws Exception {
        Identity client = TestCertificates.TRUSTED.client();
        for (ClientAuth choice : List.of(ClientAuth.WANT, ClientAuth.NEED)) {
            EnginePair pair = pair(
                    Side.context(side.client(), client.keyManagers(), TRUST),
                    CLIENT.protocols(side.protocol()),
                    side.serverContext(),
                    TlsEndpoint.server().clientAuth(choice));
            pair.settle();
            assertEquals(client.certificate(), pair.server.engine.getSession().getPeerCertificates()[0]);
            Principal local = pair.client.engine.getSession().getLocalPrincipal();
            assertEquals(client.certificate().getSubjectX500Principal(), local);
        }
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void aClientWithoutACertificateIsWelcomeWhereItIsOnlyWanted(Side side) throws Exception {
        EnginePair pair = pair(
                side.clientContext(),
                CLIENT.protocols(side.protocol()),
                side.serverContext(),
                TlsEndpoint.server().clientAuth(ClientAuth.WANT));
        pair.settle();
        pair.send(pair.client, "hello");
        assertEquals("hello", EnginePair.text(pair.server));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientWithoutACertificateIsRefusedWhereItIsNeeded(String protocol) {
        EnginePair pair = pair(
                bcClient(),
                CLIENT.protocols(protocol),
                server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server().clientAuth(ClientAuth.NEED));
        assertEquals(
                protocol.equals("TLSv1.3") ? 116 : 40,
                refused(pair, pair.server).alert());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientOfAnUnknownAuthorityIsRefused(String protocol) {
        // Without names of authorities, or the key manager would not show it.
        TlsContext server =
                Side.context("bc", TestCertificates.TRUSTED.server().keyManagers(), new TrustManager[] {new Modest()});
        EnginePair pair = pair(
                Side.context("bc", TestCertificates.UNTRUSTED.client().keyManagers(), TRUST),
                CLIENT.protocols(protocol),
                server,
                TlsEndpoint.server().clientAuth(ClientAuth.NEED));
        assertEquals(42, refused(pair, pair.server).alert());
    }

    // Keys

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "RSASSA-PSS", "EC", "EC-384", "EC-521", "Ed25519", "Ed448"})
    void everyKindOfKeyWorksOnBothSides(String keyType) throws Exception {
        Identity identity = TestCertificates.TRUSTED.server(keyType);
        for (String algorithm : List.of("SunX509", "PKIX")) {
            for (Object[] arguments : Side.all().map(Arguments::get).toList()) {
                Side side = (Side) arguments[0];
                EnginePair pair = pair(
                        Side.context(side.client(), identity.keyManagers(algorithm), TRUST),
                        CLIENT.protocols(side.protocol()),
                        Side.context(side.server(), identity.keyManagers(algorithm), TRUST),
                        TlsEndpoint.server().clientAuth(ClientAuth.NEED));
                pair.settle();
                assertEquals(
                        identity.certificate(),
                        pair.client.engine.getSession().getPeerCertificates()[0],
                        side::toString);
                assertEquals(
                        identity.certificate(),
                        pair.server.engine.getSession().getPeerCertificates()[0],
                        side::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPlainKeyManagerIsAskedToo(String protocol) throws Exception {
        Identity identity = TestCertificates.TRUSTED.server();
        KeyManager[] plain = {new PlainKeyManager(identity, "EC")};
        EnginePair pair = pair(
                Side.context("bc", plain, TRUST),
                CLIENT.protocols(protocol),
                Side.context("bc", plain, TRUST),
                TlsEndpoint.server().clientAuth(ClientAuth.NEED));
        pair.settle();
        assertNotNull(pair.server.engine.getSession().getPeerPrincipal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerWithoutAKeyFails(String protocol) {
        EnginePair pair =
                pair(bcClient(), CLIENT.protocols(protocol), Side.context("bc", NO_KEYS, TRUST), TlsEndpoint.server());
        assertEquals(40, refused(pair, pair.server).alert());
    }

    // What is chosen

    @Test
    void withoutACommonProtocolTheHandshakeFails() {
        for (String other : List.of("TLSv1.2", "TLSv1.3")) {
            String one = other.equals("TLSv1.2") ? "TLSv1.3" : "TLSv1.2";
            EnginePair pair = pair(
                    bcClient(),
                    CLIENT.protocols(one),
                    server(TestCertificates.TRUSTED.server()),
                    TlsEndpoint.server().protocols(other));
            assertEquals(70, refused(pair, pair.server).alert());
        }
    }

    @Test
    void withoutACommonCipherSuiteTheHandshakeFails() {
        EnginePair tls13 = pair(
                bcClient(),
                CLIENT.cipherSuites("TLS_AES_128_GCM_SHA256"),
                server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server().cipherSuites("TLS_AES_256_GCM_SHA384"));
        assertEquals(40, refused(tls13, tls13.server).alert());
        EnginePair tls12 = pair(
                bcClient(),
                CLIENT.cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server().cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
        assertEquals(40, refused(tls12, tls12.server).alert());
    }

    @Test
    void suitesThatFitNoProtocolAreRefusedBeforeAnythingIsSent() {
        EnginePair pair = pair(
                bcClient(),
                CLIENT.protocols("TLSv1.3").cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server());
        assertThrows(SSLHandshakeException.class, pair.client.engine::beginHandshake);
        assertTrue(pair.client.engine.isInboundDone());
    }

    @Test
    void algorithmConstraintsNarrowWhatIsOffered() throws Exception {
        TlsEndpoint narrow = CLIENT.with(parameters -> parameters.setAlgorithmConstraints(
                new ForbiddenNames("TLSv1.3", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")));
        EnginePair pair = pair(bcClient(), narrow, server(TestCertificates.TRUSTED.server()), TlsEndpoint.server());
        pair.settle();
        assertEquals("TLSv1.2", pair.client.engine.getSession().getProtocol());
        assertEquals(
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                pair.client.engine.getSession().getCipherSuite());
    }

    @Test
    void everySupportedCipherSuiteWorksWithTheJdk() throws Exception {
        for (String suite : CipherSuites.SUPPORTED) {
            String key = suite.contains("_RSA_") ? "RSA" : "EC";
            for (Side side : List.of(new Side("bc", "jsse", ""), new Side("jsse", "bc", ""))) {
                EnginePair pair = pair(
                        side.clientContext(),
                        CLIENT.cipherSuites(suite),
                        Side.context(
                                side.server(),
                                TestCertificates.TRUSTED.server(key).keyManagers(),
                                TRUST),
                        TlsEndpoint.server().cipherSuites(suite));
                pair.settle();
                assertEquals(suite, pair.client.engine.getSession().getCipherSuite());
                pair.send(pair.client, "hello");
                assertEquals("hello", EnginePair.text(pair.server));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void theServersFavouriteAmongTheClientsApplicationProtocolsIsChosen(Side side) throws Exception {
        EnginePair pair = pair(
                side.clientContext(),
                CLIENT.protocols(side.protocol()).applicationProtocols("one", "two", "three"),
                side.serverContext(),
                TlsEndpoint.server().applicationProtocols("four", "three", "two"));
        pair.settle();
        assertEquals("three", pair.client.engine.getApplicationProtocol());
        assertEquals("three", pair.server.engine.getApplicationProtocol());
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void withoutApplicationProtocolsNoneIsChosen(Side side) throws Exception {
        EnginePair pair = EnginePair.established(side);
        assertEquals("", pair.client.engine.getApplicationProtocol());
        assertEquals("", pair.server.engine.getApplicationProtocol());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void withoutACommonApplicationProtocolTheHandshakeFails(String protocol) {
        EnginePair pair = pair(
                bcClient(),
                CLIENT.protocols(protocol).applicationProtocols("one"),
                server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server().applicationProtocols("two"));
        assertEquals(120, refused(pair, pair.server).alert());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSelectorChoosesTheApplicationProtocol(String protocol) throws Exception {
        for (String choice : new @Nullable String[] {"two", "", "other", null}) {
            EnginePair pair = pair(
                    bcClient(),
                    CLIENT.protocols(protocol).applicationProtocols("one", "two"),
                    server(TestCertificates.TRUSTED.server()),
                    TlsEndpoint.server());
            pair.server.engine.setHandshakeApplicationProtocolSelector((engine, offered) -> {
                assertEquals(List.of("one", "two"), offered);
                assertNotNull(engine.getHandshakeSession());
                return choice;
            });
            if (choice == null || choice.equals("other")) {
                assertEquals(120, refused(pair, pair.server).alert());
            } else {
                pair.settle();
                assertEquals(choice, pair.client.engine.getApplicationProtocol());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerNameThatNoMatcherKnowsIsRefused(String protocol) throws Exception {
        TlsEndpoint picky = TlsEndpoint.server()
                .with(parameters -> parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("localhost"))));
        EnginePair known =
                pair(bcClient(), CLIENT.protocols(protocol), server(TestCertificates.TRUSTED.server()), picky);
        known.settle();
        EnginePair unknown = pair(
                bcClient(),
                CLIENT.protocols(protocol).serverName("example.org"),
                server(TestCertificates.TRUSTED.server()),
                picky);
        assertEquals(112, refused(unknown, unknown.server).alert());
    }

    private static final class ForbiddenNames implements AlgorithmConstraints {
        private final List<String> names;

        ForbiddenNames(String... names) {
            this.names = List.of(names);
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> use, String name, @Nullable AlgorithmParameters parameters) {
            return !names.contains(name);
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> use, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> use, String name, Key key, @Nullable AlgorithmParameters parameters) {
            return true;
        }
    }

    /** Plain: knows no host. */
    private static class TrustsEverybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Trusts nobody, and doesn't say whom it would. */
    private static final class Modest extends TrustsEverybody {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new java.security.cert.CertificateParsingException("looks odd");
        }
    }
}
