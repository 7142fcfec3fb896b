// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsContext;

/** What an end costs on the heap, beside the bare engine that does the same. */
class AllocationTest {
    private static final int ROUNDS = 25;

    /** Of this the interpreter, which makes every object, takes most. */
    private static final int MOST_ABOVE = 640;

    /** It is 112; a second call takes 96 more. */
    private static final int MOST_ABOVE_FOR_DATA = 160;

    private final ByteBuffer nothing = ByteBuffer.allocate(0);
    private final ByteBuffer record = ByteBuffer.allocate(40_000);
    private final ByteBuffer data = ByteBuffer.allocate(40_000);

    private interface Pairs {
        Engines make() throws Exception;
    }

    private interface End {
        long allocated(Engines pair) throws Exception;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @DisplayName("E8 an end that was said and heard needs no buffer to free the engine")
    void anOrderlyEnd(String protocol) throws Exception {
        TlsContext conscrypt = TestKeys.context("conscrypt");
        long bare = least(() -> Engines.bare(protocol), this::orderly);
        long ours = least(() -> Engines.of(conscrypt, conscrypt, protocol), this::orderly);
        assertTrue(ours <= bare + MOST_ABOVE, ours + " bytes, " + bare + " without us");
    }

    private static long least(Pairs pairs, End end) throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            least = Math.min(least, end.allocated(pairs.make().connected()));
        }
        return least;
    }

    private long orderly(Engines pair) throws SSLException {
        Engines.hear(pair.client(), Engines.write(pair.server(), "behind the tickets"));
        long before = AllocatedBytes.now();
        pair.client().closeOutbound();
        pair.client().wrap(nothing, record.clear());
        long said = AllocatedBytes.now() - before;
        pair.server().unwrap(record.flip(), data.clear());
        pair.server().closeOutbound();
        pair.server().wrap(nothing, record.clear());
        long heard = AllocatedBytes.now();
        SSLEngineResult result = pair.client().unwrap(record.flip(), data.clear());
        long after = AllocatedBytes.now();
        assertTrue(isOver(pair.client()), result::toString);
        return said + after - heard;
    }

    /** In TLS 1.3 the record may hide a close_notify, which Conscrypt would answer: that takes a call of its own. */
    @Test
    @DisplayName("a record of data is one call where it cannot be a close_notify")
    void aRecordOfData() throws Exception {
        TlsContext conscrypt = TestKeys.context("conscrypt");
        long bare = least(() -> Engines.bare("TLSv1.2"), this::data);
        long ours = least(() -> Engines.of(conscrypt, conscrypt, "TLSv1.2"), this::data);
        assertTrue(ours <= bare + MOST_ABOVE_FOR_DATA, ours + " bytes, " + bare + " without us");
    }

    private long data(Engines pair) throws SSLException {
        pair.server().wrap(ByteBuffer.allocate(100), record.clear());
        record.flip();
        long before = AllocatedBytes.now();
        SSLEngineResult result = pair.client().unwrap(record, data.clear());
        long after = AllocatedBytes.now();
        assertEquals(100, result.bytesProduced(), result::toString);
        return after - before;
    }

    private static boolean isOver(SSLEngine engine) {
        return engine.isInboundDone() && engine.isOutboundDone();
    }
}
