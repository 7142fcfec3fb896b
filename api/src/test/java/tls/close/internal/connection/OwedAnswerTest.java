// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;

/** A reader that waits for a writer who takes the backend's answer out. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class OwedAnswerTest {
    /** The writer's own keys may be worn out (RFC 8446 section 5.5): then the next answer is owed at once. */
    @Test
    void rule6_6_whoSeesThatTheAnswerIsOutReadsOnThoughTheNextIsOwed() throws Exception {
        Layer layer = new Layer();
        TlsConnection connection =
                Connections.open(new NoChannel(), TlsEndpoint.server(), transport -> layer, new NoOwner());
        connection.handshake();
        Thread writer = daemon(new FutureTask<>(() -> connection.write(ByteBuffer.allocate(2))));
        layer.inFirstRecord.await();
        FutureTask<Integer> read = new FutureTask<>(() -> connection.read(ByteBuffer.allocate(1)));
        Thread reader = daemon(read);
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        layer.answerGoesOut.set(true);
        layer.mayEndFirstRecord.countDown();
        assertEquals(1, read.get(30, TimeUnit.SECONDS), "a call over a blocking transport came back without progress");
        layer.mayEndSecondRecord.countDown();
        writer.join();
    }

    private static Thread daemon(FutureTask<?> task) {
        Thread thread = new Thread(task, "other");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Owes an answer at each look but one, and is stuck in its second record. */
    private static final class Layer extends WatchedLayer {
        private final CountDownLatch inFirstRecord = new CountDownLatch(1);
        private final CountDownLatch mayEndFirstRecord = new CountDownLatch(1);
        private final CountDownLatch mayEndSecondRecord = new CountDownLatch(1);
        private final AtomicBoolean answerGoesOut = new AtomicBoolean();
        private boolean isAsked;

        @Override
        public boolean owesAnswer() {
            return !answerGoesOut.getAndSet(false);
        }

        @Override
        public Step read(ByteBuffer dst) {
            if (!isAsked) {
                isAsked = true;
                return Step.WANT_FLUSH;
            }
            dst.put((byte) 1);
            return Step.TAKEN;
        }

        @Override
        public Step write(ByteBuffer src) {
            boolean isFirst = src.remaining() == 2;
            inFirstRecord.countDown();
            try {
                (isFirst ? mayEndFirstRecord : mayEndSecondRecord).await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            src.get();
            return Step.TAKEN;
        }
    }
}
