// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real TCP connection does what TCP does. */
class LoopbackWireTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource(NearEnd.class)
    void bytes_travel_both_ways(NearEnd nearEnd) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(nearEnd)) {
            write(nearEnd, wire, HELLO);
            assertArrayEquals(HELLO, wire.far().receiveExactly(5));
            wire.far().send(HELLO);
            assertArrayEquals(HELLO, read(nearEnd, wire, 5));
        }
    }

    @ParameterizedTest
    @EnumSource(NearEnd.class)
    void the_near_end_is_what_was_asked_for(NearEnd nearEnd) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(nearEnd)) {
            if (nearEnd == NearEnd.SOCKET) {
                assertThrows(IllegalStateException.class, wire::channel);
            } else {
                assertThrows(IllegalStateException.class, wire::socket);
                assertEquals(nearEnd == NearEnd.BLOCKING_CHANNEL, wire.channel().isBlocking());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(NearEnd.class)
    void unread_bytes_at_the_near_end_can_be_counted(NearEnd nearEnd) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(nearEnd)) {
            assertEquals(0, wire.unread());
            wire.far().sendOneByOne(HELLO);
            wire.awaitUnread(5);
            read(nearEnd, wire, 3);

            assertEquals(2, wire.unread());
        }
    }

    @ParameterizedTest
    @EnumSource(NearEnd.class)
    void a_fin_is_the_end_of_one_direction(NearEnd nearEnd) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(nearEnd)) {
            wire.far().send(HELLO);
            wire.far().finish();
            wire.awaitUnread(5);
            read(nearEnd, wire, 5);
            assertEnd(nearEnd, wire);
            write(nearEnd, wire, HELLO);

            assertArrayEquals(HELLO, wire.far().receiveExactly(5));
        }
    }

    @ParameterizedTest
    @EnumSource(NearEnd.class)
    void a_reset_is_an_error(NearEnd nearEnd) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(nearEnd)) {
            wire.far().reset();

            assertThrows(IOException.class, () -> read(nearEnd, wire, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(NearEnd.class)
    void the_far_end_sees_the_end_of_the_near_end(NearEnd nearEnd) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(nearEnd)) {
            write(nearEnd, wire, HELLO);
            if (nearEnd == NearEnd.SOCKET) {
                wire.socket().shutdownOutput();
            } else {
                wire.channel().shutdownOutput();
            }

            assertFalse(wire.far().isAtEnd());
            assertArrayEquals(HELLO, wire.far().receiveToEnd());
            assertTrue(wire.far().isAtEnd());
            assertThrows(AssertionError.class, () -> wire.far().receiveExactly(1));
        }
    }

    @ParameterizedTest
    @EnumSource(NearEnd.class)
    void a_narrow_wire_is_soon_full_for_the_near_end(NearEnd nearEnd) throws Exception {
        byte[] much = new byte[1 << 20];
        try (LoopbackWire wire = LoopbackWire.openNarrow(nearEnd)) {
            switch (nearEnd) {
                case NON_BLOCKING_CHANNEL -> assertTrue(wire.channel().write(ByteBuffer.wrap(much)) < 1 << 16);
                case SOCKET, BLOCKING_CHANNEL -> {
                    BackgroundCall<?> writer = BackgroundCall.run(() -> write(nearEnd, wire, much));
                    assertTrue(wire.far().receiveExactly(1000).length > 0);
                    assertFalse(writer.isDone());
                    assertEquals(much.length - 1000, wire.far().receiveExactly(much.length - 1000).length);
                    writer.result();
                }
            }
        }
    }

    @Test
    void the_far_end_gives_up_when_nobody_reads() throws Exception {
        try (LoopbackWire wire = LoopbackWire.openNarrow(NearEnd.SOCKET)) {
            AssertionError error =
                    assertThrows(AssertionError.class, () -> wire.far().send(new byte[1 << 20]));

            assertTrue(error.toString().contains("leaves no room"), error::toString);
        }
    }

    @Test
    void closing_the_wire_closes_both_ends() throws Exception {
        LoopbackWire wire = LoopbackWire.open(NearEnd.SOCKET);
        Socket socket = wire.socket();
        wire.close();

        assertTrue(socket.isClosed());
        assertThrows(IOException.class, () -> wire.far().send(HELLO));
    }

    private static void write(NearEnd nearEnd, LoopbackWire wire, byte[] bytes) throws IOException {
        switch (nearEnd) {
            case SOCKET -> {
                OutputStream out = wire.socket().getOutputStream();
                out.write(bytes);
            }
            case BLOCKING_CHANNEL, NON_BLOCKING_CHANNEL -> wire.channel().write(ByteBuffer.wrap(bytes));
        }
    }

    private static byte[] read(NearEnd nearEnd, LoopbackWire wire, int count) throws IOException {
        switch (nearEnd) {
            case SOCKET -> {
                return wire.socket().getInputStream().readNBytes(count);
            }
            case BLOCKING_CHANNEL, NON_BLOCKING_CHANNEL -> {
                ByteBuffer target = ByteBuffer.allocate(count);
                Deadline deadline = Deadline.orElse(() -> "Nothing to read");
                while (target.hasRemaining()) {
                    deadline.remaining();
                    wire.channel().read(target);
                }
                return target.array();
            }
        }
        throw new AssertionError(nearEnd);
    }

    private static void assertEnd(NearEnd nearEnd, LoopbackWire wire) throws IOException {
        if (nearEnd == NearEnd.SOCKET) {
            assertEquals(-1, wire.socket().getInputStream().read());
        } else {
            assertEquals(-1, wire.channel().read(ByteBuffer.allocate(1)));
        }
    }
}
