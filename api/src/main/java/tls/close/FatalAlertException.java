// SPDX-License-Identifier: Apache-2.0
package tls.close;

/** The peer ended the connection with a fatal alert (rule 4.4): its log says why. */
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
        super("the peer sent fatal alert " + alert + " (" + cause.getMessage() + ")", report);
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
