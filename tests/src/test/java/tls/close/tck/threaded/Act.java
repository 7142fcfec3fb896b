// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

/** One thing that a thread of a schedule does. */
enum Act {
    READ,
    /** Reads until there is no more. */
    READ_TO_END,
    /** Does nothing until the other end begins its goodbye, and then goes on. */
    STALL,
    WRITE,
    SHUT_WR,
    SHUT_RDWR,
    CLOSE,
    /** Interrupts another thread of the same end. */
    INTERRUPT,
    /** Ends the output of the transport, behind TLS's back. */
    CUT,
    /** Closes the transport under those who are in it. */
    CLOSE_TRANSPORT,
    /** The same, with a reset for the other end. */
    RESET;

    boolean isGoodbye() {
        return this == SHUT_WR || this == SHUT_RDWR || this == CLOSE;
    }
}
