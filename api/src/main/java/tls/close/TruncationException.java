// SPDX-License-Identifier: Apache-2.0
package tls.close;

/**
 * The transport ended without the peer's close_notify, so what was read may be incomplete: by accident or by an
 * attacker's hand, nobody can tell (rule 4.1; RFC 8446 section 6.1). Don't treat the data as whole.
 *
 * <pre>{@code
 * try {
 *     file.write(connection.inputStream().readAllBytes());
 * } catch (TruncationException e) {
 *     System.err.println("not stored, it is not whole: " + e.report());
 * }
 * }</pre>
 */
public final class TruncationException extends TlsCloseException {
    private static final long serialVersionUID = 1;

    /**
     * Made by the connection.
     *
     * @param report what is known
     */
    public TruncationException(CloseReport report) {
        super("the transport ended without the peer's close_notify: what was read may be incomplete", report);
    }
}
