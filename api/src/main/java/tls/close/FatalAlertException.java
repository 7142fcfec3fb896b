// SPDX-License-Identifier: Apache-2.0
package tls.close;

/**
 * The peer ended the connection with a fatal alert (rule 4.4). The message has the alert's number and name, and what peers
 * usually mean by it; why it was sent this time, the peer's log says.
 *
 * <pre>{@code
 * try {
 *     connection.handshake();
 * } catch (FatalAlertException e) {
 *     System.err.println(e.alert() + ": " + e.getMessage());
 * }
 * }</pre>
 */
public final class FatalAlertException extends TlsCloseException {
    private static final long serialVersionUID = 1;

    /** Its number. */
    private final int alert;

    /**
     * Made by the connection.
     *
     * @param alert the alert's number
     * @param report what is known
     * @param cause what the backend said
     */
    public FatalAlertException(int alert, CloseReport report, Throwable cause) {
        super("the peer sent " + KnownAlert.inWords(alert), report);
        this.alert = alert;
        initCause(cause);
    }

    /**
     * The alert's number in the IANA registry of TLS alerts, such as 40 for handshake_failure.
     *
     * @return the number, 0 to 255
     */
    public int alert() {
        return alert;
    }
}
