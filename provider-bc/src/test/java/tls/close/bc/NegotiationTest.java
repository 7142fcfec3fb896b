// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsEndpoint;

/** What the two ends agree on, and what the other one is told if they cannot. */
class NegotiationTest {

    @Test
    void withoutACommonProtocolTheHandshakeFails() {
        for (String other : List.of("TLSv1.2", "TLSv1.3")) {
            String one = other.equals("TLSv1.2") ? "TLSv1.3" : "TLSv1.2";
            EnginePair pair = new EnginePair(
                    BcEnds.client(),
                    BcEnds.CLIENT.protocols(one),
                    BcEnds.server(TestCertificates.TRUSTED.server()),
                    TlsEndpoint.server().protocols(other));
            assertEquals(70, Refusal.of(pair, pair.server).alert());
        }
    }

    @Test
    void withoutACommonCipherSuiteTheHandshakeFails() {
        EnginePair tls13 = new EnginePair(
                BcEnds.client(),
                BcEnds.CLIENT.cipherSuites("TLS_AES_128_GCM_SHA256"),
                BcEnds.server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server().cipherSuites("TLS_AES_256_GCM_SHA384"));
        assertEquals(40, Refusal.of(tls13, tls13.server).alert());
        EnginePair tls12 = new EnginePair(
                BcEnds.client(),
                BcEnds.CLIENT.cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                BcEnds.server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server().cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
        assertEquals(40, Refusal.of(tls12, tls12.server).alert());
    }

    @Test
    void suitesThatFitNoProtocolAreRefusedBeforeAnythingIsSent() {
        EnginePair pair = new EnginePair(
                BcEnds.client(),
                BcEnds.CLIENT.protocols("TLSv1.3").cipherSuites("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
                BcEnds.server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server());
        assertThrows(SSLHandshakeException.class, pair.client.engine::beginHandshake);
        assertTrue(pair.client.engine.isInboundDone());
    }

    @Test
    void algorithmConstraintsNarrowWhatIsOffered() throws Exception {
        TlsEndpoint narrow = BcEnds.CLIENT.with(parameters -> parameters.setAlgorithmConstraints(
                new ForbiddenNames("TLSv1.3", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")));
        EnginePair pair = new EnginePair(
                BcEnds.client(), narrow, BcEnds.server(TestCertificates.TRUSTED.server()), TlsEndpoint.server());
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
                EnginePair pair = new EnginePair(
                        side.clientContext(),
                        BcEnds.CLIENT.cipherSuites(suite),
                        Side.context(
                                side.server(),
                                TestCertificates.TRUSTED.server(key).keyManagers(),
                                BcEnds.TRUST),
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
        EnginePair pair = new EnginePair(
                side.clientContext(),
                BcEnds.CLIENT.protocols(side.protocol()).applicationProtocols("one", "two", "three"),
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
        EnginePair pair = new EnginePair(
                BcEnds.client(),
                BcEnds.CLIENT.protocols(protocol).applicationProtocols("one"),
                BcEnds.server(TestCertificates.TRUSTED.server()),
                TlsEndpoint.server().applicationProtocols("two"));
        assertEquals(120, Refusal.of(pair, pair.server).alert());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSelectorChoosesTheApplicationProtocol(String protocol) throws Exception {
        for (String choice : new @Nullable String[] {"two", "", "other", null}) {
            EnginePair pair = new EnginePair(
                    BcEnds.client(),
                    BcEnds.CLIENT.protocols(protocol).applicationProtocols("one", "two"),
                    BcEnds.server(TestCertificates.TRUSTED.server()),
                    TlsEndpoint.server());
            pair.server.engine.setHandshakeApplicationProtocolSelector((engine, offered) -> {
                assertEquals(List.of("one", "two"), offered);
                assertNotNull(engine.getHandshakeSession());
                return choice;
            });
            if (choice == null || choice.equals("other")) {
                assertEquals(120, Refusal.of(pair, pair.server).alert());
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
        EnginePair known = new EnginePair(
                BcEnds.client(),
                BcEnds.CLIENT.protocols(protocol),
                BcEnds.server(TestCertificates.TRUSTED.server()),
                picky);
        known.settle();
        EnginePair unknown = new EnginePair(
                BcEnds.client(),
                BcEnds.CLIENT.protocols(protocol).serverName("example.org"),
                BcEnds.server(TestCertificates.TRUSTED.server()),
                picky);
        assertEquals(112, Refusal.of(unknown, unknown.server).alert());
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
}
