// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;

/** Waits for a non-blocking transport. */
interface Readiness extends AutoCloseable {
    /** For operations as in {@link java.nio.channels.SelectionKey#interestOps()}. */
    void await(int operations) throws IOException;

    @Override
    default void close() throws IOException {
        // Not everything that waits holds something.
    }
}
