// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

class EngineOutputTest {
    private static final byte[] HELLO = {22, 3, 3, 0, 1, 2};
    private static final byte[] CHANGE_CIPHER_SPEC = {20, 3, 3, 0, 1, 1};
    private static final byte[] FINISHED = {23, 3, 3, 0, 2, 1, 2};

    private final StubEngine engine = new StubEngine();
    private final Sink sink = new Sink();
    private final EngineRecordLayer layer = new EngineRecordLayer(engine, sink, Optional.empty(), new NoDiagnosis());

    @Test
    void whatTheEngineHasToSayIsOneWrite() throws IOException {
        makes(HELLO, HandshakeStatus.NEED_WRAP, FINISHED, HandshakeStatus.NEED_UNWRAP);
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(1, sink.writes);
        assertEquals(HELLO.length + FINISHED.length, sink.taken.size());
    }

    @Test
    void aChangeCipherSpecWaitsForWhatFollows() throws IOException {
        makes(CHANGE_CIPHER_SPEC, HandshakeStatus.NEED_UNWRAP);
        assertEquals(Step.TAKEN, layer.flush());
        assertFalse(layer.hasOutput());
        assertEquals(0, sink.writes);
        makes(FINISHED, HandshakeStatus.NOT_HANDSHAKING);
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(1, sink.writes);
        assertArrayEquals(CHANGE_CIPHER_SPEC, Arrays.copyOf(sink.taken.toByteArray(), CHANGE_CIPHER_SPEC.length));
        assertEquals(CHANGE_CIPHER_SPEC.length + FINISHED.length, sink.taken.size());
    }

    @Test
    void aChangeCipherSpecThatNothingFollowsGoesAlone() throws IOException {
        makes(CHANGE_CIPHER_SPEC, HandshakeStatus.NOT_HANDSHAKING);
        assertEquals(Step.TAKEN, layer.flush());
        assertArrayEquals(CHANGE_CIPHER_SPEC, sink.taken.toByteArray());
    }

    /** It has left the engine, and is not yet where it waits for the transport. */
    @Test
    @Timeout(60)
    void rule6_6_anAnswerThatIsBeingMadeIsOwed() throws Exception {
        makes(FINISHED, HandshakeStatus.NOT_HANDSHAKING);
        assertAnotherOwesWhileItIsMade(layer::flush);
    }

    /** The reader has met the request when the writer had already seen that there is nothing to be said. */
    @Test
    @Timeout(60)
    void rule6_6_anAnswerThatIsMadeInPlaceOfDataIsOwed() throws Exception {
        makes(FINISHED, HandshakeStatus.NOT_HANDSHAKING);
        engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING;
        ByteBuffer data = ByteBuffer.allocate(1);
        assertAnotherOwesWhileItIsMade(() -> layer.write(data));
        assertEquals(1, data.remaining());
    }

    private void assertAnotherOwesWhileItIsMade(Callable<Step> sends) throws Exception {
        sink.isFull = true;
        FutureTask<Boolean> owes = new FutureTask<>(layer::owesAnswer);
        Thread reader = new Thread(owes, "reader");
        Consumer<ByteBuffer> making = engine.wrapping;
        engine.wrapping = dst -> {
            making.accept(dst);
            reader.start();
            while (!owes.isDone() && reader.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        };
        Object unused = sends.call();
        assertTrue(owes.get(), "read on before the answer was out");
        assertTrue(layer.owesAnswer());
    }

    /** Pairs of a record and the status behind it. */
    private void makes(Object... recordsAndStatuses) {
        List<Object> left = new ArrayList<>(List.of(recordsAndStatuses));
        engine.wrapping = dst -> {
            dst.put((byte[]) left.remove(0));
            engine.handshakeStatus = (HandshakeStatus) left.remove(0);
        };
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
    }

    private static final class Sink implements Transport {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int writes;
        private boolean isFull;

        @Override
        public int read(ByteBuffer dst) {
            return 0;
        }

        @Override
        public void write(ByteBuffer src) {
            if (isFull) {
                return;
            }
            writes++;
            byte[] bytes = new byte[src.remaining()];
            src.get(bytes);
            taken.writeBytes(bytes);
        }

        @Override
        public boolean isBlocking() {
            return false;
        }
    }
}
