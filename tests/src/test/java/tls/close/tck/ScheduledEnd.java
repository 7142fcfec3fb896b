// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Arrays;
import java.util.Random;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TruncationException;
import tls.close.tck.harness.Sequence;

/** One of two ends of a connection, whose owner makes one call after the other as chance decides. */
final class ScheduledEnd {
    private static final int PIECE_BITS = 14;

    /** What every backend takes into one record: the JDK's leaves room for its padding. */
    private static final int MOST_AT_ONCE = (1 << PIECE_BITS) - 16 - 1;

    /** A TLS header as far as its length, for whoever would read on. */
    private static final byte[] PLAINTEXT = {23, 3, 3, 0, 1};

    /** What the owner does when it has said enough. */
    enum Ending {
        SHUT_WR,
        SHUT_WR_THEN_RDWR,
        SHUT_RDWR,
        CLOSE,
        /** {@code SHUT_RDWR} in the middle of the handshake. */
        CANCEL
    }

    /** How far it has come. */
    private enum Phase {
        HANDSHAKE,
        TALK,
        CLOSE_OUTPUT,
        READ_ON,
        CLOSE_BOTH,
        OVER,
        FAILED
    }

    private final TlsConnection connection;
    private final MeteredEnd wire;
    private final Random random;
    private final Ending ending;

    /** Where in the {@link Sequence} its data begins, and where the peer's does. */
    private final long start;

    private final long peerStart;
    private final long budget;
    private final boolean floods;
    private int callsBeforeEnding;
    private Phase phase = Phase.HANDSHAKE;
    private boolean atEnd;
    private long sent;
    private long received;

    /** How much of {@link #PLAINTEXT} is in the transport behind our close_notify. */
    private int plaintext;

    /** What an end is to do. Those of one connection differ in {@code start}. */
    record Plan(Ending ending, int callsBeforeEnding, long budget, boolean floods, long start, long peerStart) {}

    ScheduledEnd(TlsConnection connection, MeteredEnd wire, Random random, Plan plan) {
        this.connection = connection;
        this.wire = wire;
        this.random = random;
        this.ending = plan.ending();
        this.start = plan.start();
        this.peerStart = plan.peerStart();
        this.budget = plan.budget();
        this.floods = plan.floods();
        this.callsBeforeEnding = plan.callsBeforeEnding();
    }

    boolean isOver() {
        return phase == Phase.OVER || phase == Phase.FAILED;
    }

    /** Whether it has written until nothing more had room: data, or the last of the handshake. */
    boolean isStuffed() {
        return wire.into().isFull() && (connection.interestOps() & SelectionKey.OP_WRITE) != 0;
    }

    void endNow() {
        callsBeforeEnding = 0;
    }

    /** As at a deadline: a goodbye in the middle of a handshake does not read, and the peer may not either. */
    boolean giveUp() {
        if (phase != Phase.CLOSE_BOTH || ending != Ending.CANCEL) {
            return false;
        }
        phase = Phase.OVER;
        letGo();
        return true;
    }

    /** Makes a call. Returns whether anything has moved. */
    boolean step(ScheduledEnd peer) throws IOException {
        Phase before = phase;
        long moved = moved();
        wire.beginCall();
        try {
            switch (phase) {
                case HANDSHAKE -> shakeHands();
                case TALK -> talk();
                case CLOSE_OUTPUT -> closeOutput();
                case READ_ON -> readOn();
                case CLOSE_BOTH -> closeBoth();
                case OVER, FAILED -> throw new AssertionError("nothing is left to do");
            }
        } catch (IOException e) {
            peer.assertMayFail(e, this);
            phase = Phase.FAILED;
            letGo();
        }
        if (phase == Phase.OVER && connection.report().transportReusable() && ending != Ending.CLOSE) {
            plaintext =
                    wire.writePlaintext(PLAINTEXT); // Rule 5.3: it is the owner's at once, and rule 5.2 keeps it so.
        }
        return phase != before || moved != moved();
    }

    private long moved() {
        return wire.moved() + sent + received;
    }

    private void shakeHands() throws IOException {
        if (ending == Ending.CANCEL && callsBeforeEnding-- <= 0) {
            phase = Phase.CLOSE_BOTH;
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> read();
            case 1 -> write();
            default -> check(connection.handshake());
        }
        if (!connection.report().protocol().equals("NONE")) {
            phase = Phase.TALK;
        }
    }

    private void talk() throws IOException {
        if (floods && callsBeforeEnding > 0) {
            write();
        } else if (callsBeforeEnding-- <= 0) {
            phase = switch (ending) {
                case SHUT_WR, SHUT_WR_THEN_RDWR -> Phase.CLOSE_OUTPUT;
                case SHUT_RDWR, CANCEL -> Phase.CLOSE_BOTH;
                case CLOSE -> Phase.OVER;
            };
            if (ending == Ending.CLOSE) {
                letGo();
            }
        } else if (random.nextBoolean()) {
            write();
        } else {
            read();
        }
    }

    private void closeOutput() throws IOException {
        if (random.nextInt(3) == 0 && !atEnd) {
            read();
        } else {
            Progress progress = check(connection.bye(CloseRequest.SHUT_WR));
            assertFalse(progress == Progress.WANT_READ, "SHUT_WR waits for the peer");
            if (progress == Progress.DONE) {
                phase = Phase.READ_ON;
            }
        }
    }

    private void readOn() throws IOException {
        if (ending == Ending.SHUT_WR_THEN_RDWR && (atEnd || random.nextInt(4) == 0)) {
            phase = Phase.CLOSE_BOTH;
        } else if (atEnd) {
            phase = Phase.OVER;
        } else {
            read();
        }
    }

    private void closeBoth() throws IOException {
        if (check(connection.bye(CloseRequest.SHUT_RDWR)) == Progress.DONE) {
            phase = Phase.OVER;
            if (!connection.report().orderly()) {
                assertEquals(Ending.CANCEL, ending, connection::toString);
                letGo();
            }
        }
    }

    /** And ends the transport. */
    private void letGo() {
        connection.close();
        wire.into().finish();
        wire.from().abandon();
    }

    private void write() throws IOException {
        int length = Math.min(MOST_AT_ONCE, 1 + random.nextInt(1 << random.nextInt(PIECE_BITS + 1)));
        if (MeteredEnd.isAmbiguous(length) || sent >= budget || !connection.isOutputOpen()) {
            length = 0; // Sends only what is left.
        }
        try {
            int count = connection.write(ByteBuffer.wrap(Sequence.bytes(start + sent, length)));
            assertTrue(count == 0 || count == length, "it fits one record, and " + count + " were taken of " + length);
            sent += count;
        } catch (ClosedChannelException e) {
            assertFalse(connection.isOutputOpen(), e::toString); // The backend has answered by itself.
        }
    }

    private void read() throws IOException {
        ByteBuffer dst = ByteBuffer.allocate(1 + random.nextInt(1 << random.nextInt(PIECE_BITS + 1)));
        int count = connection.read(dst);
        if (count > 0) {
            assertEquals(dst.position(), count);
            assertArrayEquals(
                    Sequence.bytes(peerStart + received, count), Arrays.copyOf(dst.array(), count), "what has arrived");
            received += count;
        } else if (count == 0) {
            int interest = connection.interestOps();
            assertTrue(interest != 0, "waits for nothing");
            assertTrue((interest & SelectionKey.OP_READ) == 0 || wire.from().isEmpty(), "there is more to read");
        } else {
            atEnd = true;
        }
    }

    /** Rule 6.1. */
    private Progress check(Progress progress) {
        switch (progress) {
            case WANT_READ -> {
                assertTrue((connection.interestOps() & SelectionKey.OP_READ) != 0, connection::toString);
                assertTrue(wire.from().isEmpty(), "WANT_READ, and there is more to read");
            }
            case WANT_WRITE -> {
                assertTrue((connection.interestOps() & SelectionKey.OP_WRITE) != 0, connection::toString);
                assertTrue(wire.into().isFull(), "WANT_WRITE, and there is room");
            }
            case DONE -> {}
            case WANT_TASK -> throw new AssertionError("there are no tasks");
        }
        return progress;
    }

    /** The other end may fail only if this one has let go without a goodbye. */
    private void assertMayFail(IOException failure, ScheduledEnd other) throws IOException {
        boolean canceled = ending == Ending.CANCEL || other.ending == Ending.CANCEL;
        boolean cut = isOver() && connection.report().sent() != Sent.CLOSE_NOTIFY;
        if (!canceled && !(cut && failure instanceof TruncationException)) {
            throw failure;
        }
    }

    // The judge

    void judge(ScheduledEnd peer) {
        boolean canceled = ending == Ending.CANCEL || peer.ending == Ending.CANCEL;
        Sent how = connection.report().sent();
        if (canceled) {
            assertTrue(ending != peer.ending || phase == Phase.OVER || peer.phase == Phase.OVER, this::toString);
        } else {
            assertEquals(how == Sent.CLOSE_NOTIFY ? 1 : 0, wire.alerts(), this::toString);
            assertEquals(how == Sent.CLOSE_NOTIFY, wire.endsWithAlert(), this::toString);
            if (phase == Phase.FAILED) {
                assertTrue(peer.ending == Ending.CLOSE, this::toString);
                assertFalse(connection.report().orderly(), this::toString);
            } else if (ending != Ending.CLOSE) {
                assertTrue(connection.report().transportReusable(), this::toString);
                assertEquals(Received.CLOSE_NOTIFY, connection.report().received(), this::toString);
                assertTrue(
                        peer.ending == Ending.CLOSE || wire.holds(Arrays.copyOf(PLAINTEXT, peer.plaintext)),
                        this::toString);
                assertEquals(peer.sent, received + connection.report().discardedBytes(), this::toString);
            }
        }
        long before = wire.moved();
        connection.close();
        assertEquals(before, wire.moved(), "close() after the end uses the transport");
        assertFalse(connection.isInputOpen() || connection.isOutputOpen(), this::toString);
    }

    @Override
    public String toString() {
        return "%s, %s, sent %d bytes, received %d bytes, %d alerts on the wire: %s"
                .formatted(ending, phase, sent, received, wire.alerts(), connection);
    }
}
