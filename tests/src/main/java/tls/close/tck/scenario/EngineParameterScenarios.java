// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Tag;
import tls.close.tck.harness.EngineSession;
import tls.close.tck.harness.NewerParameters;
import tls.close.tck.harness.ProviderSettings;
import tls.close.tck.harness.Refusal;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.UserConstraints;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.NearEnd;

/** Rule E9: what {@code setSSLParameters} changes, and what it leaves. */
@Tag("engine")
public abstract class EngineParameterScenarios {

    @ProviderSettings
    void ruleE9_scenario150_freshParametersChangeAsMuchAsInTheJdksEngine(Setting setting) throws Exception {
        for (Map.Entry<String, Function<SSLParameters, Object>> property :
                properties().entrySet()) {
            SSLEngine ours = EngineSession.open(setting).engine();
            SSLEngine jdk = SSLContext.getDefault().createSSLEngine(Session.HOST, 443);
            jdk.setUseClientMode(true);
            for (SSLParameters next : List.of(full(true), fresh(), full(false), fresh())) {
                ours.setSSLParameters(next);
                jdk.setSSLParameters(next);
                assertArrayEquals(
                        new Object[] {property.getValue().apply(jdk.getSSLParameters())},
                        new Object[] {property.getValue().apply(ours.getSSLParameters())},
                        property.getKey());
            }
        }
    }

    private static Map<String, Function<SSLParameters, Object>> properties() {
        Map<String, Function<SSLParameters, Object>> properties = new LinkedHashMap<>();
        properties.put("cipher suites", SSLParameters::getCipherSuites);
        properties.put("protocols", SSLParameters::getProtocols);
        properties.put("application protocols", SSLParameters::getApplicationProtocols);
        properties.put("needed client authentication", SSLParameters::getNeedClientAuth);
        properties.put("wanted client authentication", SSLParameters::getWantClientAuth);
        properties.put("algorithm constraints", SSLParameters::getAlgorithmConstraints);
        properties.put("endpoint identification", SSLParameters::getEndpointIdentificationAlgorithm);
        properties.put("server names", SSLParameters::getServerNames);
        properties.put("SNI matchers", SSLParameters::getSNIMatchers);
        properties.put("order of cipher suites", SSLParameters::getUseCipherSuitesOrder);
        properties.put("retransmissions", SSLParameters::getEnableRetransmissions);
        properties.put("packet size", SSLParameters::getMaximumPacketSize);
        properties.put("signature schemes", NewerParameters.SIGNATURE_SCHEMES::of);
        return properties;
    }

    /** Each property is another than by default; unless {@code named}, empty lists, which switch off, are among them. */
    private static SSLParameters full(boolean named) {
        SSLParameters full = new SSLParameters(new String[] {"TLS_AES_256_GCM_SHA384"}, new String[] {"TLSv1.3"});
        full.setApplicationProtocols(new String[] {"h2"});
        full.setAlgorithmConstraints(UserConstraints.none());
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
        NewerParameters.SIGNATURE_SCHEMES.set(full, "ecdsa_secp256r1_sha256");
        return full;
    }

    /** What most frameworks set. */
    private static SSLParameters fresh() {
        SSLParameters fresh = new SSLParameters();
        fresh.setApplicationProtocols(new String[] {"http/1.1"});
        return fresh;
    }

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void ruleE9_scenario150_aClientWithFreshParametersStillChecksTheHostName(Setting setting) throws Exception {
        EngineSession session = withFreshParameters(Session.of(setting)
                .peer(usual -> usual.withIdentity(TestPki.ec().wrongNameServer())));
        assertRefused(session, Refusal.OF_A_CERTIFICATE);
    }

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void ruleE9_scenario150_aClientWithFreshParametersStillNamesItsServer(Setting setting) throws Exception {
        EngineSession session = withFreshParameters(Session.of(setting));
        session.exchange();
        assertEquals(Optional.of(Session.HOST), session.peer().serverName());
    }

    @Settings(roles = Role.SERVER, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void ruleE9_scenario150_aServerWithFreshParametersStillLooksAtTheName(Setting setting) throws Exception {
        EngineSession known = withFreshParameters(picky(setting).peer(usual -> usual.withServerName("known.test")));
        known.exchange();
        assertTrue(known.peer().isHandshakeComplete(), known::toString);

        EngineSession unknown = withFreshParameters(picky(setting).peer(usual -> usual.withServerName("unknown.test")));
        assertRefused(unknown, Set.of(AlertDescription.UNRECOGNIZED_NAME));
    }

    private static Session.Builder picky(Setting setting) {
        return Session.of(setting)
                .endpoint(usual -> usual.with(parameters ->
                        parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("known[.]test")))));
    }

    private static EngineSession withFreshParameters(Session.Builder options) throws SSLException {
        EngineSession session = EngineSession.open(options);
        session.engine().setSSLParameters(fresh());
        session.engine().beginHandshake();
        return session;
    }

    private static void assertRefused(EngineSession session, Set<AlertDescription> because) throws SSLException {
        assertThrows(SSLException.class, session::exchange, session::toString);
        session.speak();
        assertEquals(1, session.peer().alerts().size(), session::toString);
        assertTrue(
                because.stream()
                        .map(Alert::fatal)
                        .anyMatch(session.peer().alerts().get(0)::equals),
                session::toString);
    }
}
