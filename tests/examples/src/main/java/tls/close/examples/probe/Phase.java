// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

/** How far a visit to a real server has come. */
enum Phase {
    /** TCP. */
    CONNECT,
    /** Plaintext before TLS. */
    STARTTLS,
    HANDSHAKE,
    /** It is the server's turn: to answer, and to end. */
    ANSWER,
    /** We have said goodbye, or answer the server's. */
    GOODBYE
}
