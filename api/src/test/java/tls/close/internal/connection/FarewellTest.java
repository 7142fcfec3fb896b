// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsEndpoint;

/** A goodbye that has seen no handshake in another thread, and meets one. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FarewellTest {
    private final StubTransport transport = new StubTransport();
    private final Layer layer = new Layer();
    private final Connection connection =
            new Connection(new HeldTransport(transport), layer, TlsEndpoint.server(), new NoOwner());

    @AfterEach
    void letGo() {
        layer.mayLeave.countDown();
    }

    /** It would wait for its callback, such as a trust manager, for as long as that likes. */
    @Test
    void rule7_1_rule8_4_aHandshakeThatIsAboutToGoOnHoldsUpNobody() throws Exception {
        layer.wantsMore = true;
        assertEquals(Progress.WANT_READ, connection.handshake());
        layer.wantsMore = false;
        Thread other = new Thread(this::shakeHands, "other");
        other.setDaemon(true);
        transport.atWriteBy = () -> {
            transport.atWriteBy = () -> {};
            other.start();
            while (layer.isEntered.getCount() > 0 && other.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        };
        FutureTask<Progress> goodbye = new FutureTask<>(() -> connection.bye(CloseRequest.SHUT_WR, CloseLimits.NONE));
        Thread closer = new Thread(goodbye, "closer");
        closer.setDaemon(true);
        closer.start();
        assertEquals(Progress.DONE, goodbye.get(10, TimeUnit.SECONDS));
        assertEquals(1, layer.closed);
        assertFalse(layer.lock.isLocked(), "the handshake has gone on");
    }

    /** One that the peer has begun is part of reading. The close_notify follows when its callback has returned. */
    @Test
    void rule7_1_rule8_4_aLaterHandshakeHoldsUpNobody() throws Exception {
        layer.isDone = true;
        assertEquals(Progress.DONE, connection.handshake());
        FutureTask<Integer> reading = new FutureTask<>(() -> connection.read(ByteBuffer.allocate(1)));
        start(reading);
        layer.isEntered.await();
        FutureTask<Progress> goodbye = new FutureTask<>(
                () -> connection.bye(CloseRequest.SHUT_WR, CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(30))));
        start(goodbye);
        ExecutionException late =
                assertThrows(ExecutionException.class, () -> goodbye.get(10, TimeUnit.SECONDS), "it waits");
        assertInstanceOf(CloseTimeoutException.class, late.getCause());
        layer.mayLeave.countDown();
        assertEquals(0, reading.get(10, TimeUnit.SECONDS));
        assertEquals(Progress.DONE, connection.bye(CloseRequest.SHUT_WR, CloseLimits.DEFAULT));
        assertEquals(1, layer.closed);
    }

    private static void start(FutureTask<?> task) {
        Thread thread = new Thread(task, "other");
        thread.setDaemon(true);
        thread.start();
    }

    private void shakeHands() {
        try {
            Progress unused = connection.handshake();
        } catch (IOException e) {
            // It was closed meanwhile.
        }
    }

    /** A backend that lets one thread in at a time, and stays in its handshakes. */
    private static final class Layer extends WatchedLayer {
        private final ReentrantLock lock = new ReentrantLock();
        private final CountDownLatch isEntered = new CountDownLatch(1);
        private final CountDownLatch mayLeave = new CountDownLatch(1);
        private volatile boolean wantsMore;
        private volatile boolean isDone;
        private volatile boolean inLaterHandshake;
        private volatile int closed;

        @Override
        public Step handshake() {
            if (wantsMore) {
                return Step.WANT_READ;
            }
            if (!isDone) {
                callBack();
            }
            return Step.TAKEN;
        }

        @Override
        public Step read(ByteBuffer dst) {
            inLaterHandshake = true;
            callBack();
            inLaterHandshake = false;
            return Step.WANT_READ;
        }

        @Override
        public boolean isInLaterHandshake() {
            return inLaterHandshake;
        }

        private void callBack() {
            lock.lock();
            try {
                isEntered.countDown();
                mayLeave.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void closeOutput() {
            lock.lock();
            try {
                closed = 1;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Output output() {
            return closed == 0 ? Output.OPEN : Output.CLOSE_NOTIFY;
        }
    }
}
