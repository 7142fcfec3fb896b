// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

/** What the code under test gets as its end of a {@link LoopbackWire}. */
public enum NearEnd {
    /** A {@link java.net.Socket} that has no channel. */
    SOCKET,
    /** A {@link java.nio.channels.SocketChannel} in blocking mode. */
    BLOCKING_CHANNEL,
    /** A {@link java.nio.channels.SocketChannel} in non-blocking mode. */
    NON_BLOCKING_CHANNEL
}
