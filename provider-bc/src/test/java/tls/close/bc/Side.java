// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.params.provider.Arguments;
import tls.close.TlsContext;
import tls.close.TlsProviders;

/** Which backend plays which side, and in which protocol: what most tests run over. */
record Side(String client, String server, String protocol) {
    /** Made once: a key store takes longer than a handshake. */
    private static final KeyManager[] SERVER_KEYS =
            TestCertificates.TRUSTED.server().keyManagers();

    private static final TrustManager[] TRUST = TestCertificates.TRUSTED.trustManagers();

    /** Every combination in which {@code bc} takes part. */
    static Stream<Arguments> all() {
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(protocol -> Stream.of(
                        new Side("bc", "jsse", protocol),
                        new Side("jsse", "bc", protocol),
                        new Side("bc", "bc", protocol)))
                .map(Arguments::of);
    }

    /** A new one for each test, which knows no session of another's. */
    TlsContext clientContext() {
        return context(client, new KeyManager[0], TRUST);
    }

    TlsContext serverContext() {
        return context(server, SERVER_KEYS, TRUST);
    }

    static TlsContext context(String provider, KeyManager[] keys, TrustManager[] trust) {
        try {
            return TlsProviders.get(provider).newContext(keys, trust);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
