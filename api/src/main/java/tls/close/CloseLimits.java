// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.time.Duration;
import java.util.Objects;

/**
 * What ending a connection may cost (rules 7.1, 7.6). Immutable.
 *
 * <pre>{@code
 * CloseLimits limits = CloseLimits.DEFAULT.withTimeout(Duration.ofSeconds(2));
 * connection.bye(CloseRequest.SHUT_RDWR, limits);
 * }</pre>
 *
 * @param timeout the time for flushing and waiting together, on a monotonic clock; zero tries once without waiting. A
 *     time of more than a hundred years is no limit
 * @param discardedBytes how many bytes of application data may be thrown away while waiting for the peer's close_notify
 * @param discardedRecords how many records, of any kind and however empty, may be absorbed while waiting; the bound on
 *     a peer that sends tickets, key updates, warnings or empty records without end
 */
public record CloseLimits(Duration timeout, long discardedBytes, long discardedRecords) {

    /** 10 seconds, 16 MiB, 65 536 records. */
    public static final CloseLimits DEFAULT = new CloseLimits(Duration.ofSeconds(10), 16L << 20, 1L << 16);

    /** No limit of any kind: what {@code gnutls_bye} does. Only for a peer that is trusted to end. */
    public static final CloseLimits NONE =
            new CloseLimits(Duration.ofSeconds(Long.MAX_VALUE), Long.MAX_VALUE, Long.MAX_VALUE);

    /**
     * Checks the limits.
     *
     * @param timeout the time for flushing and waiting together
     * @param discardedBytes the most bytes to discard
     * @param discardedRecords the most records to absorb
     * @throws IllegalArgumentException if one of them is negative
     */
    public CloseLimits {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isNegative() || discardedBytes < 0 || discardedRecords < 0) {
            throw new IllegalArgumentException("limits must not be negative: timeout " + timeout + ", discardedBytes "
                    + discardedBytes + ", discardedRecords " + discardedRecords);
        }
    }

    /**
     * These limits with another time.
     *
     * @param value the time for flushing and waiting together
     * @return new limits
     * @throws IllegalArgumentException if it is negative
     */
    public CloseLimits withTimeout(Duration value) {
        return new CloseLimits(value, discardedBytes, discardedRecords);
    }

    /**
     * These limits with another bound on discarded application data.
     *
     * @param value the most bytes to discard
     * @return new limits
     * @throws IllegalArgumentException if it is negative
     */
    public CloseLimits withDiscardedBytes(long value) {
        return new CloseLimits(timeout, value, discardedRecords);
    }

    /**
     * These limits with another bound on absorbed records.
     *
     * @param value the most records to absorb
     * @return new limits
     * @throws IllegalArgumentException if it is negative
     */
    public CloseLimits withDiscardedRecords(long value) {
        return new CloseLimits(timeout, discardedBytes, value);
    }
}
