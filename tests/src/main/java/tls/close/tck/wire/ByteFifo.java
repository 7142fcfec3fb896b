// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes on their way: the first in are the first out. */
final class ByteFifo {
    private byte[] bytes = new byte[1024];
    private int start;
    private int end;

    void add(ByteBuffer source, int count) {
        makeRoom(count);
        source.get(bytes, end, count);
        end += count;
    }

    void add(byte[] source) {
        add(ByteBuffer.wrap(source), source.length);
    }

    void moveTo(ByteBuffer target, int count) {
        target.put(bytes, start, count);
        start += count;
    }

    byte[] take(int limit) {
        byte[] taken = Arrays.copyOfRange(bytes, start, start + Math.min(limit, size()));
        start += taken.length;
        return taken;
    }

    byte[] copy() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    int size() {
        return end - start;
    }

    void clear() {
        start = end;
    }

    private void makeRoom(int count) {
        if (bytes.length - end < count) {
            byte[] roomier = size() + count > bytes.length ? new byte[2 * (size() + count)] : bytes;
            System.arraycopy(bytes, start, roomier, 0, size());
            end -= start;
            start = 0;
            bytes = roomier;
        }
    }
}
