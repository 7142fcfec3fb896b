// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every size and kind of buffer that an {@code SSLEngine} may be given. */
class EngineBuffersTest {
    private EnginePair pair = EnginePair.of(new Side("bc", "bc", "TLSv1.3"));

    @BeforeEach
    void establish() throws Exception {
        pair = EnginePair.established(new Side("bc", "bc", "TLSv1.3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRecordIsTakenWholeOrNotAtAll(String protocol) throws Exception {
        pair = EnginePair.established(new Side("bc", "bc", protocol));
        byte[] record = pair.client.wrap(bytes("ten bytes!"));
        ByteBuffer dst = ByteBuffer.allocate(20_000);
        for (int size = 0; size < record.length; size++) {
            SSLEngineResult result = pair.server.engine.unwrap(ByteBuffer.wrap(record, 0, size), dst);
            assertEquals(Status.BUFFER_UNDERFLOW, result.getStatus());
            assertEquals(0, result.bytesConsumed() + result.bytesProduced());
        }
        for (int size = 0; size < 10; size++) {
            SSLEngineResult result = pair.server.engine.unwrap(ByteBuffer.wrap(record), ByteBuffer.allocate(size));
            assertEquals(Status.BUFFER_OVERFLOW, result.getStatus());
            assertEquals(0, result.bytesConsumed() + result.bytesProduced());
        }
        SSLEngineResult result = pair.server.engine.unwrap(ByteBuffer.wrap(record), dst);
        assertEquals(Status.OK, result.getStatus());
        assertEquals(record.length, result.bytesConsumed());
        assertEquals(10, result.bytesProduced());
    }

    @Test
    void aTargetThatIsTooSmallForTheRecordTakesNothing() throws Exception {
        ByteBuffer data = bytes("ten bytes!");
        int size = pair.client.wrap(bytes("ten bytes!")).length;
        for (int room = 0; room < size; room++) {
            SSLEngineResult result = pair.client.engine.wrap(data, ByteBuffer.allocate(room));
            assertEquals(Status.BUFFER_OVERFLOW, result.getStatus());
            assertEquals(10, data.remaining());
        }
        assertEquals(
                Status.OK,
                pair.client.engine.wrap(data, ByteBuffer.allocate(size)).getStatus());
    }

    @Test
    void anAlertWaitsForATargetThatIsLargeEnough() throws Exception {
        pair.client.engine.closeOutbound();
        assertEquals(
                Status.BUFFER_OVERFLOW,
                pair.client
                        .engine
                        .wrap(EngineSide.NOTHING, ByteBuffer.allocate(5))
                        .getStatus());
        pair.pass(pair.client);
        assertTrue(pair.server.engine.isInboundDone());
    }

    @Test
    void thePromisedSizesSuffice() throws Exception {
        ByteBuffer data = ByteBuffer.allocate(100_000);
        ByteBuffer record = ByteBuffer.allocate(pair.client.engine.getSession().getPacketBufferSize());
        SSLEngineResult result = pair.client.engine.wrap(data, record);
        assertEquals(Status.OK, result.getStatus());
        assertEquals(1 << 14, result.bytesConsumed());
        ByteBuffer target = ByteBuffer.allocate(pair.server.engine.getSession().getApplicationBufferSize());
        assertEquals(1 << 14, pair.server.engine.unwrap(record.flip(), target).bytesProduced());
    }

    @Test
    void gathersAndScatters() throws Exception {
        ByteBuffer direct = ByteBuffer.allocateDirect(4).put(bytes("gath")).flip();
        ByteBuffer[] sources = {
            bytes("not this"), EngineSide.NOTHING, direct, bytes("er").asReadOnlyBuffer(), bytes("ed")
        };
        ByteBuffer record = ByteBuffer.allocateDirect(20_000);
        SSLEngineResult result = pair.client.engine.wrap(sources, 1, 3, record);
        assertEquals(6, result.bytesConsumed());
        assertEquals(8, sources[0].remaining());
        assertEquals(2, sources[4].remaining());

        ByteBuffer[] targets = {
            ByteBuffer.allocate(1), ByteBuffer.allocateDirect(2), ByteBuffer.allocate(0), ByteBuffer.allocate(30)
        };
        record.flip();
        result = pair.server.engine.unwrap(record.asReadOnlyBuffer(), targets);
        assertEquals(6, result.bytesProduced());
        StringBuilder text = new StringBuilder();
        for (ByteBuffer target : targets) {
            text.append(StandardCharsets.UTF_8.decode(target.flip()));
        }
        assertEquals("gather", text.toString());
    }

    @Test
    void sourcesInTheMiddleOfAnArrayAreLeftAsTheyWere() throws Exception {
        byte[] array = "xxxhelloxxx".getBytes(StandardCharsets.UTF_8);
        pair.server.arrives(pair.client.wrap(ByteBuffer.wrap(array, 3, 5).slice()));
        pair.server.hear();
        assertEquals("hello", EnginePair.text(pair.server));
        assertEquals("xxxhelloxxx", new String(array, StandardCharsets.UTF_8));
    }

    @Test
    void anEmptySourceMakesNoRecord() throws Exception {
        SSLEngineResult result = pair.client.engine.wrap(new ByteBuffer[0], ByteBuffer.allocate(20_000));
        assertEquals(Status.OK, result.getStatus());
        assertEquals(0, result.bytesProduced());
    }

    @Test
    void refusesWhatItCannotWriteTo() {
        ByteBuffer readOnly = ByteBuffer.allocate(20_000).asReadOnlyBuffer();
        assertThrows(ReadOnlyBufferException.class, () -> pair.client.engine.wrap(bytes("data"), readOnly));
        assertThrows(ReadOnlyBufferException.class, () -> pair.client.engine.unwrap(bytes("data"), readOnly));
    }

    @Test
    void refusesArgumentsThatMakeNoSense() {
        ByteBuffer[] two = {bytes("a"), bytes("b")};
        ByteBuffer dst = ByteBuffer.allocate(100);
        assertThrows(IndexOutOfBoundsException.class, () -> pair.client.engine.wrap(two, 1, 2, dst));
        assertThrows(IndexOutOfBoundsException.class, () -> pair.client.engine.wrap(two, -1, 1, dst));
        assertThrows(IndexOutOfBoundsException.class, () -> pair.client.engine.unwrap(dst, two, 2, 1));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
