// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.time.Duration;

/** How long anything may take. */
public final class Patience {
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private Patience() {}
}
