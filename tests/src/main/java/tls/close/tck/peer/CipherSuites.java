// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.tls.CipherSuite;

/** From names of cipher suites to BouncyCastle's numbers. */
final class CipherSuites {
    private static final List<String> TLS_1_3 = List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384");
    private static final List<String> WITH_EC_KEY =
            List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
    private static final List<String> WITH_RSA_KEY =
            List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");

    private CipherSuites() {}

    /** The suites asked for; else a few modern ones, that a server with such a key can keep to. */
    static int[] forServer(PeerOptions options, String keyAlgorithm) {
        return codes(options, keyAlgorithm.equals("RSA") ? WITH_RSA_KEY : WITH_EC_KEY);
    }

    /** The suites asked for; else a few modern ones. */
    static int[] forClient(PeerOptions options) {
        return codes(
                options,
                Stream.of(WITH_EC_KEY, WITH_RSA_KEY).flatMap(List::stream).toList());
    }

    private static int[] codes(PeerOptions options, List<String> modernTls12) {
        Stream<String> names = options.cipherSuites().isEmpty()
                ? Stream.concat(TLS_1_3.stream(), modernTls12.stream())
                : options.cipherSuites().stream();
        return names.mapToInt(CipherSuites::code).toArray();
    }

    private static int code(String name) {
        try {
            return CipherSuite.class.getField(name).getInt(CipherSuite.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("No such cipher suite: " + name, e);
        }
    }
}
