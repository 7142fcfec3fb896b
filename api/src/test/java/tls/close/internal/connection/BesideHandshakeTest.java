// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;

/** A goodbye while another thread is in a callback of the handshake, such as a trust manager. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class BesideHandshakeTest {
    private static final Deadline HOUR = Deadline.after(Duration.ofHours(1));

    private final Layer layer = new Layer();
    private final Connection connection =
            new Connection(new HeldTransport(new StubTransport()), layer, TlsEndpoint.server(), new NoOwner());

    /** What a backend does when it is to end its output. */
    private interface Act {
        void on() throws IOException;
    }

    @AfterEach
    void letGo() {
        layer.callbackReturns.countDown();
    }

    private void beginHandshake() throws InterruptedException {
        Thread other = new Thread(
                () -> {
                    try {
                        Progress unused = connection.handshake();
                    } catch (IOException e) {
                        // It has been canceled.
                    }
                },
                "other");
        other.setDaemon(true);
        other.start();
        layer.isEntered.await();
    }

    private Progress bye(Deadline by) throws IOException {
        return connection.exchange().bye(CloseRequest.SHUT_WR, CloseLimits.DEFAULT, by);
    }

    /** As some backends do: they let in one thread at a time. */
    private void waitForCallback() throws IOException {
        try {
            layer.callbackReturns.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void rule7_7_itIsAThreadOfOursThatMayHaveToWait() throws Exception {
        beginHandshake();
        Thread caller = Thread.currentThread();
        layer.closing = () -> {
            assertNotSame(caller, Thread.currentThread());
            assertTrue(Thread.currentThread().isDaemon());
        };
        assertEquals(Progress.DONE, bye(HOUR));
        assertFalse(Thread.interrupted());
        assertEquals(OutputSide.CLOSED, connection.state().sides().output());
    }

    @Test
    void rule5_1_anInterruptBeforeCostsNobodyTheAlert() throws Exception {
        beginHandshake();
        Thread.currentThread().interrupt();
        assertEquals(Progress.DONE, bye(HOUR));
        assertTrue(Thread.interrupted());
        assertTrue(layer.isClosed);
    }

    @Test
    void rule7_3_anInterruptMeanwhileEndsTheWait() throws Exception {
        beginHandshake();
        Thread caller = Thread.currentThread();
        layer.closing = () -> {
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            waitForCallback();
        };
        assertThrows(InterruptedIOException.class, () -> bye(HOUR));
        assertTrue(Thread.interrupted());
    }

    @Test
    void rule7_1_rule7_2_theWaitHasAnEndAndCanBeTakenUpAgain() throws Exception {
        beginHandshake();
        layer.closing = this::waitForCallback;
        assertThrows(CloseTimeoutException.class, () -> bye(Deadline.NOW));
        assertFalse(Thread.interrupted());
        layer.callbackReturns.countDown();
        assertEquals(Progress.DONE, bye(HOUR));
    }

    @Test
    void rule2_2_afterwardsAWriteIsRefusedAtOnce() throws Exception {
        beginHandshake();
        assertEquals(Progress.DONE, bye(HOUR));
        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1)));
    }

    @Test
    void whoMayNotWaitIsToldSo() throws Exception {
        beginHandshake();
        assertEquals(Progress.WANT_TASK, bye(Deadline.TRY));
        assertFalse(layer.isClosed);
    }

    private void assertThrowsWhatIsThrown(Throwable thrown, Act closing) throws InterruptedException {
        beginHandshake();
        layer.closing = closing;
        assertSame(thrown, assertThrows(thrown.getClass(), () -> bye(HOUR)));
    }

    @Test
    void aFailureOfTheTransportIsThrown() throws Exception {
        IOException reset = new IOException("reset");
        assertThrowsWhatIsThrown(reset, () -> {
            throw reset;
        });
    }

    @Test
    void aBugOfTheBackendsIsThrown() throws Exception {
        RuntimeException bug = new IllegalStateException("bug");
        assertThrowsWhatIsThrown(bug, () -> {
            throw bug;
        });
    }

    @Test
    void anErrorIsThrown() throws Exception {
        Error error = new AssertionError("error");
        assertThrowsWhatIsThrown(error, () -> {
            throw error;
        });
    }

    /** Whoever says goodbye keeps others from beginning a handshake, and no longer than that. */
    @Test
    void rule9_1_nobodyIsInsideAfterwards() throws IOException {
        assertEquals(Progress.DONE, bye(HOUR));
        assertTrue(connection.receiver().isEmpty());
        assertTrue(connection.sender().isEmpty());
    }

    /** A backend that is in a callback of its handshake as long as the test likes. */
    private static final class Layer extends WatchedLayer {
        private final CountDownLatch isEntered = new CountDownLatch(1);
        private final CountDownLatch callbackReturns = new CountDownLatch(1);
        private volatile Act closing = () -> {};
        private volatile boolean isClosed;

        @Override
        public Step handshake() {
            isEntered.countDown();
            try {
                callbackReturns.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Step.TAKEN;
        }

        @Override
        public void closeOutput() throws IOException {
            isClosed = true;
            closing.on();
        }

        @Override
        public Output output() {
            return isClosed ? Output.CLOSE_NOTIFY : Output.OPEN;
        }
    }
}
