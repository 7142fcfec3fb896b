// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import org.bouncycastle.tls.ProtocolVersion;

/** The versions of TLS that a peer can be told to speak. */
public enum TlsVersion {
    /** RFC 5246. */
    TLS_1_2("TLSv1.2"),
    /** RFC 8446. */
    TLS_1_3("TLSv1.3");

    private final String jdkName;

    TlsVersion(String jdkName) {
        this.jdkName = jdkName;
    }

    /**
     * The name in {@link javax.net.ssl.SSLParameters#setProtocols}.
     *
     * @return {@code TLSv1.2} or {@code TLSv1.3}
     */
    public String jdkName() {
        return jdkName;
    }

    ProtocolVersion bouncyCastleVersion() {
        return switch (this) {
            case TLS_1_2 -> ProtocolVersion.TLSv12;
            case TLS_1_3 -> ProtocolVersion.TLSv13;
        };
    }

    static TlsVersion of(ProtocolVersion version) {
        return version.equals(ProtocolVersion.TLSv13) ? TLS_1_3 : TLS_1_2;
    }

    @Override
    public String toString() {
        return jdkName;
    }
}
