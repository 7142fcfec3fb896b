// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.spi.Transport;

/** What leaves when. That a whole handshake is two writes is a matter of the kit. */
@Timeout(60)
class FlightTest {
    private static final byte[] CHANGE_CIPHER_SPEC = {20, 3, 3, 0, 1, 1};
    private static final byte[] FINISHED = {23, 3, 3, 0, 2, 7, 8};
    private static final byte[] ALERT = {21, 3, 3, 0, 2, 1, 0};

    private final Wire wire = new Wire();
    private final Flight flight = new Flight(wire);

    @Test
    void recordsLeaveTogetherWhenThePeerHasItsTurn() throws IOException {
        flight.enter();
        say(FINISHED);
        say(ALERT);
        assertEquals(List.of(), wire.writes);
        flight.send();
        assertWritten(FINISHED, ALERT);
        flight.send();
        assertEquals(1, wire.writes.size());
    }

    @Test
    void changeCipherSpecWaitsForWhatFollows() throws IOException {
        flight.enter();
        say(CHANGE_CIPHER_SPEC);
        flight.send();
        assertEquals(List.of(), wire.writes);
        say(FINISHED);
        flight.send();
        assertWritten(CHANGE_CIPHER_SPEC, FINISHED);
    }

    @Test
    void aRecordOfSixBytesThatIsNoneDoesNotWait() throws IOException {
        byte[] record = {22, 3, 3, 0, 1, 0};
        flight.enter();
        say(record);
        flight.send();
        assertWritten(record);
    }

    @Test
    void theGoodbyeOfAnotherThreadLeavesAtOnceBehindWhatWaits() throws Exception {
        flight.enter();
        say(CHANGE_CIPHER_SPEC);
        inAnotherThread(() -> say(ALERT));
        assertWritten(CHANGE_CIPHER_SPEC, ALERT);
    }

    @Test
    void soDoesOneOfWhoeverHasLeftTheHandshake() throws IOException {
        flight.enter();
        say(CHANGE_CIPHER_SPEC);
        flight.leave();
        say(ALERT);
        assertWritten(CHANGE_CIPHER_SPEC, ALERT);
    }

    @Test
    void muchDoesNotWait() throws IOException {
        byte[] certificates = new byte[1 << 13];
        certificates[0] = 22;
        flight.enter();
        say(FINISHED);
        say(certificates);
        assertWritten(FINISHED, certificates);
    }

    @Test
    void whatTheTransportDoesNotTakeIsNotSaidAgain() throws IOException {
        wire.isBroken = true;
        flight.enter();
        say(FINISHED);
        assertThrows(SocketException.class, flight::send);
        wire.isBroken = false;
        flight.send();
        assertEquals(List.of(), wire.writes);
    }

    /** A part of the flight may be on the wire, and whoever says goodbye behind it is told the reason, not what follows from it. */
    @Test
    void nothingFollowsAWriteThatHasFailed() throws Exception {
        wire.isBroken = true;
        flight.enter();
        say(FINISHED);
        SocketException reason = assertThrows(SocketException.class, flight::send);
        wire.isBroken = false;
        inAnotherThread(() -> assertSame(reason, assertThrows(SocketException.class, () -> say(ALERT))));
        assertEquals(List.of(), wire.writes);
    }

    @Test
    void aGoodbyeThatIsStuckDoesNotHoldUpTheHandshake() throws Exception {
        CountDownLatch room = new CountDownLatch(1);
        flight.enter();
        say(CHANGE_CIPHER_SPEC);
        wire.room = room;
        FutureTask<Boolean> goodbye = begin(() -> say(ALERT));
        wire.full.await();
        flight.send();
        flight.leave();
        flight.enter();
        assertEquals(List.of(), wire.writes);
        room.countDown();
        goodbye.get();
        assertWritten(CHANGE_CIPHER_SPEC, ALERT);
    }

    private void say(byte[] record) throws IOException {
        byte[] among = new byte[record.length + 2];
        System.arraycopy(record, 0, among, 1, record.length);
        flight.say(among, 1, record.length);
    }

    private interface Deed {
        void run() throws IOException;
    }

    private static void inAnotherThread(Deed deed) throws InterruptedException, ExecutionException {
        begin(deed).get();
    }

    private static FutureTask<Boolean> begin(Deed deed) {
        FutureTask<Boolean> done = new FutureTask<>(() -> {
            deed.run();
            return true;
        });
        Thread another = new Thread(done, "another");
        another.setDaemon(true);
        another.start();
        return done;
    }

    private void assertWritten(byte[]... records) {
        int length = 0;
        for (byte[] record : records) {
            length += record.length;
        }
        ByteBuffer expected = ByteBuffer.allocate(length);
        for (byte[] record : records) {
            expected.put(record);
        }
        assertEquals(1, wire.writes.size());
        assertArrayEquals(expected.array(), wire.writes.get(0));
    }

    /** Keeps what is written, call by call. */
    private static final class Wire implements Transport {
        private final List<byte[]> writes = new ArrayList<>();
        private final CountDownLatch full = new CountDownLatch(1);
        private volatile CountDownLatch room = new CountDownLatch(0);
        private volatile boolean isBroken;

        @Override
        public int read(ByteBuffer dst) {
            return 0;
        }

        @Override
        public void write(ByteBuffer src) throws IOException {
            if (isBroken) {
                throw new SocketException("broken pipe");
            }
            full.countDown();
            try {
                room.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("nobody has made room");
            }
            byte[] bytes = new byte[src.remaining()];
            src.get(bytes);
            writes.add(bytes);
        }

        @Override
        public boolean isBlocking() {
            return true;
        }
    }
}
