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
        return context(client, new KeyManager[0], TestCertificates.TRUSTED.trustManagers());
    }

    TlsContext serverContext() {
        return context(
                server, TestCertificates.TRUSTED.server().keyManagers(), TestCertificates.TRUSTED.trustManagers());
    }

    static TlsContext context(String provider, KeyManager[] keys, TrustManager[] trust) {
        try {
            return TlsProviders.get(provider).newContext(keys, trust);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
