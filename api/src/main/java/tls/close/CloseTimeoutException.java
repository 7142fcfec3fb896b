// SPDX-License-Identifier: Apache-2.0
package tls.close;

/**
 * The time of {@link CloseLimits#timeout()} was over before the end was reached (rule 7.2). A wait for the peer can be
 * taken up again by another {@code bye}; a flush that was stuck in a blocking transport cannot, because that transport
 * had to be closed (rule 7.4): the message says which.
 *
 * <pre>{@code
 * try {
 *     connection.bye(CloseRequest.SHUT_RDWR);
 * } catch (CloseTimeoutException e) {
 *     connection.bye(CloseRequest.SHUT_RDWR); // ours is out: this waits for the peer's once more
 * }
 * }</pre>
 */
public final class CloseTimeoutException extends TlsCloseException {
    private static final long serialVersionUID = 1;

    /**
     * Made by the connection.
     *
     * @param reason what was waited for, and what became of the transport
     * @param report what is known
     */
    public CloseTimeoutException(String reason, CloseReport report) {
        super(reason, report);
    }
}
