// SPDX-License-Identifier: Apache-2.0
package tls.close.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Buffers that are taken when needed and given back when empty, so that an idle connection holds none. At most
 * {@value #KEPT} unused ones are kept for the whole process.
 */
final class Buffers {
    /** A TLS 1.2 record at its longest: header, fragment and expansion (RFC 5246 section 6.2.3). */
    static final int MAX_RECORD = Tls.HEADER + (1 << 14) + 2048;

    private static final int KEPT = 64;
    private static final ArrayBlockingQueue<ByteBuffer> UNUSED = new ArrayBlockingQueue<>(KEPT);

    private Buffers() {}

    /** An empty buffer with room for at least so many bytes, and its limit set to them. */
    static ByteBuffer take(int size) {
        ByteBuffer buffer = size <= MAX_RECORD ? UNUSED.poll() : null;
        if (buffer == null) {
            buffer = ByteBuffer.allocate(Math.max(size, MAX_RECORD));
        }
        return buffer.clear().limit(size);
    }

    /** Takes a buffer back, and wipes it: it may have held plaintext. */
    static void give(ByteBuffer buffer) {
        if (buffer.capacity() == MAX_RECORD) {
            Arrays.fill(buffer.array(), buffer.arrayOffset(), buffer.arrayOffset() + buffer.capacity(), (byte) 0);
            UNUSED.offer(buffer);
        }
    }
}
