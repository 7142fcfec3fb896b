// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

/** Over what the connection under test is opened, in memory. */
enum Transport {
    SOCKET,
    BLOCKING_CHANNEL,
    NON_BLOCKING_CHANNEL,
    /** A channel that no selector knows, and that waits. */
    CUSTOM_BLOCKING,
    /** A channel that no selector knows, and that does not wait. */
    CUSTOM_NON_BLOCKING;

    boolean isBlocking() {
        return switch (this) {
            case SOCKET, BLOCKING_CHANNEL, CUSTOM_BLOCKING -> true;
            case NON_BLOCKING_CHANNEL, CUSTOM_NON_BLOCKING -> false;
        };
    }
}
