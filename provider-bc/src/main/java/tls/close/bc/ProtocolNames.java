// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.util.Arrays;
import org.bouncycastle.tls.ProtocolVersion;
import tls.close.internal.provider.SupportedNames;

/** The protocols by their standard names. */
final class ProtocolNames {
    private ProtocolNames() {}

    /** The enabled versions, latest first as bctls wants them. */
    static ProtocolVersion[] versions(String... enabled) {
        return SupportedNames.PROTOCOLS.stream()
                .filter(Arrays.asList(enabled)::contains)
                .map(name -> name.equals("TLSv1.3") ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12)
                .toArray(ProtocolVersion[]::new);
    }

    static String nameOf(ProtocolVersion version) {
        return version.isEqualOrLaterVersionOf(ProtocolVersion.TLSv13)
                ? "TLSv1.3"
                : version.equals(ProtocolVersion.TLSv12) ? "TLSv1.2" : version.getName();
    }
}
