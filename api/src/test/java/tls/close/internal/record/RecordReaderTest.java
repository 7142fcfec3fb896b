// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

class RecordReaderTest {
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 1, 0};
    private static final byte[] SHORT = {23, 3, 3, 0, 0};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 100})
    void rule5_2_takesARecordAndNotOneByteMore(int most) throws IOException {
        Bytes transport = new Bytes(most, ALERT, new byte[] {'p', 'l', 'a', 'i', 'n'});
        RecordReader reader = new RecordReader(transport);

        assertEquals(Step.TAKEN, reader.fill(Tls.HEADER));

        assertArrayEquals(ALERT, remaining(reader.record()));
        assertEquals(5, transport.left());
    }

    @Test
    void rule6_2_goesOnAfterEveryByte() throws IOException {
        Bytes transport = new Bytes(1);
        RecordReader reader = new RecordReader(transport);
        for (int i = 0; i < ALERT.length; i++) {
            assertEquals(Step.WANT_READ, reader.fill(Tls.HEADER));
            assertEquals(i, reader.cutAfter());
            assertThrows(IllegalStateException.class, reader::record);
            transport.add(ALERT[i]);
        }
        assertEquals(Step.TAKEN, reader.fill(Tls.HEADER));
        assertEquals(0, reader.cutAfter());
        assertEquals(Step.TAKEN, reader.fill(Tls.HEADER), "a whole record stays until it is forgotten");
        assertFalse(reader.isBetweenRecords());
        ByteBuffer record = reader.record();
        reader.forget();
        assertTrue(reader.isBetweenRecords());
        assertEquals(0, record.get(0), "what is given back is wiped");
        assertEquals(Step.WANT_READ, reader.fill(Tls.HEADER));
    }

    @Test
    void rule4_1_tellsWhereTheTransportEnded() throws IOException {
        for (int cut = 0; cut < ALERT.length; cut++) {
            Bytes transport = new Bytes(100, java.util.Arrays.copyOf(ALERT, cut));
            transport.end();
            RecordReader reader = new RecordReader(transport);
            assertEquals(Step.END_OF_TRANSPORT, reader.fill(Tls.HEADER));
            assertEquals(cut, reader.cutAfter());
        }
    }

    @Test
    void rule12_4_whatCannotBeARecordIsNotReadOn() throws IOException {
        for (byte[] header : new byte[][] {
            {'H', 'T', 'T', 'P', '/'}, {23, 2, 0, 0, 1}, {23, 3, 3, (byte) 0xff, (byte) 0xff}, {23, 3, 3, 0x48, 0x01}
        }) {
            Bytes transport = new Bytes(100, header, new byte[70_000]);
            RecordReader reader = new RecordReader(transport);
            assertEquals(Step.TAKEN, reader.fill(Tls.HEADER));
            assertArrayEquals(header, remaining(reader.record()));
            assertEquals(70_000, transport.left());
        }
    }

    /** Two bytes of the second come with the first. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 10, 100})
    void rule5_2_whatCameOfTheNextRecordIsItsBeginning(int most) throws IOException {
        Bytes transport = new Bytes(most, SHORT, ALERT, new byte[] {'p', 'l', 'a', 'i', 'n'});
        RecordReader reader = new RecordReader(transport);

        assertEquals(Step.TAKEN, reader.fill(ALERT.length));
        assertArrayEquals(SHORT, remaining(reader.record()));
        assertEquals(0, reader.cutAfter());
        reader.forget();

        assertEquals(Step.TAKEN, reader.fill(ALERT.length));
        assertArrayEquals(ALERT, remaining(reader.record()));
        reader.forget();
        assertFalse(reader.isAhead());
        assertEquals(5, transport.left());
    }

    @Test
    void rule4_1_aCutBehindAShortRecordIsInsideTheNext() throws IOException {
        Bytes transport = new Bytes(100, SHORT, java.util.Arrays.copyOf(ALERT, 1));
        transport.end();
        RecordReader reader = new RecordReader(transport);
        assertEquals(Step.TAKEN, reader.fill(ALERT.length));
        reader.forget();
        assertTrue(reader.isAhead());
        assertEquals(Step.END_OF_TRANSPORT, reader.fill(ALERT.length));
        assertEquals(1, reader.cutAfter());
    }

    @Test
    void rule4_6_allThatWasTakenInThePlaceOfARecordIsThere() throws IOException {
        Bytes transport = new Bytes(100, "220 next line".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        RecordReader reader = new RecordReader(transport);
        assertEquals(Step.TAKEN, reader.fill(ALERT.length));
        assertTrue(reader.isStray());
        assertEquals("220 nex", new String(reader.stray(), java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals("t line".length(), transport.left());
        ByteBuffer start = transport.lastInto;
        assertEquals('2', start.get(0));
        reader.forget();
        assertEquals(0, start.get(0), "what is given back is wiped");
        assertFalse(reader.isStray());
    }

    private static byte[] remaining(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Bytes that come in pieces of at most so many. */
    private static final class Bytes implements Transport {
        private final int most;
        private ByteBuffer bytes = ByteBuffer.allocate(0);
        private int atEnd;
        private ByteBuffer lastInto = bytes;

        Bytes(int most, byte[]... parts) {
            this.most = most;
            add(parts);
        }

        void add(byte... one) {
            add(new byte[][] {one});
        }

        private void add(byte[][] parts) {
            for (byte[] part : parts) {
                bytes = ByteBuffer.allocate(bytes.remaining() + part.length)
                        .put(bytes)
                        .put(part)
                        .flip();
            }
        }

        void end() {
            atEnd = -1;
        }

        int left() {
            return bytes.remaining();
        }

        @Override
        public int read(ByteBuffer dst) {
            lastInto = dst;
            int count = Math.min(most, Math.min(dst.remaining(), bytes.remaining()));
            dst.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            return count == 0 ? atEnd : count;
        }

        @Override
        public void write(ByteBuffer src) {
            throw new AssertionError("nothing is written");
        }

        @Override
        public boolean isBlocking() {
            return false;
        }
    }
}
