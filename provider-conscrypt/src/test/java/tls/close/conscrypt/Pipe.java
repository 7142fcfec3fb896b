// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** Two channels in memory that never block, so that thousands of connections cost no port. For one thread. */
final class Pipe {
    private final ByteBuffer[] waiting = {ByteBuffer.allocate(1 << 16), ByteBuffer.allocate(1 << 16)};
    private boolean cut;
    private boolean broken;

    ByteChannel end(int which) {
        return new End(waiting[which], waiting[1 - which]);
    }

    /** No more bytes come to either end. */
    void cut() {
        cut = true;
    }

    /** Nothing can be written any more. */
    void breakOff() {
        broken = true;
    }

    private final class End implements ByteChannel {
        private final ByteBuffer in;
        private final ByteBuffer out;

        End(ByteBuffer in, ByteBuffer out) {
            this.in = in;
            this.out = out;
        }

        @Override
        public int read(ByteBuffer dst) {
            in.flip();
            int count = Math.min(in.remaining(), dst.remaining());
            dst.put(in.slice(0, count));
            in.position(count);
            in.compact();
            return count == 0 && cut ? -1 : count;
        }

        @Override
        public int write(ByteBuffer src) throws IOException {
            if (broken) {
                throw new IOException("Broken pipe");
            }
            int count = Math.min(src.remaining(), out.remaining());
            out.put(src.slice(src.position(), count));
            src.position(src.position() + count);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
