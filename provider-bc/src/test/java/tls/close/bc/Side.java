// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.params.provider.Arguments;
import tls.close.TlsContext;
import tls.close.TlsProviders;

/** Which backend plays which side, and in which protocol: what most tests run over. */
record Side(String client, String server, String protocol) {
    /** To make a key store takes longer than a handshake. */
    private static final Map<String, TlsContext> CLIENTS = new ConcurrentHashMap<>();

    private static final Map<String, TlsContext> SERVERS = new ConcurrentHashMap<>();

    /** Every combination in which {@code bc} takes part. */
    static Stream<Arguments> all() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(protocol -> Stream.of(
                        new Side("bc", "jsse", protocol),
                        new Side("jsse", "bc", protocol),
                        new Side("bc", "bc", protocol)))
                .map(Arguments::of);
    }

    TlsContext clientContext() {
        return CLIENTS.computeIfAbsent(
                client, name -> context(name, new KeyManager[0], TestCertificates.TRUSTED.trustManagers()));
    }

    TlsContext serverContext() {
        return SERVERS.computeIfAbsent(
                server,
                name -> context(
                        name,
                        TestCertificates.TRUSTED.server().keyManagers(),
                        TestCertificates.TRUSTED.trustManagers()));
    }

    static TlsContext context(String provider, KeyManager[] keys, TrustManager[] trust) {
        try {
            return TlsProviders.get(provider).newContext(keys, trust);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
