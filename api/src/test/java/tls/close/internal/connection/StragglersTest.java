// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import tls.close.CloseLimits;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.internal.transport.Deadline;

/** Who is still in a connection when another closes it, on the way out of something that is done. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class StragglersTest {
    private static final CloseLimits AT_ONCE = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);

    private final Layer layer = new Layer();
    private final TlsConnection connection =
            Connections.open(new NoChannel(), TlsEndpoint.server(), transport -> layer, new NoOwner());

    @AfterEach
    void letGo() {
        layer.mayFlush.countDown();
    }

    /** The first is done with the handshake, and stuck in the goodbye that a callback has asked for. */
    @Test
    void rule8_4_whoWaitsForAHandshakeThatIsDoneIsNotLeftBehind() throws Exception {
        layer.callback = () -> connection.bye(CloseRequest.SHUT_WR, CloseLimits.NONE);
        Other<Progress> first = new Other<>(connection::handshake);
        layer.inHandshake.await();
        Other<Integer> second = new Other<>(() -> connection.read(ByteBuffer.allocate(1)));
        second.awaitWaiting();
        layer.mayGoOn.countDown();
        layer.inFlush.await();
        assertEquals(Progress.DONE, connection.handshake());

        connection.close(AT_ONCE);

        assertInstanceOf(ClosedChannelException.class, second.failure());
        assertFalse(first.task.isDone(), "it was stuck for as long as that");
    }

    /** Who closed the connection has met it inside, and left to it what was to be done. */
    @Test
    void rule8_4_rule10_1_aWriterWhoSendsWhatIsLeftOfTheEndIsTheLastAndSeesToTheRest() throws Exception {
        layer.mayGoOn.countDown();
        connection.handshake();
        layer.stuck = true;
        assertThrows(CloseTimeoutException.class, () -> connection.bye(CloseRequest.SHUT_WR, AT_ONCE));
        layer.stuck = false;
        Other<Integer> writer = new Other<>(() -> connection.write(ByteBuffer.allocate(1)));
        layer.inFlush.await();

        connection.close(AT_ONCE);
        assertEquals(0, layer.released.get());
        layer.stuck = true;
        layer.mayFlush.countDown();

        assertInstanceOf(ClosedChannelException.class, writer.failure());
        assertTrue(layer.released.get() > 0, "nobody has freed it");
        assertEquals(Sent.FAILED, connection.report().sent());
    }

    /** A channel that was registered meanwhile does not take its mode back. */
    @Test
    void rule8_4_whoseTransportThrowsOnTheWayOutHasLeftAllTheSame() throws Exception {
        var wire = new NoTransport() {
            private volatile boolean isRegistered;

            @Override
            public void writeBy(@Nullable Deadline deadline) {
                if (isRegistered && deadline == null) {
                    throw new IllegalBlockingModeException();
                }
            }
        };
        TlsConnection over = new Connection(new HeldTransport(wire), layer, TlsEndpoint.server(), new NoOwner());
        layer.mayGoOn.countDown();
        over.handshake();
        layer.stuck = true;
        assertThrows(CloseTimeoutException.class, () -> over.bye(CloseRequest.SHUT_WR, AT_ONCE));
        layer.stuck = false;
        Other<Integer> writer = new Other<>(() -> over.write(ByteBuffer.allocate(1)));
        layer.inFlush.await();
        over.close(AT_ONCE);
        wire.isRegistered = true;
        layer.mayFlush.countDown();

        assertInstanceOf(IllegalBlockingModeException.class, writer.failure());
        assertTrue(layer.released.get() > 0, "nobody has freed it");
    }

    /** Something that may fail. */
    private interface Action {
        Object run() throws IOException;
    }

    /** A backend that stops where it is told to. */
    private static final class Layer extends WatchedLayer {
        private final CountDownLatch inHandshake = new CountDownLatch(1);
        private final CountDownLatch mayGoOn = new CountDownLatch(1);
        private final CountDownLatch inFlush = new CountDownLatch(1);
        private final CountDownLatch mayFlush = new CountDownLatch(1);
        private volatile Action callback = () -> "none";
        private volatile boolean stuck;
        private volatile boolean owes;

        @Override
        public Step handshake() {
            inHandshake.countDown();
            await(mayGoOn);
            try {
                Object unused = callback.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return Step.TAKEN;
        }

        @Override
        public void closeOutput() {
            owes = true;
        }

        @Override
        public boolean hasOutput() {
            return owes;
        }

        @Override
        public Step flush() {
            if (stuck || !owes) {
                return owes ? Step.WANT_WRITE : Step.TAKEN;
            }
            inFlush.countDown();
            await(mayFlush);
            return Step.WANT_WRITE;
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Another thread's call. */
    private static final class Other<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        Other(Callable<T> call) {
            task = new FutureTask<>(call);
            thread = new Thread(task, "other");
            thread.setDaemon(true);
            thread.start();
        }

        void awaitWaiting() {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }

        /** What it threw. */
        Throwable failure() {
            var thrown = assertThrows(ExecutionException.class, () -> task.get(10, TimeUnit.SECONDS));
            return Objects.requireNonNull(thrown.getCause());
        }
    }
}
