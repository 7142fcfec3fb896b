// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tls.close.spi.NotTlsException;
import tls.close.spi.RecordLayer.Output;
import tls.close.spi.RecordLayer.Step;

class EngineInputTest {
    private static final byte[] RECORD = {23, 3, 3, 0, 1, 'x'};
    private static final byte[] OTHER = {23, 3, 3, 0, 1, 'y'};
    private static final byte[] CLOSE_NOTIFY = {21, 3, 3, 0, 2, 1, 0};
    private static final byte[] FATAL = {21, 3, 3, 0, 2, 2, 40};
    private static final byte[] PLAIN = "220 ".getBytes(StandardCharsets.US_ASCII);

    /** What {@code EngineInput} forges where an engine needs a reason for an alert. */
    private static final byte[] FORGED = {23, 3, 3, 0, 1, 0};

    private final StubTransport transport = new StubTransport();
    private final Queue<Runnable> handedOut = new ArrayDeque<>();
    private final StubEngine engine = new StubEngine() {
        @Override
        public @Nullable Runnable getDelegatedTask() {
            return handedOut.poll();
        }
    };
    private final Queue<Runnable> elsewhere = new ArrayDeque<>();
    private final List<String> unwrapped = new ArrayList<>();
    private @Nullable SSLException closeNotifyInHandshake;
    private final EngineRecordLayer layer =
            new EngineRecordLayer(engine, transport, Optional.of(elsewhere::add), new Diagnosis() {
                @Override
                public OptionalInt fatalAlert(SSLException thrown) {
                    return OptionalInt.empty();
                }

                @Override
                public boolean isCloseNotify(SSLException thrown) {
                    return thrown == closeNotifyInHandshake;
                }
            });

    @ParameterizedTest
    @CsvSource({"false, false, 2", "true, false, 1", "false, true, 1"})
    void rule6_5_aLongHandshakeLetsOthersHaveTheThreadUnlessNobodyWouldWakeIt(
            boolean isBlocking, boolean holdsMore, int calls) throws IOException {
        transport.isBlocking = isBlocking;
        transport.holdsMore = holdsMore;
        for (int i = 0; i < 300; i++) {
            transport.add(RECORD);
        }
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        consumes(300, () -> engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING);
        for (int i = 1; i < calls; i++) {
            assertEquals(Step.WANT_READ, layer.handshake());
            assertEquals(44 * RECORD.length, transport.left(), "256 at once");
        }
        assertEquals(Step.TAKEN, layer.handshake());
        assertEquals(0, transport.left());
    }

    @Test
    void aTaskElsewhereIsWaitedForInTheHandshake() throws IOException {
        handedOut.add(() -> engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING);
        engine.handshakeStatus = HandshakeStatus.NEED_TASK;
        assertEquals(Step.WANT_TASK, layer.handshake());
        assertEquals(Step.WANT_TASK, layer.handshake(), "the engine isn't asked for it again");
        elsewhere.remove().run();
        assertEquals(Step.TAKEN, layer.handshake());
    }

    @Test
    void aTaskElsewhereThatARecordNeedsHoldsItBack() throws IOException {
        transport.add(RECORD);
        transport.add(OTHER);
        handedOut.add(() -> engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING);
        engine.unwrapping = (src, dst) -> {
            if (unwrapped.isEmpty()) {
                engine.handshakeStatus = HandshakeStatus.NEED_TASK;
                unwrapped.add("");
            } else {
                take(src);
            }
        };
        assertEquals(Step.WANT_TASK, layer.read(ByteBuffer.allocate(10)));
        assertEquals(Step.WANT_TASK, layer.read(ByteBuffer.allocate(10)));
        elsewhere.remove().run();
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(10)));
        assertEquals(List.of("", text(RECORD)), unwrapped);
    }

    @Test
    void aHandshakeIsDoneOnceWhatItHadToSayIsOut() throws IOException {
        says(CLOSE_NOTIFY, HandshakeStatus.NOT_HANDSHAKING);
        transport.room = 1;
        assertEquals(Step.WANT_FLUSH, layer.handshake());
        assertEquals(Step.WANT_WRITE, layer.flush());
        assertEquals(Step.WANT_FLUSH, layer.handshake());
        transport.room = 100;
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(Step.TAKEN, layer.handshake());
    }

    @Test
    void rule12_4_aHandshakeThatGoesOnForEverIsRefusedWithAnAlert() throws IOException {
        transport.holdsMore = true;
        ByteBuffer records = ByteBuffer.allocate(256 * (Tls.HEADER + (1 << 14)));
        while (records.hasRemaining()) {
            records.put(new byte[] {22, 3, 3, 1 << 6, 0}).put(new byte[1 << 14]);
        }
        transport.add(records.array());
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        engine.unwrapping = (src, dst) -> {
            if (src.remaining() == FORGED.length) {
                alertOn(src);
            }
            src.position(src.limit());
        };
        assertThrows(SSLException.class, layer::handshake);
        assertRefused();
    }

    @Test
    void rule6_6_noRecordIsBegunWhileAnAnswerIsOwed() throws IOException {
        transport.add(RECORD);
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
        assertEquals(Step.WANT_FLUSH, layer.read(ByteBuffer.allocate(10)));
        assertEquals(RECORD.length, transport.left());
    }

    @Test
    void aRecordThatIsBegunIsReadOnWhateverIsOwed() throws IOException {
        transport.add(23, 3, 3, 0);
        assertEquals(Step.WANT_READ, layer.read(ByteBuffer.allocate(10)));
        transport.add(1);
        assertEquals(Step.WANT_READ, layer.read(ByteBuffer.allocate(10)), "nothing but its body is missing");
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
        assertEquals(Step.WANT_READ, layer.read(ByteBuffer.allocate(10)));
        assertEquals(Tls.HEADER, layer.cutAfter());
    }

    @Test
    void whatHasNoRoomIsHeldAndGivenFirst() throws IOException {
        transport.add(RECORD);
        List<ByteBuffer> own = decrypts("secret");
        ByteBuffer dst = ByteBuffer.allocate(4);
        assertEquals(Step.TAKEN, layer.read(dst));
        assertEquals("secr", text(dst));
        assertEquals(2, layer.heldData());
        assertTrue(layer.holdsData());
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP; // It owes an answer: what is here needs none.
        assertEquals(Step.TAKEN, layer.read(dst.clear().limit(1)));
        assertEquals("e", text(dst));
        assertEquals(1, layer.heldData());
        assertEquals(Step.TAKEN, layer.read(dst.clear()));
        assertEquals("t", text(dst));
        assertEquals(0, layer.heldData());
        assertWiped(own);
    }

    @Test
    void aHandshakeWaitsForWhatIsHeldToBeRead() throws IOException {
        transport.add(RECORD);
        decrypts("secret");
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(1)));
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        assertEquals(Step.WANT_READ, layer.handshake());
    }

    /** Data first, though both came in one record. */
    @Test
    void aCloseNotifyBehindDataThatIsHeldIsMetOnceThatIsRead() throws IOException {
        transport.add(RECORD);
        decrypts("secret");
        engine.inboundDone = false;
        StubEngine.Unwrapping decrypting = engine.unwrapping;
        engine.unwrapping = (src, dst) -> {
            decrypting.accept(src, dst);
            engine.inboundDone = !src.hasRemaining();
        };
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(5)));
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(5)));
        assertEquals(Step.CLOSE_NOTIFY, layer.read(ByteBuffer.allocate(5)));
    }

    /** As one that asks for room for a record and then has no data in it. */
    @Test
    void aBufferThatWasTakenForNothingIsGivenBackClean() throws IOException {
        transport.add(RECORD);
        List<ByteBuffer> own = new ArrayList<>();
        engine.unwrapping = (src, dst) -> {
            boolean enough = dst.capacity() > 1;
            engine.status = enough ? Status.OK : Status.BUFFER_OVERFLOW;
            if (enough) {
                own.add(dst.duplicate());
                dst.put(dst.position(), (byte) 's'); // Its padding, say.
                src.position(src.limit());
            }
        };
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(1)));
        assertFalse(layer.holdsData());
        assertWiped(own);
    }

    @Test
    void whatIsLeftWhenItIsLetGoIsWiped() throws IOException {
        transport.add(RECORD);
        transport.add(23, 3, 3, 0, 9, 's', 'e', 'c');
        List<ByteBuffer> own = decrypts("secret");
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(1)));
        layer.release();
        assertEquals(0, layer.heldData());
        assertWiped(own);
    }

    @Test
    void aRecordThatIsCutShortWhenItIsLetGoIsWiped() throws IOException {
        transport.add(23, 3, 3, 0, 9, 's', 'e', 'c');
        assertEquals(Step.WANT_READ, layer.read(ByteBuffer.allocate(1)));
        assertEquals(8, layer.cutAfter());
        layer.release();
        assertWiped(List.of(transport.last));
    }

    @Test
    void aRecordInWhichTheEngineHasToSaySomethingIsKept() throws IOException {
        transport.add(RECORD);
        transport.add(OTHER);
        engine.unwrapping = (src, dst) -> engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
        assertEquals(Step.WANT_FLUSH, layer.read(ByteBuffer.allocate(10)));
        engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING;
        engine.unwrapping = (src, dst) -> take(src);
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(10)));
        assertEquals(List.of(text(RECORD)), unwrapped);
    }

    @Test
    void rule4_6_whatIsNoTlsOnceACloseNotifyWasAskedForIsTold() throws IOException {
        layer.closeOutput();
        transport.add(PLAIN);
        transport.add('O');
        NotTlsException told = assertThrows(NotTlsException.class, () -> layer.read(ByteBuffer.allocate(10)));
        assertEquals("220 O", text(told.taken()));
        assertEquals(0, engine.calls, "it isn't the engine's");
        assertEquals(Step.WANT_READ, layer.read(ByteBuffer.allocate(10)), "it is told once");
    }

    @Test
    void rule4_3_whatIsNoTlsBeforeIsTheEnginesToRefuse() throws IOException {
        transport.add(PLAIN);
        transport.add('O');
        engine.unwrapping = (src, dst) -> {
            if (src.get(0) == FORGED[0]) {
                alertOn(src);
            }
        };
        SSLException told = assertThrows(SSLException.class, () -> layer.read(ByteBuffer.allocate(10)));
        assertEquals("the peer sent what is no TLS record (first byte 0x32)", told.getMessage());
        assertRefused();
    }

    @Test
    void rule9_3_aBugOfTheEnginesIsARefusalWithAnAlert() throws IOException {
        transport.add(RECORD);
        transport.add(OTHER);
        List<ByteBuffer> targets = new ArrayList<>();
        engine.unwrapping = (src, dst) -> {
            targets.add(dst.duplicate());
            dst.put((byte) 's');
            if (src.remaining() == FORGED.length && src.get(5) == FORGED[5]) {
                alertOn(src);
            }
            take(src);
            throw new IllegalStateException("bug");
        };
        assertThrows(SSLException.class, () -> layer.read(ByteBuffer.allocate(10)));
        assertRefused();
        assertWiped(targets.subList(1, targets.size()));
        engine.unwrapping = (src, dst) -> take(src);
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(10)));
        assertEquals(List.of(text(RECORD), text(OTHER)), unwrapped, "nothing is given to it twice");
    }

    @Test
    void rule9_3_whatTheEngineRefusesHasItsAlert() throws IOException {
        transport.add(RECORD);
        transport.add(OTHER);
        SSLException badMac = new SSLException("bad mac");
        engine.unwrapping = (src, dst) -> {
            take(src.duplicate()); // Nor has it to consume it.
            says(FATAL, HandshakeStatus.NOT_HANDSHAKING);
            throw badMac;
        };
        assertEquals(badMac, assertThrows(SSLException.class, () -> layer.read(ByteBuffer.allocate(10))));
        assertRefused();
        engine.unwrapping = (src, dst) -> take(src);
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(10)));
        assertEquals(List.of(text(RECORD), text(OTHER)), unwrapped, "nothing is given to it twice");
    }

    @Test
    void rule9_3_whatIsRefusedAfterACloseNotifyWasAskedForDoesNotMakeThatFatal() throws IOException {
        layer.closeOutput();
        transport.add(RECORD);
        engine.unwrapping = (src, dst) -> {
            throw new SSLException("bad mac");
        };
        assertThrows(SSLException.class, () -> layer.read(ByteBuffer.allocate(10)));
        says(CLOSE_NOTIFY, HandshakeStatus.NOT_HANDSHAKING);
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(Output.CLOSE_NOTIFY, layer.output());
    }

    @ParameterizedTest
    @CsvSource({"1, CLOSE_NOTIFY", "2, FATAL_ALERT"})
    void rule9_2_aCloseNotifyInTheHandshakeIsAnsweredAsTheEngineLikes(byte level, Output answer) throws IOException {
        transport.add(CLOSE_NOTIFY);
        SSLException thrown = new SSLException("close_notify during handshake");
        closeNotifyInHandshake = thrown;
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        engine.unwrapping = (src, dst) -> {
            says(new byte[] {21, 3, 3, 0, 2, level, 0}, HandshakeStatus.NOT_HANDSHAKING);
            throw thrown;
        };
        assertEquals(Step.CLOSE_NOTIFY, layer.handshake());
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(answer, layer.output());
    }

    /** Before its tasks run, in which the application may be called back for as long as that takes. */
    @Test
    void rule7_1_aHandshakeBehindTheFirstIsTold() throws IOException {
        for (int i = 0; i < 4; i++) {
            transport.add(RECORD);
        }
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        consumes(2, () -> {
            assertFalse(layer.isInLaterHandshake(), "it is the first");
            engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING;
        });
        assertEquals(Step.TAKEN, layer.handshake());
        consumes(3, () -> engine.handshakeStatus = HandshakeStatus.NEED_TASK);
        handedOut.add(() -> engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP);
        assertEquals(Step.WANT_TASK, layer.read(ByteBuffer.allocate(10)));
        assertTrue(layer.isInLaterHandshake());
        elsewhere.remove().run();
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(10)));
        assertTrue(layer.isInLaterHandshake());
        consumes(4, () -> engine.handshakeStatus = HandshakeStatus.FINISHED);
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(10)));
        assertFalse(layer.isInLaterHandshake());
    }

    @Test
    void anAnswerInTls13IsNoHandshake() throws IOException {
        engine.session = tls13();
        transport.add(RECORD);
        consumes(1, () -> engine.handshakeStatus = HandshakeStatus.NEED_WRAP);
        assertEquals(Step.TAKEN, layer.read(ByteBuffer.allocate(10)));
        assertFalse(layer.isInLaterHandshake());
    }

    /** As many bytes as a close_notify has for certain are one read; nothing is certain in the middle of a handshake. */
    @Test
    void rule5_2_noMoreThanAHeaderIsTakenInTheMiddleOfAHandshake() throws IOException {
        engine.session = tls13();
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        assertEquals(Step.WANT_READ, layer.handshake());
        engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING;
        assertEquals(Step.WANT_READ, layer.read(ByteBuffer.allocate(10)));
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        assertEquals(Step.WANT_READ, layer.handshake());
        assertEquals(List.of(5, 24, 5), transport.asked);
    }

    @Test
    void rule5_2_aCloseNotifyIsTakenToItsLastByte() throws IOException {
        engine.session = tls13();
        transport.add(23, 3, 3, 0, 19);
        transport.add(new byte[19]);
        transport.add(PLAIN);
        consumes(1, () -> engine.inboundDone = true);
        assertEquals(Step.CLOSE_NOTIFY, layer.read(ByteBuffer.allocate(10)));
        assertEquals(PLAIN.length, transport.left());
        assertWiped(List.of(transport.last));
        assertEquals(Output.OPEN, layer.output());
    }

    @Test
    void rule4_3_aCloseNotifyInTwoRecordsIsRefused() throws IOException {
        engine.session = tls13();
        transport.add(RECORD);
        transport.add(OTHER);
        consumes(1, () -> {
            engine.inboundDone = true;
            says(FATAL, HandshakeStatus.NOT_HANDSHAKING);
        });
        SSLException told = assertThrows(SSLException.class, () -> layer.read(ByteBuffer.allocate(10)));
        assertTrue(String.valueOf(told.getMessage()).contains("in two records"), told.toString());
        assertRefused();
    }

    private void assertRefused() throws IOException {
        assertTrue(layer.hasOutput(), "the alert");
        assertEquals(Step.TAKEN, layer.flush());
        assertArrayEquals(FATAL, transport.sent.toByteArray());
        assertEquals(Output.FATAL_ALERT, layer.output());
    }

    /** What a real one does. */
    private void alertOn(ByteBuffer forged) throws SSLException {
        assertEquals(ByteBuffer.wrap(FORGED), forged);
        says(FATAL, HandshakeStatus.NOT_HANDSHAKING);
        throw new SSLException("bad mac");
    }

    /** Ends its output with these. */
    private void says(byte[] last, HandshakeStatus then) {
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
        engine.wrapping = dst -> {
            dst.put(last);
            engine.outboundDone = true;
            engine.handshakeStatus = then;
        };
    }

    private void consumes(int records, Runnable then) {
        engine.unwrapping = (src, dst) -> {
            if (src.hasRemaining()) {
                take(src);
                if (unwrapped.size() == records) {
                    then.run();
                }
            }
        };
    }

    private void take(ByteBuffer record) {
        unwrapped.add(text(record.duplicate().position(record.limit())));
        record.position(record.limit());
    }

    /** The text is in one record, and what it went into is returned. */
    private List<ByteBuffer> decrypts(String text) {
        List<ByteBuffer> into = new ArrayList<>();
        engine.unwrapping = (src, dst) -> {
            boolean enough = dst.remaining() >= text.length();
            engine.status = enough ? Status.OK : Status.BUFFER_OVERFLOW;
            if (enough) {
                into.add(dst.duplicate());
                dst.put(text.getBytes(StandardCharsets.US_ASCII));
                src.position(src.limit());
            }
        };
        return into;
    }

    /** Given back, that is: whoever takes it next finds nothing of this in it. */
    private static void assertWiped(List<ByteBuffer> buffers) {
        assertFalse(buffers.isEmpty());
        for (ByteBuffer each : buffers) {
            assertEquals(ByteBuffer.allocate(each.capacity()), each.duplicate().clear());
        }
    }

    private static SSLSession tls13() {
        SSLSession session = TlsTest.session("TLSv1.3", "TLS_AES_128_GCM_SHA256");
        return (SSLSession) Proxy.newProxyInstance(
                SSLSession.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (self, method, arguments) -> method.getReturnType() == int.class ? 100 : method.invoke(session));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** What is before its position. */
    private static String text(ByteBuffer filled) {
        return StandardCharsets.ISO_8859_1.decode(filled.duplicate().flip()).toString();
    }
}
