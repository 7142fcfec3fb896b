// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.bc.TestCertificates.Identity;

/** The usual ends of a connection where both are {@code bc}. */
final class BcEnds {
    static final KeyManager[] NO_KEYS = {};
    static final TrustManager[] TRUST = TestCertificates.TRUSTED.trustManagers();
    static final TlsEndpoint CLIENT = TlsEndpoint.client("localhost", 1);

    private BcEnds() {}

    static TlsContext client() {
        return Side.context("bc", NO_KEYS, TRUST);
    }

    static TlsContext server(Identity identity) {
        return Side.context("bc", identity.keyManagers(), TRUST);
    }
}
