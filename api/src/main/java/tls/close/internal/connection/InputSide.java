// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

/** How the side stands on which the peer writes. Only {@link #CLOSE_NOTIFY} is a proper end. */
enum InputSide {
    OPEN,
    CLOSE_NOTIFY,
    /** We closed, or gave up, before the handshake was done; nothing more is read (rules 7.8, 9.1, 9.2). */
    UNUSED,
    /**
     * We canceled the handshake, and the transport has not taken that: what comes is no longer the backend's, and looked at
     * only for the alert that says why (rule 4.7).
     */
    UNHEARD,
    TRUNCATED,
    FATAL_ALERT,
    /** What is no TLS came where close_notify was due: the peer goes on without a word (rule 4.6). */
    PLAINTEXT,
    /** The peer sent something that TLS, or our trust, does not accept. */
    INVALID,
    TRANSPORT_FAILURE
}
