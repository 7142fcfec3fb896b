// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

/** What can happen to a connection. */
enum Event {
    HANDSHAKE_STARTED,
    HANDSHAKE_DONE,
    /** The handshake was not done by its deadline. */
    HANDSHAKE_LATE,
    /** We were asked to close the output. */
    CLOSE,
    /** The backend closed the output by itself, in answer to the peer's close_notify. */
    ANSWERED,
    /** The backend ended the output by itself, without an alert; in the middle of the handshake it may have no way. */
    SILENCED,
    /** The output ended without close_notify: by a fatal alert, or because it could not go out in time. */
    GIVEN_UP,
    /** The transport took all of our close_notify. */
    FLUSHED,
    /** The transport took all of our fatal alert. */
    ALERTED,
    PEER_CLOSE_NOTIFY,
    /** The peer's close_notify came in the middle of the handshake. */
    PEER_CANCELED,
    TRANSPORT_ENDED,
    PEER_FATAL_ALERT,
    /** What is no TLS came after we had said close_notify. */
    PEER_WENT_ON,
    INVALID_INPUT,
    READ_FAILED,
    WRITE_FAILED,
    /** The transport did not take what cancels the handshake. */
    CANCEL_FAILED,
    /** No alert can come any more that would say why. */
    NOTHING_HEARD
}
