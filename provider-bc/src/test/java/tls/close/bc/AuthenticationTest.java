// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
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
        EnginePair pair = new EnginePair(
                BcEnds.client(), BcEnds.CLIENT.protocols(protocol), BcEnds.server(identity), TlsEndpoint.server());
        Refusal refusal = Refusal.of(pair, pair.client);
        assertInstanceOf(SSLHandshakeException.class, refusal.thrown(), why);
        assertTrue(causes(refusal.thrown()).anyMatch(CertificateException.class::isInstance), why);
        assertEquals(alert, refusal.alert(), why);
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }

    @Test
    void aClientThatIsToldToAcceptsAnyName() throws Exception {
        EnginePair pair = new EnginePair(
                BcEnds.client(),
                BcEnds.CLIENT.withoutHostNameCheck(),
                BcEnds.server(TestCertificates.TRUSTED.serverNamed("example.org")),
                TlsEndpoint.server());
        pair.settle();
        assertFalse(pair.client.isHandshaking());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theHostNameIsCheckedBehindAPlainTrustManagerToo(String protocol) throws Exception {
        TlsContext trusting = Side.context("bc", BcEnds.NO_KEYS, new TrustManager[] {new TrustsEverybody()});
        EnginePair good = new EnginePair(
                trusting,
                BcEnds.CLIENT.protocols(protocol),
                BcEnds.server(TestCertificates.UNTRUSTED.server()),
                TlsEndpoint.server());
        good.settle();
        EnginePair bad = new EnginePair(
                trusting,
                BcEnds.CLIENT.protocols(protocol),
                BcEnds.server(TestCertificates.TRUSTED.serverNamed("example.org")),
                TlsEndpoint.server());
        assertEquals(46, Refusal.of(bad, bad.client).alert());
        EnginePair unchecked = new EnginePair(
                trusting,
                BcEnds.CLIENT.protocols(protocol).withoutHostNameCheck(),
                BcEnds.server(TestCertificates.TRUSTED.serverNamed("example.org")),
                TlsEndpoint.server());
        unchecked.settle();
    }

    @Test
    void withoutTrustManagersThePlatformsTrustStoreCounts() {
        EnginePair pair = new EnginePair(
                Side.context("bc", BcEnds.NO_KEYS, new TrustManager[0]),
                BcEnds.CLIENT,
                BcEnds.server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server());
        assertEquals(48, Refusal.of(pair, pair.client).alert());
    }

    // Client authentication

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void aClientShowsItsCertificate(Side side) throws Exception {
        Identity client = TestCertificates.TRUSTED.client();
        for (ClientAuth choice : List.of(ClientAuth.WANT, ClientAuth.NEED)) {
            EnginePair pair = new EnginePair(
                    Side.context(side.client(), client.keyManagers(), BcEnds.TRUST),
                    BcEnds.CLIENT.protocols(side.protocol()),
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
        EnginePair pair = new EnginePair(
                side.clientContext(),
                BcEnds.CLIENT.protocols(side.protocol()),
                side.serverContext(),
                TlsEndpoint.server().clientAuth(ClientAuth.WANT));
        pair.settle();
        pair.send(pair.client, "hello");
        assertEquals("hello", EnginePair.text(pair.server));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientWithoutACertificateIsRefusedWhereItIsNeeded(String protocol) {
        EnginePair pair = new EnginePair(
                BcEnds.client(),
                BcEnds.CLIENT.protocols(protocol),
                BcEnds.server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server().clientAuth(ClientAuth.NEED));
        assertEquals(
                protocol.equals("TLSv1.3") ? 116 : 40,
                Refusal.of(pair, pair.server).alert());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientOfAnUnknownAuthorityIsRefused(String protocol) {
        // Without names of authorities, or the key manager would not show it.
        TlsContext server =
                Side.context("bc", TestCertificates.TRUSTED.server().keyManagers(), new TrustManager[] {new Modest()});
        EnginePair pair = new EnginePair(
                Side.context("bc", TestCertificates.UNTRUSTED.client().keyManagers(), BcEnds.TRUST),
                BcEnds.CLIENT.protocols(protocol),
                server,
                TlsEndpoint.server().clientAuth(ClientAuth.NEED));
        assertEquals(42, Refusal.of(pair, pair.server).alert());
    }

    // Keys

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "RSASSA-PSS", "EC", "EC-384", "EC-521", "Ed25519", "Ed448"})
    void everyKindOfKeyWorksOnBothSides(String keyType) throws Exception {
        Identity identity = TestCertificates.TRUSTED.server(keyType);
        for (String algorithm : List.of("SunX509", "PKIX")) {
            for (Object[] arguments : Side.all().map(Arguments::get).toList()) {
                Side side = (Side) arguments[0];
                EnginePair pair = new EnginePair(
                        Side.context(side.client(), identity.keyManagers(algorithm), BcEnds.TRUST),
                        BcEnds.CLIENT.protocols(side.protocol()),
                        Side.context(side.server(), identity.keyManagers(algorithm), BcEnds.TRUST),
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
        EnginePair pair = new EnginePair(
                Side.context("bc", plain, BcEnds.TRUST),
                BcEnds.CLIENT.protocols(protocol),
                Side.context("bc", plain, BcEnds.TRUST),
                TlsEndpoint.server().clientAuth(ClientAuth.NEED));
        pair.settle();
        assertNotNull(pair.server.engine.getSession().getPeerPrincipal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerWithoutAKeyFails(String protocol) {
        EnginePair pair = new EnginePair(
                BcEnds.client(),
                BcEnds.CLIENT.protocols(protocol),
                Side.context("bc", BcEnds.NO_KEYS, BcEnds.TRUST),
                TlsEndpoint.server());
        assertEquals(40, Refusal.of(pair, pair.server).alert());
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
