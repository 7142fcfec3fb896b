// SPDX-License-Identifier: Apache-2.0
package tls.close;

import javax.net.ssl.SSLException;

/**
 * A connection did not end as it should. The subclasses say who must act; the report says what is known.
 *
 * <pre>{@code
 * try {
 *     connection.bye(CloseRequest.SHUT_RDWR);
 * } catch (TlsCloseException e) {
 *     System.err.println(e.getMessage() + ": " + e.report());
 * }
 * }</pre>
 */
public abstract class TlsCloseException extends SSLException {
    private static final long serialVersionUID = 1;

    /** What was known. */
    private final SerializedCloseReport known;

    TlsCloseException(String reason, CloseReport report) {
        super(reason + " [" + report + "]");
        this.known = new SerializedCloseReport(report);
    }

    /**
     * What was known when this was thrown.
     *
     * @return the report; {@link TlsConnection#report()} may know more by now
     */
    public CloseReport report() {
        return known.report();
    }
}
