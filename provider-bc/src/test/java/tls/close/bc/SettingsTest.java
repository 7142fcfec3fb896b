// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsEndpoint;

/** What {@code setSSLParameters} changes: as much as in the JDK's own engine. */
class SettingsTest {

    private static Stream<Arguments> properties() {
        return Stream.of(
                property("cipher suites", SSLParameters::getCipherSuites),
                property("protocols", SSLParameters::getProtocols),
                property("application protocols", SSLParameters::getApplicationProtocols),
                property("needed client authentication", SSLParameters::getNeedClientAuth),
                property("wanted client authentication", SSLParameters::getWantClientAuth),
                property("algorithm constraints", SSLParameters::getAlgorithmConstraints),
                property("endpoint identification", SSLParameters::getEndpointIdentificationAlgorithm),
                property("server names", SSLParameters::getServerNames),
                property("SNI matchers", SSLParameters::getSNIMatchers),
                property("order of cipher suites", SSLParameters::getUseCipherSuitesOrder),
                property("retransmissions", SSLParameters::getEnableRetransmissions),
                property("packet size", SSLParameters::getMaximumPacketSize));
    }

    private static Arguments property(String name, Function<SSLParameters, Object> value) {
        return Arguments.of(name, value);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("properties")
    @DisplayName("E9, 150: what fresh parameters leave and what they change is the same as in the JDK's engine")
    void freshParametersChangeWhatTheyChangeInTheJdk(String name, Function<SSLParameters, Object> value)
            throws Exception {
        SSLEngine ours = BcEnds.client().newEngine(BcEnds.CLIENT);
        SSLEngine jdk = SSLContext.getDefault().createSSLEngine("localhost", 443);
        for (SSLParameters next : List.of(full(true), fresh(), full(false), fresh())) {
            ours.setSSLParameters(next);
            jdk.setSSLParameters(next);
            assertAlike(value.apply(jdk.getSSLParameters()), value.apply(ours.getSSLParameters()), name);
        }
    }

    private static void assertAlike(Object expected, Object actual, String name) {
        assertArrayEquals(new Object[] {expected}, new Object[] {actual}, name);
    }

    /** Each property is another than by default, and empty lists, which switch off, are among them if not {@code named}. */
    private static SSLParameters full(boolean named) {
        SSLParameters full = new SSLParameters(new String[] {"TLS_AES_256_GCM_SHA384"}, new String[] {"TLSv1.3"});
        full.setApplicationProtocols(new String[] {"h2"});
        full.setAlgorithmConstraints(new Anything());
        full.setEndpointIdentificationAlgorithm(named ? "HTTPS" : "");
        full.setServerNames(named ? List.of(new SNIHostName("name.test")) : List.of());
        full.setSNIMatchers(named ? List.of(SNIHostName.createSNIMatcher("name[.]test")) : List.of());
        if (named) {
            full.setNeedClientAuth(true);
        } else {
            full.setWantClientAuth(true);
        }
        full.setUseCipherSuitesOrder(!fresh().getUseCipherSuitesOrder());
        full.setEnableRetransmissions(!fresh().getEnableRetransmissions());
        full.setMaximumPacketSize(1 << 14);
        return full;
    }

    /** What most frameworks set. */
    private static SSLParameters fresh() {
        SSLParameters fresh = new SSLParameters();
        fresh.setApplicationProtocols(new String[] {"http/1.1"});
        return fresh;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("E9, 150: a client with fresh parameters still refuses a certificate for another host")
    void freshParametersLeaveTheHostNameCheckOn(String protocol) throws Exception {
        EnginePair pair = pair(BcEnds.CLIENT.protocols(protocol), TlsEndpoint.server(), "example.org");
        pair.client.engine.setSSLParameters(fresh());
        Refusal refusal = Refusal.of(pair, pair.client);
        assertInstanceOf(SSLHandshakeException.class, refusal.thrown());
        assertEquals(46, refusal.alert());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("E9, 150: a client with fresh parameters still names its server, and a server still looks at the name")
    void freshParametersLeaveServerNamesAndMatchers(String protocol) throws Exception {
        TlsEndpoint picky = TlsEndpoint.server()
                .with(settings -> settings.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("localhost"))));
        EnginePair welcome = pair(BcEnds.CLIENT.protocols(protocol), picky, "localhost");
        welcome.client.engine.setSSLParameters(fresh());
        welcome.server.engine.setSSLParameters(fresh());
        welcome.settle();
        ExtendedSSLSession session = (ExtendedSSLSession) welcome.server.engine.getSession();
        assertEquals(List.of(new SNIHostName("localhost")), session.getRequestedServerNames());

        EnginePair unknown = pair(BcEnds.CLIENT.serverName("other.test").protocols(protocol), picky, "localhost");
        unknown.client.engine.setSSLParameters(fresh());
        unknown.server.engine.setSSLParameters(fresh());
        assertEquals(112, Refusal.of(unknown, unknown.server).alert());
    }

    private static EnginePair pair(TlsEndpoint client, TlsEndpoint server, String certificate) {
        return new EnginePair(
                BcEnds.client(), client, BcEnds.server(TestCertificates.TRUSTED.serverNamed(certificate)), server);
    }

    private static final class Anything implements AlgorithmConstraints {
        @Override
        public boolean permits(Set<CryptoPrimitive> uses, String algorithm, AlgorithmParameters parameters) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> uses, Key key) {
            return true;
        }

        @Override
        public boolean permits(Set<CryptoPrimitive> uses, String algorithm, Key key, AlgorithmParameters parameters) {
            return true;
        }
    }
}
