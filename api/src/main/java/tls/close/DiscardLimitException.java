// SPDX-License-Identifier: Apache-2.0
package tls.close;

/**
 * The peer sent more than {@link CloseLimits} allows before its close_notify (rules 3.2, 7.6). Read the data instead
 * ({@code bye(SHUT_WR)} and then {@code read}), call {@code bye} again with wider limits, or close the transport.
 *
 * <pre>{@code
 * try {
 *     connection.bye(CloseRequest.SHUT_RDWR);
 * } catch (DiscardLimitException e) {
 *     socket.close(); // it goes on sending what nobody wants
 * }
 * }</pre>
 */
public final class DiscardLimitException extends TlsCloseException {
    private static final long serialVersionUID = 1;

    /**
     * Made by the connection.
     *
     * @param limits the limits that were passed
     * @param report what is known
     */
    public DiscardLimitException(CloseLimits limits, CloseReport report) {
        super(
                "the peer sent more before its close_notify than the limits of " + limits.discardedBytes()
                        + " bytes and " + limits.discardedRecords() + " records allow",
                report);
    }
}
