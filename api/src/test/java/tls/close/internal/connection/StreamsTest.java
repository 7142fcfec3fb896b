// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.spi.RecordLayer.Step;

/** A stream cannot come back without progress: it waits for what can be waited for, and says what it cannot. */
class StreamsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(7);

    private final Layer layer = new Layer();
    private final TlsConnection connection = Connections.open(
            new NoChannel(), TlsEndpoint.server().handshakeTimeout(TIMEOUT), transport -> layer, new NoOwner());

    @Test
    void aByteIsNoSignedOneAndTheEndIsNone() throws IOException {
        layer.steps.addAll(List.of(Step.TAKEN, Step.CLOSE_NOTIFY));
        InputStream input = connection.inputStream();
        assertEquals(0, input.read(new byte[1], 1, 0), "no room asks for nothing");
        assertEquals(2, layer.steps.size());
        assertEquals(0xff, input.read());
        assertEquals(-1, input.read());
        assertEquals(-1, input.read());
    }

    @Test
    void eachByteIsWritten() throws IOException {
        OutputStream output = connection.outputStream();
        output.write(0x1fe);
        output.write(new byte[] {1, 2, 3}, 1, 2);
        assertArrayEquals(new byte[] {(byte) 0xfe, 2, 3}, layer.written.toByteArray());
    }

    @Test
    void whatIsHereIsToldWithoutReading() throws IOException {
        layer.held = 5;
        assertEquals(5, connection.inputStream().available());
        layer.steps.add(Step.CLOSE_NOTIFY);
        assertEquals(-1, connection.inputStream().read());
        assertEquals(0, connection.inputStream().available(), "there is nothing behind the end");
    }

    @Test
    void rule6_3_withoutProgressThereIsNoStream() {
        layer.steps.add(Step.WANT_READ);
        assertThrows(IllegalBlockingModeException.class, connection.inputStream()::read);
    }

    @Test
    void aTaskElsewhereIsWaitedForAsLongAsAHandshakeMayTake() throws IOException {
        layer.steps.addAll(List.of(Step.WANT_TASK, Step.TAKEN));
        assertEquals(0xff, connection.inputStream().read());
        assertEquals(List.of(TIMEOUT), List.copyOf(layer.waited));
        layer.steps.add(Step.WANT_TASK);
        layer.inTime = false;
        assertThrows(SocketTimeoutException.class, connection.inputStream()::read);
    }

    @Test
    void aTaskElsewhereHoldsUpAWriterToo() throws IOException {
        layer.writes.add(Step.WANT_TASK);
        connection.outputStream().write(7);
        assertEquals(List.of(TIMEOUT), List.copyOf(layer.waited));
        assertArrayEquals(new byte[] {7}, layer.written.toByteArray());
    }

    @Test
    void rule7_3_anInterruptEndsThatWaitAndStays() {
        layer.steps.add(Step.WANT_TASK);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, connection.inputStream()::read);
        assertTrue(Thread.interrupted());
        assertTrue(connection.isInputOpen(), "it can be repeated");
    }

    @Test
    void aStreamThatIsClosedClosesTheConnection() throws IOException {
        connection.outputStream().close();
        assertFalse(connection.isOpen());
        TlsConnection other =
                Connections.open(new NoChannel(), TlsEndpoint.server(), transport -> new Layer(), new NoOwner());
        other.inputStream().close();
        assertFalse(other.isOpen());
    }

    /** A backend that does what it is told, and always has the same to say. */
    private static final class Layer extends WatchedLayer {
        private final Deque<Step> steps = new ArrayDeque<>();
        private final Deque<Duration> waited = new ArrayDeque<>();
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final Deque<Step> writes = new ArrayDeque<>();
        private boolean inTime = true;
        private int held;

        @Override
        public int heldData() {
            return held;
        }

        @Override
        public Step read(ByteBuffer dst) {
            Step step = steps.remove();
            if (step == Step.TAKEN) {
                dst.put((byte) 0xff);
            }
            return step;
        }

        @Override
        public Step write(ByteBuffer src) {
            if (!writes.isEmpty()) {
                return writes.remove();
            }
            while (src.hasRemaining()) {
                written.write(src.get());
            }
            return Step.TAKEN;
        }

        @Override
        public boolean awaitTasks(Duration atMost) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            waited.add(atMost);
            return inTime;
        }
    }
}
