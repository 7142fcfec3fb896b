// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.util.List;
import java.util.stream.Stream;

/**
 * The algorithms by which a peer's certificates may be signed, in the JCA's names. A trust manager of the JDK's asks the
 * session for them and refuses every other, so they are those of the JDK's own sessions: what it disables by its security
 * properties it refuses all the same (rule 12.6).
 *
 * @see <a href="https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/ssl/SignatureScheme.java">
 *     SignatureScheme</a>
 */
public final class CertificateSignatures {
    private static final List<String> TLS_1_3 = List.of(
            "SHA256withECDSA",
            "SHA384withECDSA",
            "SHA512withECDSA",
            "Ed25519",
            "Ed448",
            "RSASSA-PSS",
            "SHA256withRSA",
            "SHA384withRSA",
            "SHA512withRSA",
            "SHA1withECDSA",
            "SHA1withRSA");

    private static final List<String> TLS_1_2 = Stream.concat(
                    TLS_1_3.stream(),
                    Stream.of("SHA256withDSA", "SHA224withECDSA", "SHA224withRSA", "SHA224withDSA", "SHA1withDSA"))
            .toList();

    private CertificateSignatures() {}

    /**
     * Those of a protocol.
     *
     * @param protocol by its standard name
     * @return a new array
     */
    public static String[] acceptedIn(String protocol) {
        return (protocol.equals("TLSv1.3") ? TLS_1_3 : TLS_1_2).toArray(String[]::new);
    }
}
