// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tls.close.spi.Transport;

/** Bytes that have come, and room for some. */
final class StubTransport implements Transport {
    /** How much was asked for each time. */
    final List<Integer> asked = new ArrayList<>();

    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    int writes;
    int room = Integer.MAX_VALUE;
    boolean isBlocking;
    boolean holdsMore;

    /** Thrown when there is no room. */
    @Nullable
    IOException failure;

    /** Where the last bytes came from, or went to. */
    ByteBuffer last = ByteBuffer.allocate(0);

    private ByteBuffer come = ByteBuffer.allocate(0);

    /** More has come. */
    void add(byte[] bytes) {
        come = ByteBuffer.allocate(come.remaining() + bytes.length)
                .put(come)
                .put(bytes)
                .flip();
    }

    void add(int... bytes) {
        byte[] narrow = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            narrow[i] = (byte) bytes[i];
        }
        add(narrow);
    }

    int left() {
        return come.remaining();
    }

    @Override
    public int read(ByteBuffer dst) {
        asked.add(dst.remaining());
        last = dst;
        int count = Math.min(dst.remaining(), come.remaining());
        dst.put(come.slice(come.position(), count));
        come.position(come.position() + count);
        return count;
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        writes++;
        last = src;
        while (src.hasRemaining() && room > 0) {
            sent.write(src.get());
            room--;
        }
        if (src.hasRemaining() && failure != null) {
            throw failure;
        }
    }

    @Override
    public boolean holdsMore() {
        return holdsMore;
    }

    @Override
    public boolean isBlocking() {
        return isBlocking;
    }
}
