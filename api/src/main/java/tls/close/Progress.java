// SPDX-License-Identifier: Apache-2.0
package tls.close;

/**
 * How far {@link TlsConnection#handshake()} or {@link TlsConnection#bye bye} came. On a blocking transport it is always
 * {@link #DONE}; the others are GnuTLS's {@code GNUTLS_E_AGAIN} with its direction: wait, then make the same call again
 * (rules 6.1, 6.2).
 *
 * <pre>{@code
 * Progress progress = connection.bye(CloseRequest.SHUT_RDWR);
 * if (progress == Progress.DONE) {
 *     key.cancel();
 * } else {
 *     key.interestOps(connection.interestOps()); // and the same call again when it is ready
 * }
 * }</pre>
 */
public enum Progress {
    /** There is nothing left to do. */
    DONE,
    /** The transport had nothing to read; call again when it has. */
    WANT_READ,
    /** The transport took no more bytes; call again when it does. */
    WANT_WRITE,
    /**
     * A delegated task runs in the {@link TlsEndpoint#delegatedTasks executor} of the endpoint; call again when it has
     * run. Without such an executor only {@code bye} returns it, and only where it was called by a callback of the
     * connection's own handshake, such as a trust manager.
     */
    WANT_TASK
}
