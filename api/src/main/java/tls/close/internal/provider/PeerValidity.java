// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

/** How long a peer's certificates are good for (rule 12.5). */
public final class PeerValidity {

    private PeerValidity() {}

    /**
     * When the first of a chain expires. One that had expired before did not keep the peer out, as when a trust manager
     * has found another way to its anchor, and keeps nobody out later.
     *
     * @param chain that has just been accepted
     * @return in milliseconds, as {@link System#currentTimeMillis()}; the largest number if none of them expires
     */
    public static long endOf(Certificate... chain) {
        long now = System.currentTimeMillis();
        long first = Long.MAX_VALUE;
        for (Certificate each : chain) {
            if (each instanceof X509Certificate certificate) {
                long end = certificate.getNotAfter().toInstant().toEpochMilli();
                first = end >= now ? Math.min(first, end) : first;
            }
        }
        return first;
    }
}
