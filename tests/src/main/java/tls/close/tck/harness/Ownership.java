// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

/** Whose the TCP connection below a TLS socket is. */
public enum Ownership {
    /** The TLS socket's: it has connected by itself, or was accepted by a TLS server socket. */
    OWN,
    /** The caller's, who has left it to the TLS socket ({@code autoClose}). */
    LEFT,
    /** The caller's, who goes on with it when TLS is over. */
    KEPT
}
