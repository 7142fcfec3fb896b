// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.time.Duration;

/** How long anything may take. */
final class Patience {
    static final Duration LIMIT = Duration.ofSeconds(20);

    static final int MILLIS = (int) LIMIT.toMillis();

    private Patience() {}
}
