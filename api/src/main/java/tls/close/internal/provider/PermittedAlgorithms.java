// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.security.AlgorithmConstraints;
import java.security.CryptoPrimitive;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * What the JDK's security properties and the application's own constraints permit. The JDK's own constraints are those
 * that each new engine of its has for its parameters: {@code jdk.tls.disabledAlgorithms} and
 * {@code jdk.certpath.disabledAlgorithms} as far as they go by name or key size.
 */
final class PermittedAlgorithms {
    private static final AlgorithmConstraints JDK = jdkConstraints();
    private static final Map<String, Boolean> JDK_BY_NAME = new ConcurrentHashMap<>();

    private PermittedAlgorithms() {}

    /** All of them have to permit. */
    static List<AlgorithmConstraints> constraints(SSLParameters parameters) {
        AlgorithmConstraints own = parameters.getAlgorithmConstraints();
        return own == null ? List.of(JDK) : List.of(JDK, own);
    }

    /**
     * Protocols and cipher suites are put to the constraints by their names.
     *
     * @param names that are supported: the answers of the JDK's constraints, which never change, are kept
     * @see <a href="https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/ssl/HandshakeContext.java">
     *     HandshakeContext.getActiveProtocols, getActiveCipherSuites</a>
     */
    static String[] among(String[] names, SSLParameters parameters) {
        AlgorithmConstraints own = parameters.getAlgorithmConstraints();
        return Arrays.stream(names)
                .filter(name -> JDK_BY_NAME.computeIfAbsent(name, asked -> permits(JDK, asked))
                        && (own == null || permits(own, name)))
                .toArray(String[]::new);
    }

    private static boolean permits(AlgorithmConstraints constraints, String name) {
        return constraints.permits(EnumSet.of(CryptoPrimitive.KEY_AGREEMENT), name, null);
    }

    private static AlgorithmConstraints jdkConstraints() {
        try {
            SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context.createSSLEngine().getSSLParameters().getAlgorithmConstraints();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's TLS does not work", e);
        }
    }
}
