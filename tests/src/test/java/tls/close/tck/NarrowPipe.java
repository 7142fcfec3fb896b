// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** One direction of a connection in memory that holds so many bytes. For one thread. */
final class NarrowPipe {
    private final ByteBuffer bytes;
    private boolean finished;
    private boolean abandoned;

    NarrowPipe(int room) {
        bytes = ByteBuffer.allocate(room);
    }

    boolean isFull() {
        return !bytes.hasRemaining();
    }

    boolean isEmpty() {
        return bytes.position() == 0;
    }

    int size() {
        return bytes.position();
    }

    /** Who reads meets the end of the stream behind what is here. */
    void finish() {
        finished = true;
    }

    /** Nobody reads any more: from now on everything has room, and is lost. */
    void abandon() {
        abandoned = true;
        bytes.clear();
    }

    /** The end that reads from this and writes to the other. It never waits. */
    End to(NarrowPipe other) {
        return new End(this, other);
    }

    record End(NarrowPipe from, NarrowPipe into) implements ByteChannel {

        @Override
        public int read(ByteBuffer dst) {
            if (from.finished && from.isEmpty()) {
                return -1;
            }
            ByteBuffer source = from.bytes.flip();
            int count = Math.min(source.remaining(), dst.remaining());
            dst.put(source.slice(source.position(), count));
            source.position(source.position() + count).compact();
            return count;
        }

        @Override
        public int write(ByteBuffer src) {
            int count = into.abandoned ? src.remaining() : Math.min(src.remaining(), into.bytes.remaining());
            if (!into.abandoned) {
                into.bytes.put(src.slice(src.position(), count));
            }
            src.position(src.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nobody does.
        }
    }
}
