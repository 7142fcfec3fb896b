// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Applications that know {@code SSLContext.init} pass null where they have no managers. */
public final class Managers {
    private static final KeyManager[] NO_KEYS = {};
    private static final TrustManager[] NO_TRUST = {};

    private Managers() {}

    /**
     * Who we are.
     *
     * @param managers null for none
     * @return a copy
     */
    public static KeyManager[] orNone(KeyManager @Nullable ... managers) {
        return managers == null ? NO_KEYS : managers.clone();
    }

    /**
     * Whom we trust.
     *
     * @param managers null for none
     * @return a copy
     */
    public static TrustManager[] orNone(TrustManager @Nullable ... managers) {
        return managers == null ? NO_TRUST : managers.clone();
    }
}
