// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.security.AlgorithmConstraints;
import java.security.CryptoPrimitive;
import java.util.Arrays;
import java.util.EnumSet;
import javax.net.ssl.SSLParameters;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsUtils;

/**
 * The protocols and cipher suites to negotiate: of those enabled, the ones that can be used together. A protocol without
 * a suite is left out, or it would be chosen and then fail.
 */
final class Offer {
    private final ProtocolVersion[] versions;
    private final int[] cipherSuites;

    private Offer(ProtocolVersion[] versions, int[] cipherSuites) {
        this.versions = versions;
        this.cipherSuites = cipherSuites;
    }

    static Offer of(SSLParameters parameters, Crypto crypto) {
        int[] suites = Arrays.stream(CipherSuites.numbers(permitted(parameters.getCipherSuites(), parameters)))
                .filter(suite -> TlsUtils.isSupportedCipherSuite(crypto, suite))
                .toArray();
        ProtocolVersion[] enabled = ProtocolNames.versions(permitted(parameters.getProtocols(), parameters));
        ProtocolVersion[] versions = Arrays.stream(enabled)
                .filter(version -> Arrays.stream(suites).anyMatch(suite -> fits(suite, version)))
                .toArray(ProtocolVersion[]::new);
        int[] usable = Arrays.stream(suites)
                .filter(suite -> Arrays.stream(versions).anyMatch(version -> fits(suite, version)))
                .toArray();
        return new Offer(versions, usable);
    }

    /** Protocols and suites are put to the algorithm constraints by their names, as the JDK does it. */
    private static String[] permitted(String[] names, SSLParameters parameters) {
        AlgorithmConstraints constraints = parameters.getAlgorithmConstraints();
        return constraints == null
                ? names
                : Arrays.stream(names)
                        .filter(name -> constraints.permits(EnumSet.of(CryptoPrimitive.KEY_AGREEMENT), name, null))
                        .toArray(String[]::new);
    }

    ProtocolVersion[] versions() {
        return versions;
    }

    int[] cipherSuites() {
        return cipherSuites;
    }

    boolean isEmpty() {
        return versions.length == 0;
    }

    /** Whether a handshake with this offer could have led to that session. */
    boolean allows(SessionParameters session) {
        return ProtocolVersion.contains(versions, session.getNegotiatedVersion())
                && Arrays.stream(cipherSuites).anyMatch(suite -> suite == session.getCipherSuite());
    }

    private static boolean fits(int suite, ProtocolVersion version) {
        return TlsUtils.isValidVersionForCipherSuite(suite, version);
    }
}
