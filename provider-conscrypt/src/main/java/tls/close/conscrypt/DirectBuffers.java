// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import org.conscrypt.AllocatedBuffer;
import org.conscrypt.BufferAllocator;

/**
 * Where Conscrypt copies heap buffers on their way to and from BoringSSL; direct ones go there straight. Left to itself
 * it would keep one of 17 kB for each engine, idle or not.
 */
final class DirectBuffers extends BufferAllocator {
    static final DirectBuffers SHARED = new DirectBuffers();

    private static final int KEPT = 32;

    private final ArrayBlockingQueue<Lent> unused = new ArrayBlockingQueue<>(KEPT);

    private DirectBuffers() {}

    @Override
    public AllocatedBuffer allocateDirectBuffer(int capacity) {
        Lent kept = capacity <= NativeEngine.MOST_OUTPUT ? unused.poll() : null;
        return kept == null ? new Lent(Math.max(capacity, NativeEngine.MOST_OUTPUT)) : kept;
    }

    private final class Lent extends AllocatedBuffer {
        private final ByteBuffer buffer;

        Lent(int capacity) {
            buffer = ByteBuffer.allocateDirect(capacity);
        }

        @Override
        public ByteBuffer nioBuffer() {
            return buffer.clear();
        }

        @Override
        public AllocatedBuffer release() {
            unused.offer(this);
            return this;
        }
    }
}
