// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What surrounds a backend's own steps, whatever the backend. */
class RecordEngineTest {
    private static final int RECORD = 7;
    private static final int MOST_DATA = 4;

    private final Engine engine = new Engine();
    private final ByteBuffer record = ByteBuffer.allocate(RECORD);
    private final ByteBuffer room = ByteBuffer.allocate(MOST_DATA);

    /** It says of it all itself, and nobody who calls an engine need be compiled with NullAway. */
    @Test
    @SuppressWarnings("NullAway")
    void whatAreNoBuffersIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> engine.unwrap(null, room));
        assertThrows(IllegalArgumentException.class, () -> engine.wrap(room, null));
        assertThrows(ReadOnlyBufferException.class, () -> engine.wrap(room, record.asReadOnlyBuffer()));
        assertThrows(ReadOnlyBufferException.class, () -> engine.unwrap(record, room.asReadOnlyBuffer()));
        assertEquals(0, engine.made, "nothing has begun");
    }

    @Test
    void aRecordIsTakenAsAWhole() throws SSLException {
        for (int size = 0; size < RECORD; size++) {
            assertResult(Status.BUFFER_UNDERFLOW, 0, engine.unwrap(ByteBuffer.allocate(size), room));
        }
        assertResult(Status.BUFFER_OVERFLOW, 0, engine.unwrap(record, ByteBuffer.allocate(MOST_DATA - 1)));
        assertEquals(RECORD, record.remaining());
        assertResult(Status.OK, RECORD, engine.unwrap(record, room));
        assertEquals(1, engine.made, "it begins once");
        assertEquals(1, engine.begun);
    }

    @Test
    void aHeaderIsEnoughForALook() throws SSLException {
        assertResult(Status.BUFFER_UNDERFLOW, 0, engine.unwrap(ByteBuffer.allocate(RecordEngine.HEADER - 1), room));
        assertEquals(0, engine.looks);
        assertResult(Status.BUFFER_UNDERFLOW, 0, engine.unwrap(ByteBuffer.allocate(RecordEngine.HEADER), room));
        assertEquals(1, engine.looks);
    }

    private static void assertResult(Status status, int consumed, SSLEngineResult result) {
        assertEquals(status, result.getStatus());
        assertEquals(consumed, result.bytesConsumed());
    }

    @Test
    void whatIsSaidBeginsTheHandshakeToo() throws SSLException {
        assertResult(Status.OK, 0, engine.wrap(ByteBuffer.allocate(0), record));
        assertEquals(RECORD, record.position());
        assertEquals(1, engine.made);
    }

    @Test
    void itIsFinishedOnce() throws SSLException {
        engine.finished = true;
        assertEquals(HandshakeStatus.FINISHED, engine.unwrap(record, room).getHandshakeStatus());
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
        assertEquals(
                HandshakeStatus.NOT_HANDSHAKING,
                engine.unwrap(record.clear(), room.clear()).getHandshakeStatus());
    }

    @Test
    void beginHandshakeBeginsOnceAndAsksForNoOther() throws SSLException {
        engine.next = HandshakeStatus.NEED_WRAP;
        assertNull(engine.getHandshakeSession());
        assertNull(engine.getHandshakeApplicationProtocol());
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, engine.getHandshakeStatus());
        engine.beginHandshake();
        assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
        assertSame(engine.getSession(), engine.getHandshakeSession());
        assertEquals("h2", engine.getHandshakeApplicationProtocol());
        engine.beginHandshake();
        assertEquals(1, engine.made);
        engine.go(new Stand("established", true, false, true, true, false, false));
        assertThrows(SSLException.class, engine::beginHandshake);
        engine.go(new Stand("closed", true, false, false, false, true, false));
        assertThrows(SSLException.class, engine::beginHandshake);
        assertNull(engine.getDelegatedTask());
    }

    @Test
    void ruleE2_closedIsSaidOfTheSideThatIsClosed() throws SSLException {
        engine.go(new Stand("no input", true, false, true, true, false, true));
        assertResult(Status.CLOSED, 0, engine.unwrap(record, room));
        assertResult(Status.OK, 0, engine.wrap(ByteBuffer.allocate(0), record));
        assertTrue(engine.isInboundDone());
        assertFalse(engine.isOutboundDone());
        engine.go(new Stand("no output", true, false, true, false, true, false));
        assertResult(Status.CLOSED, 0, engine.wrap(ByteBuffer.allocate(0), record.clear()));
        assertResult(Status.OK, RECORD, engine.unwrap(record.clear(), room));
        assertFalse(engine.isInboundDone());
        assertTrue(engine.isOutboundDone());
        assertEquals("stub engine no output, NOT_HANDSHAKING", engine.toString());
    }

    @Test
    void aFailureIsOneOfTls() {
        IOException own = new IOException("in words of its own");
        engine.failure = own;
        engine.next = HandshakeStatus.NEED_WRAP;
        SSLException reading = assertThrows(SSLException.class, () -> engine.unwrap(record, room));
        assertSame(own, reading.getCause());
        assertEquals("in words of its own", reading.getMessage());
        assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus(), "there may be an alert (rule E5)");
        SSLException tls = new SSLException("bad record MAC");
        engine.failure = tls;
        assertSame(tls, assertThrows(SSLException.class, () -> engine.wrap(room, record)));
        assertEquals(List.of(own, tls), engine.failures);
    }

    @Test
    void aHandshakeThatCannotBeginHasFailed() {
        SSLException none = new SSLException("no protocol is left");
        engine.failure = none;
        assertSame(none, assertThrows(SSLException.class, engine::beginHandshake));
        assertEquals(List.of(none), engine.failures);
    }

    @Test
    void ruleE1_theOutputIsClosedOnce() {
        engine.next = HandshakeStatus.NEED_WRAP;
        engine.closeOutbound();
        assertEquals(1, engine.outputsClosed);
        assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
        assertFalse(engine.isInboundDone());
        engine.go(new Stand("closing", true, false, true, false, false, false));
        engine.closeOutbound();
        assertEquals(1, engine.outputsClosed);
    }

    @Test
    void ruleE1_anAlertThatCannotBeMadeIsNobodysBusiness() {
        engine.failure = new IOException("no alert");
        engine.closeOutbound();
        assertEquals(1, engine.failures.size());
    }

    @Test
    void ruleE4_theInputIsClosedBeforeThePeersCloseNotify() {
        engine.go(new Stand("established", true, false, true, true, false, false));
        assertThrows(SSLException.class, engine::closeInbound);
        assertEquals(1, engine.inputsClosed);
        assertEquals(0, engine.outputsClosed);
    }

    @Test
    void ruleE4_ruleE7_inMidHandshakeBothSidesEnd() {
        engine.next = HandshakeStatus.NEED_WRAP;
        engine.go(new Stand("handshaking", true, true, false, true, false, false));
        assertThrows(SSLException.class, engine::closeInbound);
        assertEquals(1, engine.outputsClosed);
        assertEquals(1, engine.inputsClosed);
        assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
    }

    @Test
    void ruleE4_whatNobodyUsedOrWhatHasEndedMissesNothing() throws SSLException {
        engine.next = HandshakeStatus.NEED_WRAP;
        engine.closeInbound();
        assertEquals(1, engine.inputsClosed);
        assertEquals(HandshakeStatus.NEED_WRAP, engine.getHandshakeStatus());
        engine.go(new Stand("ended", true, false, true, true, false, true));
        engine.closeInbound();
        assertEquals(1, engine.inputsClosed);
    }

    @Test
    void theSideIsSettledWhenItHasBegun() {
        engine.setUseClientMode(false);
        engine.go(new Stand("handshaking", true, true, false, true, false, false));
        assertThrows(IllegalArgumentException.class, () -> engine.setUseClientMode(true));
    }

    /** Nobody is kept out by another who has gone. */
    @Test
    void eachCallLeavesTheEngineToOthers() throws Exception {
        engine.unwrap(record, room);
        engine.wrap(ByteBuffer.allocate(0), record.clear());
        engine.beginHandshake();
        engine.closeOutbound();
        engine.closeInbound();
        assertEquals("h2", engine.getHandshakeApplicationProtocol());
        assertSame(engine.getSession(), engine.getHandshakeSession());
        assertFalse(engine.lock.isLocked());
    }

    /** Says of itself what it is told to say. */
    private record Stand(
            String name,
            boolean hasBegun,
            boolean isHandshaking,
            boolean isEstablished,
            boolean isOutputOpen,
            boolean isOutputClosed,
            boolean isInputClosed)
            implements Standing {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A backend that has seven bytes for each record, and says seven. */
    private static final class Engine extends RecordEngine<Stand, String> {
        private int made;
        private int begun;
        private int looks;
        private int outputsClosed;
        private int inputsClosed;
        private boolean finished;
        private HandshakeStatus next = HandshakeStatus.NOT_HANDSHAKING;
        private @Nullable IOException failure;
        private final List<IOException> failures = new ArrayList<>();
        private final SSLSession session = placeholder();

        Engine() {
            super(
                    null,
                    -1,
                    true,
                    new SupportedNames("stub", List.of(), List.of()),
                    new Stand("new", false, false, false, true, false, false));
        }

        private static SSLSession placeholder() {
            try {
                return SSLContext.getDefault().createSSLEngine().getSession();
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        void go(Stand stand) {
            enter(stand);
        }

        private void failIfTold() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        protected String make() throws IOException {
            failIfTold();
            made++;
            return "backend";
        }

        @Override
        protected void begin(String backend) {
            begun++;
        }

        @Override
        protected Preview preview(String backend, ByteBuffer src) {
            looks++;
            return new Preview(RECORD, MOST_DATA);
        }

        @Override
        protected SSLEngineResult take(String backend, ByteBuffer src, int size, Buffers targets) {
            src.position(src.position() + size);
            return result(Status.OK, size, 0);
        }

        @Override
        protected SSLEngineResult say(String backend, Buffers sources, ByteBuffer dst) {
            dst.put(new byte[RECORD]);
            return result(Status.OK, 0, RECORD);
        }

        @Override
        protected void closeOutput(@Nullable String backend) throws IOException {
            failIfTold();
            outputsClosed++;
        }

        @Override
        protected void closeInput() {
            inputsClosed++;
        }

        @Override
        protected void fail(@Nullable String backend, IOException reason) {
            failures.add(reason);
        }

        @Override
        protected boolean isFinishedBy(@Nullable String backend) {
            boolean due = finished;
            finished = false;
            return due;
        }

        @Override
        protected HandshakeStatus next(@Nullable String backend) {
            return next;
        }

        @Override
        protected SSLSession handshakeSession(String backend) {
            return session;
        }

        @Override
        protected String handshakeApplicationProtocol(String backend) {
            return "h2";
        }

        @Override
        public SSLSession getSession() {
            return session;
        }
    }
}
