// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tls.close.TlsEndpoint.ClientAuth;

/** The settings of an engine: what is kept, what is copied, and what is refused (rules 12.2, E9). */
class ConfiguredEngineTest {
    private static final List<String> SUITES =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_RSA_WITH_NULL_SHA256");

    private final SilentEngine engine = new SilentEngine("a.test", 443, SUITES);

    private static SSLParameters full() {
        SSLParameters full = new SSLParameters(new String[] {SUITES.get(1)}, new String[] {"TLSv1.3"});
        full.setAlgorithmConstraints(new Forbidding("TLSv1.2"));
        full.setEndpointIdentificationAlgorithm("HTTPS");
        full.setServerNames(List.of(new SNIHostName("a.test")));
        full.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("a\\.test")));
        full.setNeedClientAuth(true);
        full.setEnableRetransmissions(false);
        full.setMaximumPacketSize(1234);
        full.setUseCipherSuitesOrder(true);
        full.setApplicationProtocols(new String[] {"h2"});
        return full;
    }

    private static void assertFull(SSLParameters settings, SSLParameters full) {
        assertArrayEquals(full.getCipherSuites(), settings.getCipherSuites());
        assertArrayEquals(full.getProtocols(), settings.getProtocols());
        assertSame(full.getAlgorithmConstraints(), settings.getAlgorithmConstraints());
        assertEquals("HTTPS", settings.getEndpointIdentificationAlgorithm());
        assertEquals(full.getServerNames(), settings.getServerNames());
        assertEquals(1, settings.getSNIMatchers().size());
    }

    @Test
    void rule12_2_unlessAskedOtherwiseItIsTheTwoVersions() {
        assertArrayEquals(new String[] {"TLSv1.3", "TLSv1.2"}, engine.getEnabledProtocols());
        assertArrayEquals(new String[] {"TLSv1.3", "TLSv1.2"}, engine.getSupportedProtocols());
        assertArrayEquals(SUITES.toArray(String[]::new), engine.getSupportedCipherSuites());
        assertArrayEquals(SUITES.subList(0, 2).toArray(String[]::new), engine.getEnabledCipherSuites());
        assertTrue(engine.getEnableSessionCreation() && engine.getUseClientMode());
        assertEquals("a.test", engine.getPeerHost());
        assertEquals(443, engine.getPeerPort());
    }

    @Test
    void settingsAreTakenOverAsACopy() {
        SSLParameters full = full();
        engine.setSSLParameters(full);
        SSLParameters settings = engine.getSSLParameters();
        assertFull(settings, full);
        assertTrue(settings.getNeedClientAuth());
        assertFalse(settings.getEnableRetransmissions());
        assertTrue(settings.getUseCipherSuitesOrder());
        assertEquals(1234, settings.getMaximumPacketSize());
        assertArrayEquals(new String[] {"h2"}, settings.getApplicationProtocols());
        assertNotSame(settings, engine.getSSLParameters());
        full.setNeedClientAuth(false);
        settings.setNeedClientAuth(false);
        assertTrue(engine.getNeedClientAuth() && engine.parameters().getNeedClientAuth());
    }

    @Test
    void ruleE9_nullLeavesAValueAndWhatCannotBeNullIsTakenOver() {
        SSLParameters full = full();
        engine.setSSLParameters(full);
        engine.setSSLParameters(new SSLParameters());
        assertFull(engine.getSSLParameters(), full);
        assertFalse(engine.getNeedClientAuth());
        assertEquals(0, engine.getSSLParameters().getApplicationProtocols().length);
        SSLParameters other = new SSLParameters();
        other.setEndpointIdentificationAlgorithm("LDAPS");
        other.setServerNames(List.of());
        other.setSNIMatchers(List.of());
        engine.setSSLParameters(other);
        assertEquals("LDAPS", engine.getSSLParameters().getEndpointIdentificationAlgorithm());
        assertEquals(List.of(), engine.getSSLParameters().getServerNames());
        assertTrue(engine.getSSLParameters().getSNIMatchers().isEmpty());
    }

    @Test
    void whatIsNotKnownIsRefusedAndChangesNothing() {
        assertThrows(IllegalArgumentException.class, () -> engine.setEnabledProtocols(new String[] {"TLSv1.1"}));
        assertThrows(IllegalArgumentException.class, () -> engine.setEnabledCipherSuites(new String[] {"TLS_NO_SUCH"}));
        engine.setSSLParameters(naming("x".repeat(255)));
        assertThrows(IllegalArgumentException.class, () -> engine.setSSLParameters(naming("x".repeat(256))));
        assertThrows(IllegalArgumentException.class, () -> engine.setSSLParameters(naming("\u00e4".repeat(128))));
        assertEquals(255, engine.getSSLParameters().getApplicationProtocols()[0].length());
        assertEquals(2, engine.getEnabledProtocols().length);
    }

    private static SSLParameters naming(String applicationProtocol) {
        SSLParameters naming = new SSLParameters();
        naming.setApplicationProtocols(new String[] {applicationProtocol});
        return naming;
    }

    @Test
    void eachCanBeSetByItself() {
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        assertArrayEquals(new String[] {"TLSv1.2"}, engine.getEnabledProtocols());
        engine.setEnabledCipherSuites(new String[] {SUITES.get(1)});
        assertArrayEquals(new String[] {SUITES.get(1)}, engine.getEnabledCipherSuites());
        engine.setNeedClientAuth(true);
        assertTrue(engine.getNeedClientAuth());
        assertFalse(engine.getWantClientAuth());
        engine.setWantClientAuth(true);
        assertTrue(engine.getWantClientAuth());
        assertFalse(engine.getNeedClientAuth(), "one puts an end to the other");
        engine.setEnableSessionCreation(false);
        assertFalse(engine.getEnableSessionCreation());
        BiFunction<SSLEngine, List<String>, String> selector = (asked, names) -> "h2";
        assertEquals(Optional.empty(), engine.applicationProtocolSelector());
        engine.setHandshakeApplicationProtocolSelector(selector);
        assertSame(selector, engine.getHandshakeApplicationProtocolSelector());
        assertSame(selector, engine.applicationProtocolSelector().orElseThrow());
    }

    @Test
    void theSideIsSettledWhenTheHandshakeBegins() {
        engine.setUseClientMode(false);
        assertFalse(engine.getUseClientMode());
        engine.begun = true;
        engine.setUseClientMode(false);
        assertThrows(IllegalArgumentException.class, () -> engine.setUseClientMode(true));
        assertFalse(engine.getUseClientMode());
    }

    @Test
    void whatConstraintsRefuseIsNotUsed() {
        engine.setEnabledCipherSuites(new String[] {SUITES.get(0), SUITES.get(2)});
        assertArrayEquals(
                new String[] {SUITES.get(0)},
                engine.permitted().getCipherSuites(),
                "the JDK disables those without encryption");
        SSLParameters own = new SSLParameters();
        own.setAlgorithmConstraints(new Forbidding("TLSv1.2"));
        engine.setSSLParameters(own);
        assertArrayEquals(new String[] {"TLSv1.3"}, engine.permitted().getProtocols());
        assertEquals(2, engine.getEnabledProtocols().length, "they are enabled all the same");
    }

    /** The answers of the JDK's constraints are kept, and nobody's own with them. */
    @Test
    void rule12_6_whatOneForbidsIsForbiddenToNobodyElse() {
        List<String> unheardOf = List.of("TLS_CHACHA20_POLY1305_SHA256", SUITES.get(2));
        SilentEngine strict = new SilentEngine("a.test", 443, unheardOf);
        SSLParameters own = new SSLParameters();
        own.setAlgorithmConstraints(new Forbidding(unheardOf.get(0)));
        strict.setSSLParameters(own);
        assertEquals(0, strict.permitted().getCipherSuites().length);
        SilentEngine another = new SilentEngine("a.test", 443, unheardOf);
        assertEquals(1, another.permitted().getCipherSuites().length);
        assertEquals(0, strict.permitted().getCipherSuites().length, "nor permitted to him by others");
    }

    // Sessions (rule 12.5)

    @Test
    void rule12_5_equalSettingsAreEqualTerms() {
        engine.setSSLParameters(full());
        SessionTerms terms = SessionTerms.of(engine, engine.parameters());
        assertTrue(terms.client());
        assertEquals("a.test", terms.host());
        assertEquals(443, terms.port());
        assertEquals(List.<SNIServerName>of(new SNIHostName("a.test")), terms.names());
        assertEquals("HTTPS", terms.identification());
        assertEquals(ClientAuth.NEED, terms.clientAuth());
        assertEquals(List.of("TLSv1.3"), terms.protocols());
        assertEquals(List.of(SUITES.get(1)), terms.cipherSuites());
        assertSame(engine.parameters().getAlgorithmConstraints(), terms.constraints());
        assertEquals(terms, SessionTerms.of(engine, engine.getSSLParameters()));
        engine.setWantClientAuth(true);
        assertEquals(
                ClientAuth.WANT, SessionTerms.of(engine, engine.parameters()).clientAuth());
        engine.setWantClientAuth(false);
        assertEquals(
                ClientAuth.NONE, SessionTerms.of(engine, engine.parameters()).clientAuth());
        assertNull(SessionTerms.of(new SilentEngine(null, -1, SUITES), new SilentEngine(null, -1, SUITES).parameters())
                .host());
    }

    // Signatures of certificates (rule 12.6)

    @Test
    void rule12_6_whatSignsACertificateDependsOnTheVersion() {
        List<String> newer = List.of(CertificateSignatures.acceptedIn("TLSv1.3"));
        List<String> older = List.of(CertificateSignatures.acceptedIn("TLSv1.2"));
        assertTrue(newer.contains("Ed25519") && older.contains("Ed25519"));
        assertTrue(older.containsAll(newer));
        assertFalse(newer.contains("SHA256withDSA"), "DSA has gone with TLS 1.3 (RFC 8446 section 4.2.3)");
        assertTrue(older.contains("SHA256withDSA"));
    }

    /** Of one name. */
    private record Forbidding(String forbidden) implements AlgorithmConstraints {
        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, @Nullable AlgorithmParameters parameters) {
            return !algorithm.equals(forbidden);
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
            return true;
        }

        @Override
        public boolean permits(
                Set<CryptoPrimitive> primitives, String algorithm, Key key, @Nullable AlgorithmParameters parameters) {
            return permits(primitives, algorithm, parameters);
        }
    }
}
