// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsContext;
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
        SSLEngine ours =
                pair(TlsEndpoint.client("localhost", 443), TlsEndpoint.server()).client();
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
        Engines pair = pair(TlsEndpoint.client("wrong.test", 443).protocols(protocol), TlsEndpoint.server());
        pair.client().setSSLParameters(fresh());
        assertThrows(SSLHandshakeException.class, pair::connected);
        byte[] alert = Engines.say(pair.client());
        SSLException heard = assertThrows(SSLException.class, () -> Engines.hear(pair.server(), alert));
        assertEquals(46, BoringSslError.alert(heard).orElse(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("E9, 150: a client with fresh parameters still names its server, and a server still looks at the name")
    void freshParametersLeaveServerNamesAndMatchers(String protocol) throws Exception {
        TlsEndpoint client = TlsEndpoint.client("localhost", 443).protocols(protocol);
        TlsEndpoint picky = TlsEndpoint.server()
                .with(settings -> settings.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("localhost"))));
        Engines welcome = pair(client, picky);
        welcome.client().setSSLParameters(fresh());
        welcome.server().setSSLParameters(fresh());
        ExtendedSSLSession session =
                (ExtendedSSLSession) welcome.connected().server().getSession();
        assertEquals(List.of(new SNIHostName("localhost")), session.getRequestedServerNames());

        Engines unknown = pair(client.serverName("other.test"), picky);
        unknown.client().setSSLParameters(fresh());
        unknown.server().setSSLParameters(fresh());
        assertThrows(SSLHandshakeException.class, unknown::connected);
        byte[] alert = Engines.say(unknown.server());
        SSLException heard = assertThrows(SSLException.class, () -> Engines.hear(unknown.client(), alert));
        assertEquals(112, BoringSslError.alert(heard).orElse(-1));
    }

    private static Engines pair(TlsEndpoint client, TlsEndpoint server) throws Exception {
        TlsContext context = TestKeys.context("conscrypt");
        return new Engines(context.newEngine(client), context.newEngine(server));
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
