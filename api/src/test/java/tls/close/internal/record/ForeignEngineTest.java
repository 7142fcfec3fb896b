// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** Rule 6.4: an engine that breaks its contract ends in a clear error, never in a loop and never in an orderly end. */
@Timeout(5)
class ForeignEngineTest {
    private static final int FEW = 20;

    private final StubEngine engine = new StubEngine();
    private final EndlessRecords channel = new EndlessRecords();
    private final TlsConnection connection = over(engine, channel);

    @Test
    void asksToWrapButHasNothingToSay() {
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
        assertStops("asks to wrap but has nothing to say", connection::handshake);
    }

    @Test
    void waitsForATaskThatItDoesNotHave() {
        engine.handshakeStatus = HandshakeStatus.NEED_TASK;
        assertStops("waits for a delegated task but has none", connection::handshake);
    }

    /** Netty's over OpenSSL, as a client of TLS 1.2. */
    @Test
    void seesThatItsHandshakeIsDoneWhenItIsGivenNothing() throws IOException {
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        engine.unwrapping = (src, dst) -> {
            if (src.hasRemaining()) {
                src.position(src.limit());
            } else {
                engine.handshakeStatus = HandshakeStatus.FINISHED;
            }
        };
        assertEquals(Progress.DONE, connection.handshake());
        assertEquals(2, engine.calls, "a record too many would be waited for");
    }

    @Test
    void makesNoProgressOnAWholeRecord() {
        assertStops("makes no progress on a whole record", () -> connection.read(ByteBuffer.allocate(100)));
    }

    @Test
    void asksForMoreThanARecord() {
        engine.status = Status.BUFFER_UNDERFLOW;
        assertStops("makes no progress on a whole record", () -> connection.read(ByteBuffer.allocate(100)));
    }

    @Test
    void asksForEverLargerBuffers() {
        engine.status = Status.BUFFER_OVERFLOW;
        assertStops("asks for a buffer of more than", () -> connection.read(ByteBuffer.allocate(100)));
    }

    @Test
    void failsWithABugOfItsOwn() {
        engine.unwrapping = (src, dst) -> {
            throw new IllegalStateException("bug");
        };
        assertStops("bug", () -> connection.read(ByteBuffer.allocate(100)));
    }

    @Test
    void makesNoCloseNotify() throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
        assertStops("made no close_notify", () -> connection.bye(CloseRequest.SHUT_WR));
        assertEquals(CloseReport.Sent.FAILED, connection.report().sent());
        assertFalse(connection.report().transportReusable());
    }

    @Test
    void closesItsOutputWithoutACloseNotify() throws IOException {
        assertEquals(Progress.DONE, connection.handshake());
        engine.outboundDone = true;
        assertStops("ended its output without a close_notify", () -> connection.bye(CloseRequest.SHUT_WR));
        assertEquals(CloseReport.Sent.FAILED, connection.report().sent());
    }

    @Test
    void saysClosedWhileDataStillComes() throws IOException {
        engine.status = Status.CLOSED;
        engine.unwrapping = (src, dst) -> {
            src.position(src.limit());
            dst.put((byte) 'x');
        };
        ByteBuffer data = ByteBuffer.allocate(2);
        assertEquals(1, connection.read(data));
        assertEquals(1, connection.read(data));
        assertTrue(connection.isInputOpen());
    }

    /** As one that has to say something before it can go on. */
    @Test
    void wantsToWrapInTheMiddleOfARecord() throws IOException {
        List<String> asked = new ArrayList<>();
        engine.unwrapping = (src, dst) -> {
            asked.add("unwrap");
            if (asked.size() == 1) {
                engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
            } else {
                src.position(src.limit());
                dst.put((byte) 'x');
            }
        };
        engine.wrapping = dst -> {
            asked.add("wrap");
            dst.put(new byte[] {23, 3, 3, 0, 1, 0});
            engine.handshakeStatus = HandshakeStatus.NOT_HANDSHAKING;
        };
        assertEquals(Progress.DONE, connection.handshake());
        ByteBuffer data = ByteBuffer.allocate(2);
        assertEquals(1, connection.read(data));
        assertEquals(List.of("unwrap", "wrap", "unwrap"), asked);
    }

    @Test
    void asksForALargerBufferToWrapInto() throws IOException {
        engine.handshakeStatus = HandshakeStatus.NEED_WRAP;
        engine.wrapping = dst -> {
            boolean enough = dst.remaining() > 20_000;
            engine.status = enough ? Status.OK : Status.BUFFER_OVERFLOW;
            engine.handshakeStatus = enough ? HandshakeStatus.NOT_HANDSHAKING : HandshakeStatus.NEED_WRAP;
            dst.put(new byte[enough ? 20_000 : 0]);
        };
        assertEquals(Progress.DONE, connection.handshake());
        assertEquals(20_000, channel.written);
        assertEquals(2, engine.calls);
    }

    @Test
    void failsToWrapWithABugOfItsOwn() throws IOException {
        engine.wrapping = dst -> {
            throw new IllegalStateException("bug");
        };
        assertEquals(Progress.DONE, connection.handshake());
        assertStops("failed to make a record", () -> connection.write(ByteBuffer.allocate(1)));
        connection.close(); // Which asks it for what nobody will hear.
        assertTrue(engine.calls < FEW);
    }

    /** Rule 12.4. */
    @Test
    void handshakesForEver() {
        channel.length = 1 << 14;
        engine.handshakeStatus = HandshakeStatus.NEED_UNWRAP;
        engine.unwrapping = (src, dst) -> src.position(src.limit());
        SSLException stopped = assertThrows(SSLException.class, () -> {
            while (connection.handshake() != Progress.DONE) {
                // It goes on.
            }
        });
        assertTrue(String.valueOf(stopped.getMessage()).contains("after 256 records"), stopped.toString());
        assertEquals(CloseReport.Received.INVALID, connection.report().received());
    }

    /** Not a breach, but what nobody was to read is not left where the next connection takes its buffers from. */
    @Test
    void whatIsThrownAwayBeforeItsCloseNotifyIsWiped() throws IOException {
        byte[] secret = "secret".getBytes(StandardCharsets.US_ASCII);
        engine.wrapping = dst -> {
            dst.put(new byte[] {21, 3, 3, 0, 2, 1, 0});
            engine.outboundDone = true;
        };
        engine.unwrapping = (src, dst) -> {
            src.position(src.limit());
            engine.inboundDone = dst.position() == 0 && connection.report().discardedBytes() > 0;
            dst.put(engine.inboundDone ? new byte[0] : secret);
        };
        assertEquals(Progress.DONE, connection.handshake());
        assertEquals(Progress.DONE, connection.bye(CloseRequest.SHUT_RDWR));
        assertEquals(secret.length, connection.report().discardedBytes());
        List<ByteBuffer> pool = Stream.generate(() -> Buffers.take(1)).limit(64).toList();
        for (ByteBuffer each : pool) {
            assertFalse(
                    StandardCharsets.US_ASCII.decode(each.clear()).toString().contains("secret"));
            Buffers.give(each);
        }
    }

    private void assertStops(String reason, org.junit.jupiter.api.function.Executable call) {
        SSLException stopped = assertThrows(SSLException.class, call);
        assertTrue(String.valueOf(stopped.getMessage()).contains(reason), () -> stopped + " does not say: " + reason);
        assertTrue(engine.calls < FEW, () -> engine.calls + " calls of the engine");
        assertFalse(connection.report().orderly());
    }

    private static TlsConnection over(SSLEngine engine, ByteChannel channel) {
        TlsContext context = new TlsContext() {
            @Override
            public SSLEngine newEngine(TlsEndpoint endpoint) {
                return engine;
            }

            @Override
            protected OptionalInt fatalAlert(SSLException thrown) {
                return OptionalInt.empty();
            }
        };
        return context.open(channel, TlsEndpoint.server());
    }

    /** Gives records for ever, all of the same length, and takes everything. */
    private static final class EndlessRecords implements ByteChannel {
        private int length = 1;
        private int next;
        private int written;

        @Override
        public int read(ByteBuffer dst) {
            byte[] header = {23, 3, 3, (byte) (length >> 8), (byte) length};
            int count = dst.remaining();
            while (dst.hasRemaining()) {
                dst.put(next < header.length ? header[next] : 0);
                next = (next + 1) % (header.length + length);
            }
            return count;
        }

        @Override
        public int write(ByteBuffer src) {
            int count = src.remaining();
            written += count;
            src.position(src.limit());
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
