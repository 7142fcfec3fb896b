// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tls.close.tck.peer.TlsVersion;

/**
 * Whose context, and which version of TLS the other end speaks.
 *
 * @param maker the context's
 * @param version of TLS
 */
record Setup(Maker maker, TlsVersion version) {

    /** All, or one version for each maker, as {@code tls.close.matrix} says. */
    static List<Setup> all() {
        return Matrix.asked() == Matrix.ALL
                ? Arrays.stream(Maker.values()).flatMap(Setup::inEachVersion).toList()
                : List.of(
                        new Setup(Maker.JDK, TlsVersion.TLS_1_3),
                        new Setup(Maker.JSSE, TlsVersion.TLS_1_3),
                        new Setup(Maker.BC, TlsVersion.TLS_1_2),
                        new Setup(Maker.CONSCRYPT, TlsVersion.TLS_1_3));
    }

    private static Stream<Setup> inEachVersion(Maker maker) {
        return Arrays.stream(TlsVersion.values()).map(version -> new Setup(maker, version));
    }

    @Override
    public String toString() {
        return maker + ", " + version;
    }
}
