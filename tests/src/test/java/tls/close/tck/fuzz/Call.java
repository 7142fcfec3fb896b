// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

/** What the owner of the connection under test can do with it. */
enum Call {
    HANDSHAKE,
    /** One call, which on a transport that doesn't block is a part of it. */
    HANDSHAKE_ONCE,
    WRITE,
    WRITE_MUCH,
    READ,
    READ_TO_END,
    READ_STREAM,
    BYE_WR,
    BYE_RDWR,
    BYE_WITHIN_LIMITS,
    CLOSE
}
