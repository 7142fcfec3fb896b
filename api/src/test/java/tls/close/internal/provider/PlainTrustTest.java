// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is looked at behind a trust manager that knows nothing of the connection (rules 12.1, 12.6). */
class PlainTrustTest {
    private static final Set<CryptoPrimitive> ANYTHING = EnumSet.of(
            CryptoPrimitive.SIGNATURE,
            CryptoPrimitive.KEY_ENCAPSULATION,
            CryptoPrimitive.PUBLIC_KEY_ENCRYPTION,
            CryptoPrimitive.KEY_AGREEMENT);

    private final SilentEngine engine = new SilentEngine("a.test", 443, List.of("one", "other"));
    private final Constraints constraints = new Constraints();
    private final Manager manager = new Manager();

    PlainTrustTest() {
        engine.handshakeSession = session("TLSv1.3", "a.test");
        SSLParameters settings = new SSLParameters();
        settings.setAlgorithmConstraints(constraints);
        engine.setSSLParameters(settings);
    }

    /** Of which nobody asks more. */
    private static SSLSession session(String protocol, String host) {
        return (SSLSession) Proxy.newProxyInstance(
                PlainTrustTest.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getProtocol" -> protocol;
                    case "getPeerHost" -> host;
                    default -> throw new AssertionError(method);
                });
    }

    private void identify(String algorithm) {
        SSLParameters settings = new SSLParameters();
        settings.setEndpointIdentificationAlgorithm(algorithm);
        engine.setSSLParameters(settings);
    }

    private void check(X509Certificate... chain) throws CertificateException {
        PlainTrust.checkServer(manager, chain, "UNKNOWN", engine);
    }

    private CertificateException refused(X509Certificate... chain) {
        CertificateException refused = assertThrows(CertificateException.class, () -> check(chain));
        if (refused.getCause() instanceof CertPathValidatorException cause) {
            assertEquals(BasicReason.ALGORITHM_CONSTRAINED, cause.getReason());
        }
        return refused;
    }

    private static void assertTells(String words, CertificateException refused) {
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused::toString);
    }

    @Test
    void theManagerIsAskedFirst() throws CertificateException {
        check(Certificates.GOOD);
        PlainTrust.checkClient(manager, new X509Certificate[] {Certificates.GOOD}, "UNKNOWN", engine);
        assertEquals(List.of("server", "client"), manager.asked);
        manager.refusal = new CertificateException("by the application");
        assertSame(manager.refusal, refused(Certificates.SMALL));
        assertSame(
                manager.refusal,
                assertThrows(
                        CertificateException.class,
                        () -> PlainTrust.checkClient(
                                manager, new X509Certificate[] {Certificates.SMALL}, "UNKNOWN", engine)));
    }

    @Test
    void rule12_1_theNameIsCheckedWhereThatIsAskedFor() throws CertificateException {
        engine.handshakeSession = session("TLSv1.3", "b.test");
        check(Certificates.GOOD);
        identify("");
        check(Certificates.GOOD);
        PlainTrust.checkClient(manager, new X509Certificate[] {Certificates.GOOD}, "UNKNOWN", engine);
        identify("HTTPS");
        assertTells("b.test", refused(Certificates.GOOD));
        assertThrows(
                CertificateException.class,
                () -> PlainTrust.checkClient(manager, new X509Certificate[] {Certificates.GOOD}, "UNKNOWN", engine));
        engine.handshakeSession = session("TLSv1.3", "a.test");
        check(Certificates.GOOD);
        PlainTrust.checkClient(manager, new X509Certificate[] {Certificates.GOOD}, "UNKNOWN", engine);
    }

    @Test
    void rule12_6_whatTheJdkDisablesIsRefused() {
        assertTells("a key for RSA", refused(Certificates.SMALL));
        assertTells("signed by MD5withRSA", refused(Certificates.MD5));
        assertThrows(
                CertificateException.class,
                () -> PlainTrust.checkClient(manager, new X509Certificate[] {Certificates.SMALL}, "UNKNOWN", engine));
    }

    @Test
    void rule12_6_whatTheApplicationForbidsIsRefused() {
        constraints.forbidden = "SHA256withECDSA";
        assertTells("signed by SHA256withECDSA", refused(Certificates.GOOD));
        constraints.forbidden = "EC";
        assertTells("a key for EC", refused(Certificates.GOOD));
    }

    @Test
    void rule12_6_butNotWhatTheManagerTrustsOfItself() throws CertificateException {
        manager.issuers = new X509Certificate[] {Certificates.GOOD, Certificates.SMALL};
        check(Certificates.SMALL);
        check(Certificates.GOOD, Certificates.SMALL);
        refused(Certificates.SMALL, Certificates.GOOD);
        manager.issuers = new X509Certificate[] {Certificates.GOOD};
        refused(Certificates.GOOD, Certificates.SMALL);
        manager.issuers = null;
        refused(Certificates.SMALL);
    }

    @Test
    void theKeyThatSignedIsAskedForWhereItIsKnown() throws CertificateException {
        check(Certificates.GOOD, Certificates.PSS);
        assertEquals(
                List.of("RSASSA-PSS with SHA-256", "RSASSA-PSS", "SHA256withECDSA by RSASSA-PSS", "EC"),
                constraints.asked);
    }

    @ParameterizedTest
    @CsvSource({
        "0, SIGNATURE",
        "1, SIGNATURE",
        "2, KEY_ENCAPSULATION",
        "3, PUBLIC_KEY_ENCRYPTION",
        "4, KEY_AGREEMENT",
        "5, SIGNATURE",
        "6, SIGNATURE"
    })
    void aKeyIsPutToTheConstraintsForWhatItMayDo(int usage, CryptoPrimitive use) throws CertificateException {
        check(Certificates.withUsage(usage));
        assertEquals(EnumSet.of(use), constraints.uses);
    }

    @Test
    void aKeyThatMayDoAnythingIsPutToThemForAll() throws CertificateException {
        check(Certificates.GOOD);
        assertEquals(ANYTHING, constraints.uses);
        refused(Certificates.withUsage(7));
    }

    @Test
    void thereIsNoVerdictWithoutAHandshake() {
        engine.handshakeSession = null;
        assertTells("no handshake", refused(Certificates.GOOD));
    }

    @Test
    void rule12_5_aChainIsGoodUntilItsFirstExpires() {
        long end = Certificates.GOOD.getNotAfter().toInstant().toEpochMilli();
        assertEquals(end, PeerValidity.endOf(Certificates.GOOD));
        long first = Math.min(end, Certificates.PSS.getNotAfter().toInstant().toEpochMilli());
        assertEquals(first, PeerValidity.endOf(Certificates.GOOD, Certificates.PSS));
        assertEquals(end, PeerValidity.endOf(Certificates.EXPIRED, Certificates.GOOD), "it kept nobody out before");
        assertEquals(Long.MAX_VALUE, PeerValidity.endOf(Certificates.EXPIRED));
        assertEquals(Long.MAX_VALUE, PeerValidity.endOf());
    }

    /** An application's. */
    private static final class Manager implements X509TrustManager {
        private final List<String> asked = new ArrayList<>();
        private @Nullable CertificateException refusal;
        private X509Certificate @Nullable [] issuers = {};

        private void ask(String what) throws CertificateException {
            asked.add(what);
            if (refusal != null) {
                throw refusal;
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            ask("client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            ask("server");
        }

        @Override
        @SuppressWarnings("NullAway") // An application may be compiled without it.
        public X509Certificate[] getAcceptedIssuers() {
            return issuers;
        }
    }

    /** Forbids one name, and notes what it was asked. */
    private static final class Constraints implements AlgorithmConstraints {
        private final List<String> asked = new ArrayList<>();
        private String forbidden = "";
        private Set<CryptoPrimitive> uses = Set.of();

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
            asked.add(algorithm + (parameters == null ? "" : " with " + digestOf(parameters)));
            return !algorithm.equals(forbidden);
        }

        private static String digestOf(AlgorithmParameters parameters) {
            try {
                return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
            } catch (InvalidParameterSpecException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            uses = primitives;
            asked.add(key.getAlgorithm());
            return !key.getAlgorithm().equals(forbidden);
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
            asked.add(algorithm + " by " + key.getAlgorithm());
            return !algorithm.equals(forbidden);
        }
    }
}
