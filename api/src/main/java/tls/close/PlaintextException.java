// SPDX-License-Identifier: Apache-2.0
package tls.close;

/**
 * The peer said something that is no TLS where its close_notify was due: after ours was asked for (rule 4.6). Some peers
 * leave TLS without a word, FTP clients after {@code CCC} among them. It is never an orderly end: what the peer said
 * under TLS may be incomplete.
 *
 * <p><b>Nothing authenticates these bytes.</b> Anybody on the way can have put them there, and a command injected like
 * this runs with the rights of whoever was logged in under TLS. Take them for the beginning of a plaintext conversation
 * only where the protocol provides for peers like that, and forget then what was established under TLS.
 *
 * <pre>{@code
 * try {
 *     connection.bye(CloseRequest.SHUT_RDWR); // FTP's CCC
 * } catch (PlaintextException e) {
 *     System.err.println("the client went on without a goodbye: " + e.report());
 * }
 * }</pre>
 */
public final class PlaintextException extends TlsCloseException {
    private static final long serialVersionUID = 1;

    /** Before the rest, which is still in the transport. */
    private final byte[] taken;

    /**
     * Made by the connection.
     *
     * @param taken what was taken from the transport
     * @param report what is known
     * @param cause what the record layer said
     */
    public PlaintextException(byte[] taken, CloseReport report, Throwable cause) {
        super("the peer went on in plaintext without a close_notify: what it said before may be incomplete", report);
        this.taken = taken.clone();
        initCause(cause);
    }

    /**
     * The bytes that were read from the transport before it was clear that they are no TLS: at most as many as the
     * close_notify would have had that was to come, 31. What follows them is still in the transport.
     *
     * @return a copy, at least one byte
     */
    public byte[] taken() {
        return taken.clone();
    }
}
