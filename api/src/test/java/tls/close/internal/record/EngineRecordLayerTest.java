// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.spi.RecordLayer.Output;
import tls.close.spi.RecordLayer.Step;

/** What it asks of its engine while delegated tasks run elsewhere, and when it is let go. */
class EngineRecordLayerTest {
    private static final byte[] CLOSE_NOTIFY = {21, 3, 3, 0, 2, 1, 0};

    private final StubTransport transport = new StubTransport();
    private final Queue<Runnable> handedOut = new ArrayDeque<>();
    private final Queue<Runnable> elsewhere = new ArrayDeque<>();
    private @Nullable String chosen;
    private ByteBuffer into = ByteBuffer.allocate(0);
    private int begun;
    private int closed;
    private int askedInTask;
    private final StubEngine engine = new StubEngine() {
        @Override
        public @Nullable Runnable getDelegatedTask() {
            return handedOut.poll();
        }

        @Override
        public HandshakeStatus getHandshakeStatus() {
            askedInTask += elsewhere.isEmpty() ? 0 : 1;
            return handshakeStatus;
        }

        @Override
        public void beginHandshake() {
            begun++;
        }

        @Override
        public @Nullable String getApplicationProtocol() {
            return chosen;
        }
    };
    private EngineRecordLayer layer = layer();

    @BeforeEach
    void countWhoClosesIt() {
        engine.closingOutbound = () -> closed++;
    }

    private EngineRecordLayer layer() {
        return new EngineRecordLayer(engine, transport, Optional.of(elsewhere::add), new NoDiagnosis());
    }

    private void startTask() throws IOException {
        handedOut.add(() -> engine.handshakeStatus = HandshakeStatus.NEED_WRAP);
        engine.handshakeStatus = HandshakeStatus.NEED_TASK;
        assertEquals(Step.WANT_TASK, layer.handshake());
        askedInTask = 0;
    }

    @Test
    void onATransportThatBlocksTasksRunInTheCallingThread() throws IOException {
        transport.isBlocking = true;
        layer = layer();
        handedOut.add(() -> engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING);
        engine.handshakeStatus = HandshakeStatus.NEED_TASK;
        assertEquals(Step.TAKEN, layer.handshake());
        assertTrue(elsewhere.isEmpty());
    }

    /** Who asks it while a task runs may have to wait for that, as in the JDK's. */
    @Test
    void rule6_1_anEngineWhoseTaskIsElsewhereIsLeftAlone() throws Exception {
        startTask();
        assertFalse(layer.owesAnswer());
        assertFalse(layer.hasOutput());
        assertEquals(Output.OPEN, layer.output());
        assertEquals(Step.WANT_TASK, layer.read(ByteBuffer.allocate(1)));
        layer.closeOutput();
        assertEquals(0, closed);
        assertEquals(Step.WANT_TASK, layer.flush());
        layer.release();
        assertEquals(0, closed);
        assertEquals(0, engine.inboundClosed);
        assertEquals(0, askedInTask);
        assertFalse(layer.awaitTasks(Duration.ZERO));
        elsewhere.remove().run();
        assertTrue(layer.awaitTasks(Duration.ZERO));
    }

    @Test
    void rule9_2_aCloseNotifyThatATaskHeldUpIsMadeBehindIt() throws IOException {
        engine.closingOutbound = () -> engine.wrapping = dst -> {
            dst.put(CLOSE_NOTIFY);
            engine.outboundDone = true;
            engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING;
        };
        startTask();
        layer.closeOutput();
        elsewhere.remove().run();
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(CLOSE_NOTIFY.length, transport.sent.size());
        assertEquals(Output.CLOSE_NOTIFY, layer.output());
    }

    @Test
    void rule2_1_aCloseNotifyIsAskedForAtOnce() {
        layer.closeOutput();
        assertEquals(1, closed);
    }

    @Test
    void rule6_6_anAnswerIsOwedUntilACloseNotifyIsAskedFor() {
        assertFalse(layer.owesAnswer());
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
        assertTrue(layer.owesAnswer());
        assertTrue(layer.hasOutput());
        layer.closeOutput();
        assertFalse(layer.owesAnswer());
        assertTrue(layer.hasOutput());
    }

    @Test
    void aHandshakeBeginsOnce() throws IOException {
        assertEquals(0, begun);
        assertEquals(Step.TAKEN, layer.handshake());
        assertEquals(Step.TAKEN, layer.handshake());
        assertEquals(1, begun);
    }

    @Test
    void thereIsAnApplicationProtocolOnceOneWasChosen() {
        assertEquals("", layer.applicationProtocol());
        chosen = "h2";
        assertEquals("h2", layer.applicationProtocol());
        assertSame(engine.getSession(), layer.session());
    }

    @Test
    void ruleE8_bothSidesOfTheEngineAreClosedWhenItIsLetGo() {
        engine.closingOutbound = () -> {
            closed++;
            engine.outboundDone = true;
        };
        layer.release();
        layer.release();
        assertEquals(1, closed);
        assertEquals(1, engine.inboundClosed);
        assertEquals(0, engine.calls);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void ruleE8_whatNobodyWillHearIsTakenFromAnEngineThatEndsNoSooner(int records) {
        engine.wrapping = dst -> {
            into = dst.duplicate();
            dst.put(CLOSE_NOTIFY);
            engine.outboundDone = engine.calls == records;
        };
        layer.release();
        assertEquals(records, engine.calls);
        assertTrue(engine.outboundDone);
        assertEquals(ByteBuffer.allocate(into.capacity()), into.clear(), "it was given back");
        assertEquals(0, transport.writes);
        assertFalse(layer.hasOutput());
    }

    @Test
    void rule6_4_anEngineThatDoesNotEndIsLetGoAllTheSame() {
        layer.release();
        assertEquals(1, engine.calls, "it had nothing to say");
        engine.wrapping = dst -> dst.put(CLOSE_NOTIFY);
        layer = layer();
        layer.release();
        assertTrue(engine.calls < 20, "it always has");
    }

    /** Who asks afterwards is not to take it for said. */
    @Test
    void rule10_1_anAlertThatHasNotGoneOutIsSilenceOnceItIsLetGo() throws IOException {
        transport.room = 1;
        engine.closingOutbound = () -> engine.wrapping = dst -> {
            dst.put(CLOSE_NOTIFY);
            engine.outboundDone = true;
        };
        layer.closeOutput();
        assertEquals(Step.WANT_WRITE, layer.flush());
        assertEquals(Output.CLOSE_NOTIFY, layer.output());
        layer.release();
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(Output.SILENCE, layer.output());
    }

    /** It may be in a callback in another thread, and then would make this one wait. */
    @Test
    void rule8_4_howTheOutputStandsIsKnownWithoutTheEngine() throws IOException {
        engine.outboundDone = true;
        assertEquals(Output.OPEN, layer.output());
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(Output.SILENCE, layer.output());
    }

    @Test
    void whatHasNotGoneOutGoesNoMoreOnceItIsLetGo() throws IOException {
        transport.room = 1;
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
        engine.wrapping = dst -> {
            dst.put(CLOSE_NOTIFY);
            engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING;
        };
        assertEquals(Step.WANT_WRITE, layer.flush());
        assertTrue(layer.hasOutput());
        engine.outboundDone = true;
        layer.release();
        assertFalse(layer.hasOutput());
        transport.room = 100;
        assertEquals(Step.TAKEN, layer.flush());
        assertEquals(1, transport.writes);
        assertEquals(
                ByteBuffer.allocate(Buffers.MAX_RECORD),
                transport.last.duplicate().clear(),
                "it was given back");
    }
}
