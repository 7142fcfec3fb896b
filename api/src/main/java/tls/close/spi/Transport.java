// SPDX-License-Identifier: Apache-2.0
package tls.close.spi;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The raw bytes below TLS. Made by the API over the caller's socket or channel; a {@link RecordLayer} reads and writes
 * through it, one thread each at a time, and so keeps the deadlines and interrupts that the connection set.
 *
 * <pre>{@code
 * transport.write(record); // all that it takes
 * int count = transport.read(buffer); // 0: nothing is here, -1: the transport has ended
 * }</pre>
 */
public interface Transport {

    /**
     * Reads what is there, at most what {@code dst} holds.
     *
     * @param dst where to put it, with room for at least one byte
     * @return the number of bytes; 0 if the transport would block; -1 at its end
     * @throws java.io.InterruptedIOException if the thread was interrupted or the time is over; nothing was lost, the
     *     call can be made again
     * @throws IOException if the transport failed
     */
    int read(ByteBuffer dst) throws IOException;

    /**
     * Writes. A blocking transport takes all.
     *
     * @param src the bytes; afterwards its position says how many were taken
     * @throws IOException if the transport failed
     */
    void write(ByteBuffer src) throws IOException;

    /**
     * Whether there is more to read that lies in memory, as in TLS inside TLS: no selector tells of that, so that
     * whoever stops reading while this is true may wait for ever (rule 6.5).
     *
     * @return false unless it is known
     */
    default boolean holdsMore() {
        return false;
    }

    /**
     * Whether reading and writing wait until they can go on.
     *
     * @return false if they may return without progress
     */
    boolean isBlocking();
}
