// SPDX-License-Identifier: Apache-2.0
package tls.close;

/**
 * How much of a connection {@link TlsConnection#bye bye} ends: the two requests of {@code gnutls_bye}.
 *
 * <pre>{@code
 * connection.bye(CloseRequest.SHUT_WR); // that was all, and we go on reading
 * connection.inputStream().transferTo(System.out);
 * connection.bye(CloseRequest.SHUT_RDWR); // the socket is ours again
 * }</pre>
 */
public enum CloseRequest {
    /**
     * Ends the output side: what was written goes out, then one close_notify. Reading goes on until the peer's own
     * close_notify (rules 2.1 to 2.4; RFC 8446 section 6.1: "does not have any effect on its read side").
     */
    SHUT_WR,

    /**
     * Ends both sides: does {@link #SHUT_WR}, then waits for the peer's authenticated close_notify, discarding what
     * data comes before it. Afterwards the transport may carry something else (rules 3.1 to 3.7, 5.3).
     */
    SHUT_RDWR
}
