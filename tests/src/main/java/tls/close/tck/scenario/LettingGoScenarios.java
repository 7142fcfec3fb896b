// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import tls.close.CloseLimits;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.Brittle;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Sequence;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.StoppingChannel;
import tls.close.tck.harness.Threads;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/** Q: what {@code close()} does about a record that is half sent, a writer that is stuck, a thread that is interrupted. */
@Tag("afterwards")
public abstract class LettingGoScenarios {
    private static final CloseLimits AT_ONCE = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);
    private static final CloseLimits SHORTLY = CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(300));

    /** Much more than a busy machine needs, and much less than the default of ten seconds. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** More than any narrow buffer holds. */
    private static final int MUCH = 1 << 18;

    private static final byte[] TEXT = Sequence.bytes(0, 1);

    // A record that is half sent

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_2_scenario128_nothingFollowsHalfARecord(Setting setting) throws Exception {
        int length = recordLength(setting);
        for (int accepted = 1; accepted < length; accepted++) {
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                session.wire().acceptOnly(accepted);
                assertEquals(TEXT.length, connection.write(ByteBuffer.wrap(TEXT)));
                connection.close();
                session.wire().acceptAll();
                assertNothingFollows(session.wire(), connection, accepted);
            }
        }
    }

    /** The writer is in the channel, in the middle of the record, for as long as {@code close()} takes. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule8_4_scenario128_nothingFollowsHalfARecordOfAWriter(Setting setting) throws Exception {
        for (int accepted : List.of(1, 5, 6, recordLength(setting) - 1)) {
            Session.Builder options = Session.of(setting);
            MemoryWire wire = MemoryWire.nonBlocking();
            StoppingChannel channel = new StoppingChannel(wire.near());
            TlsConnection connection = options.context().open(channel, options.endpoint());
            new PeerOnWire(options.scriptedPeer(), wire.far()).alternate(() -> connection.handshake() == Progress.DONE);
            wire.clearObservations();
            wire.acceptOnly(accepted);
            channel.stopNextWrite();
            BackgroundCall<Integer> writer = BackgroundCall.call(() -> connection.write(ByteBuffer.wrap(TEXT)));
            channel.awaitStopped();
            connection.close(AT_ONCE);
            assertEquals(Sent.FAILED, connection.report().sent());
            assertFalse(writer.isDone());
            channel.goOn();
            writer.result();
            wire.acceptAll();
            assertNothingFollows(wire, connection, accepted);
        }
    }

    private static void assertNothingFollows(MemoryWire wire, TlsConnection connection, int accepted)
            throws IOException {
        assertEquals(Sent.FAILED, connection.report().sent());
        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.wrap(TEXT)));
        assertThrows(ClosedChannelException.class, () -> connection.read(ByteBuffer.allocate(1)));
        connection.close();
        assertEquals(accepted, wire.written().length);
        assertTrue(wire.near().isOpen(), "the transport is the caller's");
    }

    private static int recordLength(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.subject().write(TEXT);
            return session.wire().written().length;
        }
    }

    // A thread that is interrupted

    @Settings
    void rule5_1_scenario129_withTheInterruptStatusSet(Setting setting) throws Exception {
        for (Threads threads : Threads.values()) {
            try (Session session = setting.connect()) {
                assertInterruptCostsNothing(session, threads);
            }
        }
    }

    @Settings(nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule5_1_scenario129_withTheInterruptStatusSetOnASocketAdaptor(Setting setting) throws Exception {
        for (Threads threads : Threads.values()) {
            try (Session session = Session.of(setting).openOnAdaptor(LoopbackWire.open(NearEnd.BLOCKING_CHANNEL))) {
                session.handshake();
                assertInterruptCostsNothing(session, threads);
            }
        }
    }

    private static void assertInterruptCostsNothing(Session session, Threads threads) throws Exception {
        session.subject().write(TEXT);
        BackgroundCall<Boolean> closing = BackgroundCall.call(
                () -> {
                    Thread.currentThread().interrupt();
                    session.subject().connection().close();
                    return Thread.interrupted();
                },
                threads.factory());
        assertTrue(closing.result(), "the interrupt status is still set");
        assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent(), session::toString);
        session.peer().expectData(TEXT);
        session.peer().expectCloseNotify();
        session.writePlaintext(""); // The transport is open.
        assertHeardOnlyTheEnd(session);
    }

    /** Interrupted while it waits for a writer: that is stuck until the peer takes what it writes. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule5_1_scenario129_interruptedWhileItWaitsForAWriter(Setting setting) throws Exception {
        for (Threads threads : Threads.values()) {
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                session.wire().acceptOnly(1);
                BackgroundCall<Integer> writer = BackgroundCall.call(() -> connection.write(ByteBuffer.wrap(TEXT)));
                session.wire().awaitStuckWrite();
                BackgroundCall<Boolean> closing = BackgroundCall.call(
                        () -> {
                            connection.close();
                            return Thread.interrupted();
                        },
                        threads.factory());
                closing.awaitParked();
                closing.thread().interrupt();
                session.wire().acceptAll();
                assertTrue(closing.result(), "the interrupt status is set");
                assertEquals(TEXT.length, writer.result());
                assertEquals(Sent.CLOSE_NOTIFY, connection.report().sent(), session::toString);
                assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts(), session::toString);
                assertTrue(session.wire().near().isOpen(), "the transport is the caller's");
            }
        }
    }

    // A writer that is stuck

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule8_4_scenario130_closeGivesUpOnAWriterThatIsStuck(Setting setting) throws Exception {
        for (CloseLimits limits : List.of(AT_ONCE, SHORTLY)) {
            try (Session session = Session.of(setting).open(LoopbackWire.openNarrow(setting.nearEnd()))) {
                session.handshake();
                assertGivesUp(session, limits);
            }
        }
    }

    @Settings(nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule8_4_scenario130_closeGivesUpOnAWriterThatIsStuckInASocketAdaptor(Setting setting) throws Exception {
        try (Session session = Session.of(setting).openOnAdaptor(LoopbackWire.openNarrow(NearEnd.BLOCKING_CHANNEL))) {
            session.handshake();
            assertGivesUp(session, SHORTLY);
        }
    }

    private static void assertGivesUp(Session session, CloseLimits limits) throws Exception {
        BackgroundCall<?> writer = startToWriteMuch(session);
        long start = System.nanoTime();
        session.subject().connection().close(limits);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(limits.timeout()) >= 0, () -> "only " + took);
        assertTrue(took.compareTo(SOON) < 0, took::toString);
        assertEquals(Sent.FAILED, session.subject().report().sent(), session::toString);
        assertFalse(writer.isDone(), "the writer is left alone");
        assertFalse(session.far().isAtEnd(), "the transport is left open");
        while (!writer.isDone()) {
            session.peer().pump();
        }
        assertThrows(ClosedChannelException.class, writer::result);
        session.heardToTheEnd();
        assertEquals(0, session.heard().surplus().length, session::toString); // The record is whole.
        Sequence.assertIsBeginning(session.heard().data());
        assertEquals(List.of(), session.heard().alerts(), session::toString);
        assertTrue(session.heard().failure().isEmpty(), session::toString);
        assertEquals(Sent.FAILED, session.subject().report().sent(), session::toString);
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule8_5_scenario130_theWriterEndsWithTheTransport(Setting setting) throws Exception {
        try (Session session = Session.of(setting).open(LoopbackWire.openNarrow(setting.nearEnd()))) {
            session.handshake();
            BackgroundCall<?> writer = startToWriteMuch(session);
            session.subject().connection().close(AT_ONCE);
            session.wire().closeNear();
            assertThrows(IOException.class, writer::result);
            assertEquals(Sent.FAILED, session.subject().report().sent(), session::toString);
            assertNotEquals(Received.CLOSE_NOTIFY, session.subject().report().received(), session::toString);
        }
    }

    /** What a channel of the caller's throws is no reason to keep it, or what the backend holds. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule10_2_scenario130_aChannelThatThrowsWhatItLikesIsLetGo(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting);
        MemoryWire wire = MemoryWire.nonBlocking();
        Brittle channel = new Brittle(wire.near());
        TlsConnection connection = options.context().open(channel, options.endpoint());
        PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
        peer.alternate(() -> connection.handshake() == Progress.DONE);
        channel.breakNow();
        connection.close();
        assertFalse(connection.isOpen());
        assertEquals(Sent.FAILED, connection.report().sent(), connection::toString);
        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.wrap(TEXT)));
    }

    /** Its first record is longer than the wire has room for, so it is stuck there when the first bytes come. */
    private static BackgroundCall<?> startToWriteMuch(Session session) throws IOException {
        BackgroundCall<?> writer =
                session.start(() -> session.subject().connection().write(ByteBuffer.wrap(Sequence.bytes(0, MUCH))));
        assertTrue(session.far().awaitInput(SOON), "it has begun to write");
        return writer;
    }

    private static void assertHeardOnlyTheEnd(Session session) throws IOException {
        session.heardToTheEnd();
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts(), session::toString);
        assertEquals(0, session.heard().surplus().length, session::toString);
        assertTrue(session.heard().failure().isEmpty(), session::toString);
    }
}
