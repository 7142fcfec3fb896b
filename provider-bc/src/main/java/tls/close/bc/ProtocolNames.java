// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.ProtocolVersion;

/** The protocols by their standard names. */
final class ProtocolNames {
    /** What is supported, and enabled unless asked otherwise (rule 12.2). */
    static final List<String> DEFAULT = List.of("TLSv1.3", "TLSv1.2");

    private ProtocolNames() {}

    static void require(String... names) {
        for (String name : names) {
            if (!DEFAULT.contains(name)) {
                throw new IllegalArgumentException("bc doesn't know the protocol " + name + ", only " + DEFAULT);
            }
        }
    }

    /** The enabled versions, latest first as bctls wants them. */
    static ProtocolVersion[] versions(String... enabled) {
        return DEFAULT.stream()
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
