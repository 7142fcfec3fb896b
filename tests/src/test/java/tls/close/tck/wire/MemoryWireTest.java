// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Each thing that can happen to bytes on a wire happens when the test says so. */
class MemoryWireTest {
    private final MemoryWire wire = MemoryWire.nonBlocking();

    @Test
    void bytes_travel_both_ways() throws Exception {
        wire.far().send(bytes(3));
        assertArrayEquals(bytes(3), read(wire, 10));
        assertEquals(4, wire.near().write(ByteBuffer.wrap(bytes(4))));
        assertArrayEquals(bytes(4), wire.far().receive());
    }

    @Test
    void a_read_without_bytes_returns_0() throws Exception {
        assertEquals(0, wire.near().read(ByteBuffer.allocate(10)));
    }

    @Test
    void reads_yield_no_more_than_they_may() throws Exception {
        wire.readAtMost(2);
        wire.far().send(bytes(5));

        assertEquals(2, read(wire, 10).length);
        assertEquals(2, read(wire, 10).length);
        assertEquals(1, read(wire, 10).length);
        assertEquals(3, wire.readCalls());
    }

    @Test
    void writes_accept_a_budget_and_then_nothing_until_there_is_more() throws Exception {
        wire.acceptOnly(3);
        ByteBuffer source = ByteBuffer.wrap(bytes(5));

        assertEquals(3, wire.near().write(source));
        assertEquals(0, wire.near().write(source));
        wire.acceptAll();
        assertEquals(2, wire.near().write(source));
        assertArrayEquals(bytes(5), wire.written());
        assertEquals(3, wire.writeCalls());
    }

    @Test
    void each_write_accepts_no_more_than_it_may() throws Exception {
        wire.writeAtMost(2);

        assertEquals(2, wire.near().write(ByteBuffer.wrap(bytes(5))));
    }

    @Test
    void a_cut_comes_after_what_was_sent() throws Exception {
        wire.far().send(bytes(2));
        wire.far().finish();

        assertEquals(2, read(wire, 10).length);
        assertEquals(-1, wire.near().read(ByteBuffer.allocate(1)));
        assertEquals(-1, wire.near().read(ByteBuffer.allocate(1)));
        assertEquals(1, wire.near().write(ByteBuffer.wrap(bytes(1))), "the other direction is still there");
    }

    @Test
    void a_cut_after_n_bytes_hides_the_rest() throws Exception {
        wire.far().send(bytes(5));
        wire.cutAfter(3);

        assertEquals(3, read(wire, 10).length);
        assertEquals(-1, wire.near().read(ByteBuffer.allocate(1)));
        assertEquals(2, wire.unread().length);
    }

    @Test
    void reads_and_writes_fail_when_told_to() throws Exception {
        IOException broken = new IOException("broken pipe");
        wire.failWritesAfter(1, broken);
        wire.failReads(broken);

        assertEquals(1, wire.near().write(ByteBuffer.wrap(bytes(2))));
        assertSame(broken, assertThrows(IOException.class, () -> wire.near().write(ByteBuffer.wrap(bytes(2)))));
        assertSame(broken, assertThrows(IOException.class, () -> read(wire, 1)));
    }

    @Test
    void a_reset_loses_what_was_not_read() {
        assertThrows(SocketException.class, () -> {
            wire.far().send(bytes(2));
            wire.far().reset();
            read(wire, 10);
        });
    }

    @Test
    void held_bytes_come_after_their_release() throws Exception {
        wire.far().send((byte) 0);
        wire.hold();
        wire.far().send((byte) 1, (byte) 2);
        assertEquals(1, read(wire, 10).length);
        assertEquals(0, read(wire, 10).length);
        wire.release();

        assertArrayEquals(new byte[] {1, 2}, read(wire, 10));
    }

    @Test
    void held_sends_can_be_reordered() throws Exception {
        wire.hold();
        wire.far().send((byte) 1, (byte) 2);
        wire.far().send((byte) 3);
        wire.releaseReversed();

        assertArrayEquals(new byte[] {3, 1, 2}, read(wire, 10));
    }

    @Test
    void observations_can_begin_anew() throws Exception {
        wire.near().write(ByteBuffer.wrap(bytes(2)));
        wire.near().read(ByteBuffer.allocate(2));
        wire.clearObservations();

        assertEquals(0, wire.written().length + wire.writeCalls() + wire.readCalls());
        assertEquals(2, wire.far().receive().length);
    }

    @Test
    void a_closed_near_end_is_the_end_for_the_far_end() throws Exception {
        wire.near().write(ByteBuffer.wrap(bytes(2)));
        wire.near().close();

        assertFalse(wire.near().isOpen());
        assertThrows(ClosedChannelException.class, () -> read(wire, 1));
        assertFalse(wire.far().isAtEnd());
        assertEquals(2, wire.far().receiveToEnd().length);
        assertTrue(wire.far().isAtEnd());
    }

    @Test
    void records_are_received_one_at_a_time() throws Exception {
        byte[] record = TlsRecord.of(ContentType.ALERT, bytes(20)).bytes();
        wire.near().write(ByteBuffer.wrap(record));
        wire.near().write(ByteBuffer.wrap(bytes(3)));

        assertArrayEquals(record, wire.far().receiveRecord().bytes());
        assertEquals(3, wire.far().receive().length);
    }

    @Test
    void much_data_goes_through() throws Exception {
        byte[] block = bytes(100_000);
        for (int i = 0; i < 20; i++) {
            wire.far().send(block);
            assertArrayEquals(block, read(wire, block.length));
        }
    }

    @Test
    void a_blocking_read_waits_for_bytes() throws Exception {
        MemoryWire blocking = MemoryWire.blocking();
        BackgroundCall<byte[]> reader = BackgroundCall.call(() -> read(blocking, 10));
        blocking.far().send(bytes(3));

        assertArrayEquals(bytes(3), reader.result());
    }

    @Test
    void a_blocking_write_waits_for_leave() throws Exception {
        MemoryWire blocking = MemoryWire.blocking();
        blocking.acceptOnly(0);
        BackgroundCall<Integer> writer =
                BackgroundCall.call(() -> blocking.near().write(ByteBuffer.wrap(bytes(3))));
        assertFalse(blocking.far().awaitInput(Duration.ofMillis(20)));
        blocking.acceptAll();

        assertEquals(3, writer.result());
    }

    @Test
    void closing_wakes_a_blocked_reader() throws Exception {
        MemoryWire blocking = MemoryWire.blocking();
        BackgroundCall<byte[]> reader = BackgroundCall.call(() -> read(blocking, 10));
        awaitRead(blocking);
        blocking.near().close();

        assertThrows(AsynchronousCloseException.class, reader::result);
    }

    @Test
    void an_interrupt_wakes_a_blocked_reader_and_leaves_the_channel_open() throws Exception {
        MemoryWire blocking = MemoryWire.blocking();
        BackgroundCall<Boolean> reader = BackgroundCall.call(() -> {
            assertThrows(InterruptedIOException.class, () -> read(blocking, 10));
            return Thread.interrupted();
        });
        awaitRead(blocking);
        reader.thread().interrupt();

        assertTrue(reader.result());
        assertTrue(blocking.near().isOpen());
    }

    private static void awaitRead(MemoryWire wire) {
        Deadline deadline = Deadline.orElse(() -> "Nobody reads");
        while (wire.readCalls() == 0) {
            deadline.pause();
        }
    }

    private static byte[] read(MemoryWire wire, int limit) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(limit);
        wire.near().read(target);
        return Arrays.copyOf(target.array(), target.position());
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}
