// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Output;
import tls.close.spi.RecordLayer.Step;

class EngineOutputTest {
    private static final byte[] HELLO = {22, 3, 3, 0, 1, 2};
    private static final byte[] CHANGE_CIPHER_SPEC = {20, 3, 3, 0, 1, 1};
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 2, 42};
    private static final byte[] FINISHED = {23, 3, 3, 0, 2, 1, 2};

    private final StubEngine engine = new StubEngine();
    private final StubTransport sink = new StubTransport();
    private final EngineRecordLayer layer = new EngineRecordLayer(engine, sink, Optional.empty(), new NoDiagnosis());

    @Test
    void whatTheEngineHasToSayIsOneWrite() throws IOException {
        makes(HELLO, HandshakeStatus.NEED_WRAP, FINISHED, HandshakeStatus.NEED_UNWRAP);
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(1, sink.writes);
        assertEquals(HELLO.length + FINISHED.length, sink.sent.size());
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
        assertArrayEquals(CHANGE_CIPHER_SPEC, Arrays.copyOf(sink.sent.toByteArray(), CHANGE_CIPHER_SPEC.length));
        assertEquals(CHANGE_CIPHER_SPEC.length + FINISHED.length, sink.sent.size());
    }

    @Test
    void aChangeCipherSpecThatNothingFollowsGoesAlone() throws IOException {
        makes(CHANGE_CIPHER_SPEC, HandshakeStatus.NOT_HANDSHAKING);
        assertEquals(Step.TAKEN, layer.flush());
        assertArrayEquals(CHANGE_CIPHER_SPEC, sink.sent.toByteArray());
    }

    /** As the engine would take the data for something to be said in the handshake. */
    @Test
    void dataWaitForALaterHandshake() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(1);
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        assertEquals(Step.WANT_READ, layer.write(data));
        assertEquals(1, data.remaining());
        assertEquals(0, sink.writes);
    }

    /** The reader has met the request when the writer had already seen that there is nothing to be said. */
    @Test
    void dataWaitForAnAnswer() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(1);
        StubEngine asked = new StubEngine() {
            private boolean again;

            @Override
            public HandshakeStatus getHandshakeStatus() {
                HandshakeStatus status = again ? HandshakeStatus.NEED_WRAP : HandshakeStatus.NOT_HANDSHAKING;
                again = true;
                return status;
            }
        };
        RecordLayer busy = new EngineRecordLayer(asked, sink, Optional.empty(), new NoDiagnosis());
        assertEquals(Step.TAKEN, busy.write(data));
        assertEquals(1, data.remaining());
        assertEquals(0, asked.calls);
    }

    @Test
    void dataWaitForNoHandshakeOfAnEngineThatHasEnded() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(1);
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        engine.outboundDone = true;
        assertEquals(Step.TAKEN, layer.write(data));
        assertEquals(Output.SILENCE, layer.output());
        assertEquals(1, data.remaining());
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
        sink.room = 0;
        FutureTask<Boolean> owes = new FutureTask<>(layer::owesAnswer);
        Thread reader = new Thread(owes, "reader");
        StubEngine.Wrapping making = engine.wrapping;
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

    /** Nobody can hear half a record. */
    @Test
    void aChangeCipherSpecThatIsBegunGoesOut() throws IOException {
        makes(CHANGE_CIPHER_SPEC, HandshakeStatus.NOT_HANDSHAKING);
        sink.room = 2;
        assertEquals(Step.WANT_WRITE, layer.flush());
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        assertTrue(layer.hasOutput());
        sink.room = 100;
        assertEquals(Step.TAKEN, layer.flush());
        assertArrayEquals(CHANGE_CIPHER_SPEC, sink.sent.toByteArray());
    }

    @Test
    void aLongerFlightIsOneWriteToo() throws IOException {
        makes(
                HELLO, HandshakeStatus.NEED_WRAP,
                CHANGE_CIPHER_SPEC, HandshakeStatus.NEED_WRAP,
                FINISHED, HandshakeStatus.NEED_UNWRAP);
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(1, sink.writes);
        assertEquals(HELLO.length + CHANGE_CIPHER_SPEC.length + FINISHED.length, sink.sent.size());
    }

    @Test
    void rule6_4_anEngineThatAsksForMoreBehindItsLastIsNotHeard() throws IOException {
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
        engine.wrapping = dst -> {
            dst.put(engine.outboundDone ? new byte[0] : HELLO);
            engine.outboundDone = true;
        };
        assertEquals(Step.TAKEN, layer.flush());
        assertArrayEquals(HELLO, sink.sent.toByteArray());
        assertTrue(engine.calls < 5);
    }

    @Test
    void whoHasNothingToSayAfterAllLeavesNothingToWrite() throws IOException {
        makes(new byte[0], HandshakeStatus.NOT_HANDSHAKING);
        assertEquals(Step.TAKEN, layer.flush());
        assertFalse(layer.hasOutput());
        assertEquals(0, sink.writes);
    }

    /** What a task has refused, the engine throws where it is asked next. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rule9_3_whatTheEngineRefusesWhenItIsToSpeakHasItsAlert(boolean isBug) {
        List<ByteBuffer> targets = new ArrayList<>();
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
        engine.wrapping = dst -> {
            targets.add(dst.duplicate());
            dst.put(dst.position(), (byte) 's'); // It may have used any of it.
            makes(ALERT, HandshakeStatus.NOT_HANDSHAKING);
            if (isBug) {
                throw new IllegalStateException("bug");
            }
            throw new SSLException("bad certificate");
        };
        assertThrows(SSLException.class, layer::flush);
        assertWiped(targets);
        StubEngine.Wrapping alert = engine.wrapping;
        engine.wrapping = dst -> {
            alert.accept(dst);
            engine.outboundDone = true;
        };
        assertDoesNotThrow(layer::flush);
        assertEquals(Output.FATAL_ALERT, layer.output());
    }

    /** So that a connection's last record costs no buffer of its own. */
    @Test
    void everyBufferIsGivenBackCleanOnceItsRecordIsOut() throws IOException {
        List<ByteBuffer> targets = new ArrayList<>();
        makes(HELLO, HandshakeStatus.NEED_WRAP, FINISHED, HandshakeStatus.NEED_UNWRAP);
        StubEngine.Wrapping records = engine.wrapping;
        engine.wrapping = dst -> {
            targets.add(dst.duplicate());
            records.accept(dst);
        };
        assertEquals(Step.TAKEN, layer.flush());
        targets.add(sink.last);
        assertEquals(3, targets.size());
        assertWiped(targets);
    }

    // A transport that takes nothing more

    private void breaksBehind(int room) {
        sink.room = room;
        sink.failure = new SocketException("Broken pipe");
    }

    @Test
    void rule4_7_whatABrokenTransportHasNotTakenIsOwedNoMore() throws IOException {
        makes(HELLO, HandshakeStatus.NEED_UNWRAP);
        breaksBehind(1);
        assertSame(sink.failure, assertThrows(IOException.class, layer::flush));
        assertFalse(layer.hasOutput());
        assertFalse(layer.owesAnswer());
        assertEquals(Output.SILENCE, layer.output());
        assertWiped(List.of(sink.last));
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(1, sink.writes);
    }

    /** So that the engine, which may wait until it is taken, reads on; and none of it counts as said. */
    @Test
    void rule4_7_whatTheEngineSaysThenIsTakenFromItAndLost() throws IOException {
        makes(HELLO, HandshakeStatus.NEED_UNWRAP);
        breaksBehind(0);
        assertSame(sink.failure, assertThrows(IOException.class, layer::flush));
        makes(FINISHED, HandshakeStatus.NEED_WRAP, ALERT, HandshakeStatus.NEED_UNWRAP);
        assertTrue(layer.owesAnswer(), "so that whoever reads comes to flush");
        engine.outboundDone = true;
        assertEquals(Step.TAKEN, layer.flush());
        assertFalse(layer.owesAnswer());
        assertEquals(Output.SILENCE, layer.output());
        assertEquals(1, sink.writes);
        assertEquals(0, sink.sent.size());
    }

    /** A part of a record may be on the wire: nothing goes out behind it, were there room again. */
    @Test
    void rule5_1_norDoesACloseNotifyFollow() throws IOException {
        makes(HELLO, HandshakeStatus.NEED_UNWRAP);
        breaksBehind(1);
        assertThrows(IOException.class, layer::flush);
        sink.room = HELLO.length;
        makes(ALERT, HandshakeStatus.NEED_UNWRAP);
        layer.closeOutput();
        engine.outboundDone = true;
        assertEquals(Step.TAKEN, layer.flush());
        assertFalse(layer.hasOutput());
        assertEquals(Output.SILENCE, layer.output());
        assertEquals(1, sink.sent.size());
    }

    @Test
    void rule7_3_aWriteThatWasInterruptedIsRepeated() throws IOException {
        makes(HELLO, HandshakeStatus.NEED_UNWRAP);
        sink.room = 1;
        sink.failure = new InterruptedIOException();
        assertSame(sink.failure, assertThrows(IOException.class, layer::flush));
        assertTrue(layer.owesAnswer());
        sink.room = HELLO.length;
        assertEquals(Step.TAKEN, layer.flush());
        assertArrayEquals(HELLO, sink.sent.toByteArray());
        assertEquals(Output.OPEN, layer.output());
    }

    private static void assertWiped(List<ByteBuffer> buffers) {
        assertFalse(buffers.isEmpty());
        for (ByteBuffer each : buffers) {
            assertEquals(ByteBuffer.allocate(each.capacity()), each.duplicate().clear());
        }
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
}
