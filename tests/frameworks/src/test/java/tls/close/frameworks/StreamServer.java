// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A server that takes what each client sends until its end: only TLS can say that it was all. One whose first byte is
 * {@link #QUIT} is closed at once.
 */
interface StreamServer extends AutoCloseable {
    byte QUIT = 'q';

    /** What came from a client, and whether the server takes it for all. */
    record Received(ByteBuffer bytes, boolean complete) {}

    int port();

    /** Of the next client that has ended. */
    Received next() throws InterruptedException;

    @Override
    void close() throws IOException;
}
