// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.util.Arrays;
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

    /** @param permitted with what algorithm constraints permit only */
    static Offer of(SSLParameters permitted, Crypto crypto) {
        int[] suites = Arrays.stream(CipherSuites.numbers(permitted.getCipherSuites()))
                .filter(suite -> TlsUtils.isSupportedCipherSuite(crypto, suite))
                .toArray();
        ProtocolVersion[] enabled = ProtocolNames.versions(permitted.getProtocols());
        ProtocolVersion[] versions = Arrays.stream(enabled)
                .filter(version -> Arrays.stream(suites).anyMatch(suite -> fits(suite, version)))
                .toArray(ProtocolVersion[]::new);
        int[] usable = Arrays.stream(suites)
                .filter(suite -> Arrays.stream(versions).anyMatch(version -> fits(suite, version)))
                .toArray();
        return new Offer(versions, usable);
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
