// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Buffers that are taken when needed and given back when empty, so that an idle connection holds none. At most
 * {@value #KEPT} unused ones of each size are kept for the whole process.
 */
public final class Buffers {
    /** A TLS 1.2 record at its longest: header, fragment and expansion (RFC 5246 section 6.2.3). */
    static final int MAX_RECORD = Tls.HEADER + (1 << 14) + 2048;

    /** No engine needs a larger buffer for one record; one that asks for more is broken. */
    private static final int MOST = 1 << 17;

    private static final int KEPT = 64;
    private static final ArrayBlockingQueue<ByteBuffer> RECORDS = new ArrayBlockingQueue<>(KEPT);
    private static final ArrayBlockingQueue<ByteBuffer> STARTS = new ArrayBlockingQueue<>(KEPT);

    private Buffers() {}

    /** An empty buffer with room for at least so many bytes, and its limit set to them. */
    public static ByteBuffer take(int size) {
        ByteBuffer buffer = size <= MAX_RECORD ? RECORDS.poll() : null;
        if (buffer == null) {
            buffer = ByteBuffer.allocate(Math.max(size, MAX_RECORD));
        }
        return buffer.clear().limit(size);
    }

    /** For where a record begins: a thread may wait for that for long, and there may be many. */
    static ByteBuffer takeStart() {
        ByteBuffer buffer = STARTS.poll();
        return buffer == null ? ByteBuffer.allocate(Tls.LONGEST_CLOSE_NOTIFY) : buffer.clear();
    }

    /** More room for an engine that asks for it; what it had is given back. */
    static ByteBuffer larger(@Nullable ByteBuffer tooSmall, int asked, SSLEngine engine) throws SSLException {
        int size = tooSmall == null ? Math.max(asked, MAX_RECORD) : 2 * tooSmall.capacity();
        if (size > MOST) {
            throw new SSLException(engine.getClass() + " asks for a buffer of more than " + MOST + " bytes");
        }
        if (tooSmall != null) {
            give(tooSmall.clear());
        }
        return take(size);
    }

    /** Takes a buffer back, and wipes what is before its limit, which is all that was used: it may have been plaintext. */
    public static void give(ByteBuffer buffer) {
        switch (buffer.capacity()) {
            case MAX_RECORD -> giveTo(RECORDS, buffer);
            case Tls.LONGEST_CLOSE_NOTIFY -> giveTo(STARTS, buffer);
            default -> {} // One of its own, for an engine with large records.
        }
    }

    private static void giveTo(ArrayBlockingQueue<ByteBuffer> unused, ByteBuffer buffer) {
        Arrays.fill(buffer.array(), buffer.arrayOffset(), buffer.arrayOffset() + buffer.limit(), (byte) 0);
        unused.offer(buffer);
    }
}
