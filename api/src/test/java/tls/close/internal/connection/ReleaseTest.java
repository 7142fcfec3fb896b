// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.spi.RecordLayer;

/** Whoever is last lets go of what the backend holds, and nobody before (rule 8.4). */
class ReleaseTest {
    /** It takes some ten thousand for one in which two threads miss each other. */
    private static final int ROUNDS = 100 * Integer.getInteger("tls.close.rounds", 6);

    /** Nobody closes it: both sides fail at the same moment, and whoever looks may find the other's side taken. */
    @Test
    void rule8_4_whatTheBackendHoldsIsFreedByWhoeverLeavesLast() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Layer layer = new Layer();
                TlsConnection connection =
                        Connections.open(new NoChannel(), TlsEndpoint.server(), transport -> layer, new NoOwner());
                assertEquals(Progress.DONE, connection.handshake());
                Future<Integer> reader = others.submit(quietly(() -> connection.read(ByteBuffer.allocate(1))));
                Future<Integer> writer = others.submit(quietly(() -> connection.write(ByteBuffer.allocate(1))));
                assertEquals(-1, reader.get(10, TimeUnit.SECONDS));
                assertEquals(-1, writer.get(10, TimeUnit.SECONDS));
                assertTrue(layer.released.get() > 0, "round " + round + ": nobody has freed it");
                assertEquals(0, layer.freedTooEarly.get(), "round " + round + ": freed beside somebody");
            }
        } finally {
            others.shutdownNow();
        }
    }

    /** Nobody has to close what has failed, and what was left of the last record is for nobody. */
    @Test
    void rule8_4_aBackendWhoseTransportHasFailedIsFreedWithWhatItStillHolds() throws IOException {
        WatchedLayer layer = new WatchedLayer() {
            @Override
            public Step write(ByteBuffer src) throws IOException {
                throw new IOException("broken pipe");
            }

            @Override
            public Step read(ByteBuffer dst) {
                return Step.END_OF_TRANSPORT;
            }

            @Override
            public boolean hasOutput() {
                return true;
            }

            @Override
            public Step flush() {
                return Step.WANT_WRITE;
            }
        };
        TlsConnection connection =
                Connections.open(new NoChannel(), TlsEndpoint.server(), transport -> layer, new NoOwner());
        assertEquals(Progress.DONE, connection.handshake());
        assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1)));
        assertThrows(IOException.class, () -> connection.read(ByteBuffer.allocate(1)));
        assertTrue(layer.released.get() > 0, "nobody has freed it");
    }

    /**
     * Whoever sends an alert may have it in hand, neither in the backend nor where it waits for the transport: who looks
     * then without being inside sees nothing to be sent.
     */
    @Test
    @Timeout(60)
    void rule2_5_anAlertThatAnotherThreadHasInHandIsNotFreedWithTheBackend() throws Exception {
        AlertInHand layer = new AlertInHand();
        TlsConnection connection =
                Connections.open(new NoChannel(), TlsEndpoint.server(), transport -> layer, new NoOwner());
        assertEquals(Progress.DONE, connection.handshake());
        assertThrows(SSLException.class, () -> connection.read(ByteBuffer.allocate(1)));
        ExecutorService others = Executors.newFixedThreadPool(1);
        try {
            layer.sending = new CountDownLatch(1);
            Future<Integer> sender = others.submit(quietly(() -> connection.write(ByteBuffer.allocate(1))));
            layer.sending.await();
            layer.looked = () -> {
                layer.taken.countDown();
                assertEquals(-1, sender.get(10, TimeUnit.SECONDS));
                return false;
            };
            assertThrows(SSLException.class, () -> connection.read(ByteBuffer.allocate(1)));
            layer.taken.countDown();
            assertEquals(-1, sender.get(10, TimeUnit.SECONDS));
        } finally {
            others.shutdownNow();
        }
        assertTrue(layer.hasOutput());
        assertEquals(0, layer.released.get(), "the transport has not taken it yet");
    }

    /** Whoever finds the output side taken leaves the alert to whoever is there, and that may be one who only looks. */
    @Test
    @Timeout(60)
    void rule4_3_anAlertThatWasLeftToOneWhoOnlyLooksGoesOut() throws Exception {
        ExecutorService others = Executors.newFixedThreadPool(1);
        HeldUpAlert layer = new HeldUpAlert();
        TlsConnection connection =
                Connections.open(new NoChannel(), TlsEndpoint.server(), transport -> layer, new NoOwner());
        assertEquals(Progress.DONE, connection.handshake());
        layer.atFirstLook = () -> {
            layer.takesIt = true;
            assertEquals(
                    -1,
                    others.submit(quietly(() -> connection.read(ByteBuffer.allocate(1))))
                            .get(10, TimeUnit.SECONDS));
            assertTrue(layer.hasOutput(), "it had to be left to the other");
            return true;
        };
        try {
            assertThrows(SSLException.class, () -> connection.read(ByteBuffer.allocate(1)));
        } finally {
            others.shutdownNow();
        }
        assertFalse(layer.hasOutput());
        assertEquals(Sent.FATAL_ALERT, connection.report().sent());
        assertTrue(layer.released.get() > 0, "nobody has freed it");
    }

    /** Another thread that leaves meanwhile would wait for the callback in its place, or make a close_notify beside it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(60)
    void rule8_4_whatACallbackHasAskedForIsDoneByItsOwnThread(boolean closes) throws Exception {
        ScriptedLayer layer = new ScriptedLayer();
        TlsConnection connection =
                Connections.open(new NoChannel(), TlsEndpoint.server(), transport -> layer, new NoOwner());
        assertEquals(Progress.DONE, connection.handshake());
        CountDownLatch isWriting = new CountDownLatch(1);
        CountDownLatch mayWrite = new CountDownLatch(1);
        layer.writes.add(src -> {
            isWriting.countDown();
            assertDoesNotThrow(() -> mayWrite.await());
            src.position(src.limit());
            return RecordLayer.Step.TAKEN;
        });
        ExecutorService others = Executors.newFixedThreadPool(1);
        try {
            Future<Integer> writer = others.submit(() -> connection.write(ByteBuffer.allocate(1)));
            isWriting.await();
            layer.reads(1, dst -> {
                if (closes) {
                    connection.close();
                } else {
                    assertEquals(Progress.WANT_TASK, connection.bye(CloseRequest.SHUT_WR));
                }
                mayWrite.countDown();
                assertEquals(1, assertDoesNotThrow(() -> writer.get(10, TimeUnit.SECONDS)));
                assertEquals(0, layer.closed, "beside the callback");
                return ScriptedLayer.data(1).on(dst);
            });
            assertEquals(1, connection.read(ByteBuffer.allocate(1)));
        } finally {
            others.shutdownNow();
        }
        assertEquals(1, layer.closed);
        assertEquals(Sent.CLOSE_NOTIFY, connection.report().sent());
    }

    private static Callable<Integer> quietly(Callable<Integer> call) {
        return () -> {
            try {
                return call.call();
            } catch (IOException e) {
                return -1;
            }
        };
    }

    /** A backend that fails both ways at the same moment. */
    private static final class Layer extends WatchedLayer {
        private final CountDownLatch together = new CountDownLatch(2);

        private IOException failTogether() {
            inside.incrementAndGet();
            together.countDown();
            while (together.getCount() > 0) {
                Thread.onSpinWait(); // A thread that is woken up would be late.
            }
            inside.decrementAndGet();
            return new IOException("cut");
        }

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            throw failTogether();
        }

        @Override
        public Step write(ByteBuffer src) throws IOException {
            throw failTogether();
        }
    }

    /** A backend that refuses what comes, over a transport that takes nothing yet. */
    private static final class HeldUpAlert extends WatchedLayer {
        private volatile @Nullable Callable<Boolean> atFirstLook;
        private volatile boolean takesIt;
        private volatile Output ending = Output.OPEN;
        private volatile boolean owes;

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            ending = Output.FATAL_ALERT;
            owes = true;
            throw new SSLException("refused");
        }

        @Override
        public Step flush() {
            owes &= !takesIt;
            return owes ? Step.WANT_WRITE : Step.TAKEN;
        }

        @Override
        public boolean hasOutput() {
            Callable<Boolean> first = atFirstLook;
            if (owes && first != null) {
                atFirstLook = null;
                try {
                    return first.call();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            return owes;
        }

        @Override
        public Output output() {
            return ending;
        }
    }

    /** A backend that refuses what comes, over a transport that takes nothing. */
    private static final class AlertInHand extends WatchedLayer {
        /** The looks of a reader before it enters the sides to free: one whether it has to answer, two whether to free. */
        private static final int LOOKS = 3;

        private final CountDownLatch taken = new CountDownLatch(1);
        private final AtomicInteger looks = new AtomicInteger();
        private volatile @Nullable CountDownLatch sending;
        private volatile Callable<Boolean> looked = () -> true;
        private volatile boolean inHand;

        @Override
        public Step read(ByteBuffer dst) throws IOException {
            throw new SSLException("refused");
        }

        @Override
        public Output output() {
            return Output.FATAL_ALERT;
        }

        @Override
        public Step flush() throws IOException {
            CountDownLatch begun = sending;
            if (begun != null) {
                inHand = true;
                begun.countDown();
                try {
                    taken.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                inHand = false;
            }
            return Step.WANT_WRITE;
        }

        @Override
        public boolean hasOutput() {
            if (!inHand) {
                return true;
            }
            try {
                return looks.incrementAndGet() % LOOKS == 0 && looked.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
