// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code SSLEngine} says of its arrays of buffers. */
class BuffersTest {
    private static final ByteBuffer[] TWO = {ByteBuffer.allocate(2), ByteBuffer.allocate(3)};

    @Test
    @SuppressWarnings("NullAway") // Who calls an engine may be compiled without it.
    void whatAreNoBuffersIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Buffers.sources(null, 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Buffers.sources(TWO, -1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> Buffers.sources(TWO, 0, -1));
        assertThrows(IndexOutOfBoundsException.class, () -> Buffers.sources(TWO, 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> Buffers.sources(TWO, 2, Integer.MAX_VALUE));
        ByteBuffer[] holey = {ByteBuffer.allocate(1), null};
        assertThrows(IllegalArgumentException.class, () -> Buffers.sources(holey, 0, 2));
        assertEquals(1, Buffers.sources(holey, 0, 1).length(), "the hole is not among them");
        ByteBuffer[] fixed = {ByteBuffer.allocate(1), ByteBuffer.allocate(1).asReadOnlyBuffer()};
        assertThrows(ReadOnlyBufferException.class, () -> Buffers.targets(fixed, 0, 2));
        assertEquals(1, Buffers.targets(fixed, 0, 1).remaining());
        assertEquals(2, Buffers.sources(fixed, 0, 2).remaining());
    }

    @Test
    void onlyThoseFromTheOffsetOnCount() {
        Buffers last = Buffers.targets(TWO, 1, 1);
        assertEquals(3, last.remaining());
        assertSame(TWO, last.array());
        assertEquals(1, last.offset());
        assertEquals(1, last.length());
        assertEquals(0, Buffers.targets(TWO, 2, 0).remaining());
    }

    @Test
    void oneIsFilledAfterTheOther() {
        ByteBuffer[] into = {ByteBuffer.allocate(2), ByteBuffer.allocate(0), ByteBuffer.allocate(3)};
        assertEquals(4, Buffers.targets(into, 0, 3).put(ascii("abcd")));
        assertEquals("ab", text(into[0]));
        assertEquals("cd", text(into[2]));
        assertEquals(1, into[2].remaining());
    }

    @Test
    void whatOneHoldsIsGivenWithoutACopyWhatLiesInSeveralIsGathered() throws IOException {
        byte[] array = "-abcdef".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer[] from = {
            ByteBuffer.allocate(0),
            ByteBuffer.wrap(array, 1, 6).slice(),
            ascii("gh").asReadOnlyBuffer(),
            ascii("ij")
        };
        Buffers sources = Buffers.sources(from, 0, 4);
        List<String> taken = new ArrayList<>();
        Buffers.Sink noCopies = (bytes, offset, length) -> {
            assertSame(array, bytes);
            taken.add(new String(bytes, offset, length, StandardCharsets.US_ASCII));
        };
        sources.take(2, noCopies);
        sources.take(4, noCopies);
        assertEquals(List.of("ab", "cdef"), taken);
        assertEquals("g", taken(sources, 1));
        assertEquals("hi", taken(sources, 2));
        assertEquals("j", taken(sources, 1));
        assertEquals(0, sources.remaining());
    }

    private static String taken(Buffers sources, int count) throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        sources.take(count, taken::write);
        return taken.toString(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer filled) {
        return StandardCharsets.US_ASCII.decode(filled.duplicate().flip()).toString();
    }
}
