// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@link TlsConnection#byeAll byeAll} came to for one connection. Immutable.
 *
 * <pre>{@code
 * for (CloseOutcome outcome : TlsConnection.byeAll(connections, CloseRequest.SHUT_RDWR, CloseLimits.DEFAULT)) {
 *     outcome.failure().ifPresent(failure -> System.err.println(outcome));
 * }
 * }</pre>
 *
 * @param peer the address of the other end, where the transport knows one
 * @param report what is known of its end
 * @param failure why the request is not fulfilled: what {@link TlsConnection#bye(CloseRequest, CloseLimits) bye} would have
 *     thrown; an unchecked exception or an error, as a channel of the caller's may throw, is the cause of one. Empty if
 *     the request is fulfilled, which {@code bye} calls {@link Progress#DONE}
 */
public record CloseOutcome(Optional<SocketAddress> peer, CloseReport report, Optional<IOException> failure) {

    /**
     * Made by {@code byeAll}.
     *
     * @param peer the address of the other end
     * @param report what is known of its end
     * @param failure why the request is not fulfilled
     */
    public CloseOutcome {
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(report, "report");
        Objects.requireNonNull(failure, "failure");
    }

    /** One line: who, how, and what went wrong. */
    @Override
    public String toString() {
        return peer.map(address -> ConnectionEnd.inWords(address) + ", ").orElse("")
                + report
                + failure.map(thrown -> ": " + thrown).orElse("");
    }
}
