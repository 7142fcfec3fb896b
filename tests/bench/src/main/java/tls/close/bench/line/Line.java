// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.io.IOException;
import java.nio.ByteBuffer;
import tls.close.TlsConnection;

/** One TLS connection to the peer. Every call returns when it is done, over a non-blocking transport too. */
public interface Line extends AutoCloseable {

    /**
     * Does the handshake.
     *
     * @throws IOException if it fails
     */
    void handshake() throws IOException;

    /**
     * Writes all of it.
     *
     * @param data what to send
     * @throws IOException if it cannot be sent
     */
    void write(ByteBuffer data) throws IOException;

    /**
     * Reads until there is no more room.
     *
     * @param into where to put it
     * @throws IOException if it does not come
     */
    void readFully(ByteBuffer into) throws IOException;

    /**
     * Sends close_notify and reads up to the peer's, through whatever comes before it.
     *
     * @throws IOException if it does not come
     */
    void end() throws IOException;

    /** A line that can have others come between its own close_notify and the peer's. */
    interface InTwoPhases extends Line {
        /**
         * Sends close_notify.
         *
         * @throws IOException if it cannot be sent
         */
        void closeOutput() throws IOException;

        /**
         * Reads up to the peer's.
         *
         * @throws IOException if it does not come
         */
        void awaitEnd() throws IOException;

        @Override
        default void end() throws IOException {
            closeOutput();
            awaitEnd();
        }
    }

    /** A line of tls.close's. */
    interface OfOurs extends Line {
        /**
         * What {@code byeAll} takes.
         *
         * @return the connection itself
         */
        TlsConnection connection();
    }

    /** Resets the TCP connection, so that its port is free again, and frees what the rival holds. */
    @Override
    void close() throws IOException;
}
