// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.util.List;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.TlsUtils;

/** What a cipher suite asks of a certificate. */
final class KeyExchange {

    private KeyExchange() {}

    /** What a trust manager is told, by the names of the JDK's documentation of {@code checkServerTrusted}. */
    static String name(int algorithm) {
        return switch (algorithm) {
            case KeyExchangeAlgorithm.ECDHE_ECDSA -> "ECDHE_ECDSA";
            case KeyExchangeAlgorithm.ECDHE_RSA -> "ECDHE_RSA";
            case KeyExchangeAlgorithm.DHE_RSA -> "DHE_RSA";
            default -> "UNKNOWN"; // TLS 1.3, where the suite says nothing of it; the JDK says the same.
        };
    }

    /** Those schemes with which a server may sign under a cipher suite. */
    static List<Scheme> usable(List<Scheme> offered, int algorithm) {
        return offered.stream()
                .filter(scheme -> algorithm == KeyExchangeAlgorithm.NULL
                        ? scheme.isForTls13()
                        : TlsUtils.isValidSignatureSchemeForServerKeyExchange(scheme.number(), algorithm))
                .toList();
    }
}
