// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

/** How the side stands on which we write. Every state but {@link #OPEN} refuses application data. */
enum OutputSide {
    OPEN,
    /** A close_notify has been asked for; the transport has not taken all of it. */
    CLOSING,
    /** The close_notify is with the transport. */
    CLOSED,
    /**
     * Closed without a word: before the handshake began, when nothing was owed (rule 9.1), or in the middle of it, by a
     * backend that had no way to say it.
     */
    UNUSED,
    /** A fatal alert of ours took the place of close_notify. */
    ABORTED,
    /** No close_notify can follow: TLS or the transport failed, or there was no more time. A fatal alert may still be on its way. */
    FAILED
}
