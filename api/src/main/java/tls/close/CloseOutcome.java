// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@link TlsConnection#byeAll byeAll} came to for one connection. Immutable.
 *
 * @param report what is known of its end
 * @param failure why the request is not fulfilled: what {@link TlsConnection#bye(CloseRequest, CloseLimits) bye} would have
 *     thrown; an unchecked exception or an error, as a channel of the caller's may throw, is the cause of one. Empty if
 *     the request is fulfilled, which {@code bye} calls {@link Progress#DONE}
 */
public record CloseOutcome(CloseReport report, Optional<IOException> failure) {

    /**
     * Made by {@code byeAll}.
     *
     * @param report what is known of its end
     * @param failure why the request is not fulfilled
     */
    public CloseOutcome {
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(failure, "failure");
    }
}
