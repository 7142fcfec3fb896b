// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.security.AlgorithmConstraints;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import tls.close.TlsEndpoint.ClientAuth;

/**
 * The settings under which a peer was let in, as far as a session could carry it past those of a later day (rule 12.5).
 * A session is resumed under equal terms only; others mean a full handshake.
 *
 * <p>What each handshake negotiates or asks anew is not in it: application protocols, a server's matchers of names.
 *
 * @param client which side it is
 * @param host the peer's, null if not known
 * @param port the peer's
 * @param names what a client asks the server for
 * @param identification the algorithm for host names: one who did not check must not open the door to one who does
 * @param clientAuth a server's
 * @param protocols those enabled
 * @param cipherSuites those enabled
 * @param constraints the application's own, which are equal to themselves
 * @param signatureSchemes those enabled, if not the default
 * @param namedGroups those enabled, if not the default
 */
public record SessionTerms(
        boolean client,
        @Nullable String host,
        int port,
        List<SNIServerName> names,
        @Nullable String identification,
        ClientAuth clientAuth,
        List<String> protocols,
        List<String> cipherSuites,
        @Nullable AlgorithmConstraints constraints,
        Optional<List<String>> signatureSchemes,
        Optional<List<String>> namedGroups) {

    /**
     * The terms of an engine whose handshake begins.
     *
     * @param engine for its side and its peer
     * @param parameters the engine's, with protocols and cipher suites
     * @return equal for engines that may resume each other's sessions
     */
    public static SessionTerms of(SSLEngine engine, SSLParameters parameters) {
        return new SessionTerms(
                engine.getUseClientMode(),
                engine.getPeerHost(),
                engine.getPeerPort(),
                Objects.requireNonNullElse(parameters.getServerNames(), List.of()),
                parameters.getEndpointIdentificationAlgorithm(),
                clientAuth(parameters),
                List.of(parameters.getProtocols()),
                List.of(parameters.getCipherSuites()),
                parameters.getAlgorithmConstraints(),
                NewerSetting.SIGNATURE_SCHEMES.in(parameters),
                NewerSetting.NAMED_GROUPS.in(parameters));
    }

    private static ClientAuth clientAuth(SSLParameters parameters) {
        if (parameters.getNeedClientAuth()) {
            return ClientAuth.NEED;
        }
        return parameters.getWantClientAuth() ? ClientAuth.WANT : ClientAuth.NONE;
    }
}
