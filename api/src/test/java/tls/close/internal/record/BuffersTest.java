// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BuffersTest {

    @Test
    void aBufferThatIsGivenBackHoldsNoPlaintext() {
        ByteBuffer buffer = Buffers.take(10).put("secret".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Buffers.give(buffer);
        ByteBuffer all = buffer.duplicate().clear();
        while (all.hasRemaining()) {
            assertEquals(0, all.get());
        }
    }

    @Test
    void aRecordsBeginningThatIsGivenBackHoldsNothing() {
        ByteBuffer start = Buffers.takeStart().put("secret".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Buffers.give(start);
        assertEquals(ByteBuffer.allocate(start.capacity()), start.duplicate().clear());
    }

    @Test
    void aBufferHasOneOwner() {
        assertNotSame(Buffers.take(1), Buffers.take(1));
    }

    @Test
    void theLimitIsWhatWasAskedFor() {
        assertEquals(7, Buffers.take(7).remaining());
        assertEquals(100_000, Buffers.take(100_000).remaining());
    }
}
