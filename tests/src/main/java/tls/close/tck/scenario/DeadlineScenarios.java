// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.function.Executable;
import tls.close.CloseLimits;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.BusyPool;
import tls.close.tck.harness.BusyPool.Entrance;
import tls.close.tck.harness.ChildJvm;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.FullPipe;
import tls.close.tck.harness.Late;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Relieved;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.StuckGoodbyes;
import tls.close.tck.harness.Tunnel;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/** F, G and R: the transport takes nothing more, or the peer never ends; each wait ends by itself, and in time. */
@Tag("threads")
public abstract class DeadlineScenarios {
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final CloseLimits SHORTLY = CloseLimits.DEFAULT.withTimeout(LIMIT);
    private static final CloseLimits MOMENT = CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(10));

    /** While others have all the threads that one could borrow. */
    private static final Duration BUSY = Duration.ofMillis(500);

    /** Slower than {@link #MOMENT}. */
    private static final Duration SLOW = Duration.ofMillis(80);

    /** From then on a write may be taken for stuck. */
    private static final Duration STUCK = Duration.ofMillis(240);

    private static final CloseLimits AT_ONCE = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);

    // A stuck flush

    @Settings(nearEnds = NearEnd.SOCKET)
    void rule7_4_scenario54_scenario61_aFlushThatIsStuckInASocketAbandonsIt(Setting setting) throws Exception {
        try (Session session = setting.connectNarrowly()) {
            FullPipe.of(session.wire(), setting.nearEnd());
            assertLate(() -> session.subject().connection().bye(SHUT_RDWR, SHORTLY));
            assertTrue(session.wire().socket().isClosed(), session::toString);
            Ends.assertNotOrderly(session.subject().report());
        }
    }

    @Settings(nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_2_scenario54_scenario61_scenario62_aFlushThatIsStuckInAChannelGoesOnLater(Setting setting)
            throws Exception {
        try (Session session = setting.connectNarrowly()) {
            FullPipe pipe = FullPipe.of(session.wire(), setting.nearEnd());
            assertLate(() -> session.subject().connection().bye(SHUT_RDWR, SHORTLY));
            assertTrue(session.wire().channel().isOpen(), session::toString);
            assertTrue(session.wire().channel().isBlocking(), session::toString);
            pipe.drain();
            assertGoesOnToTheEnd(session);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.SOCKET)
    void rule7_7_scenario135_aStuckSocketInTheBusyCommonPool(Setting setting) throws Exception {
        for (Entrance entrance : Entrance.values()) {
            try (Session session = setting.connectNarrowly()) {
                FullPipe.of(session.wire(), setting.nearEnd());
                assertLateInBusyPool(entrance, session.subject().connection());
                assertTrue(session.wire().socket().isClosed(), session::toString);
                session.subject().connection().close(AT_ONCE);
            }
        }
    }

    /** Its other side is in use, so that its mode cannot be changed and only closing it ends the write (rule 5.1). */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_7_scenario135_aStuckChannelWithAReaderInTheBusyCommonPool(Setting setting) throws Exception {
        for (Entrance entrance : Entrance.values()) {
            try (Session session = setting.connectNarrowly()) {
                FullPipe.of(session.wire(), setting.nearEnd());
                BackgroundCall<Integer> reader =
                        session.start(() -> session.subject().connection().read(ByteBuffer.allocate(1)));
                reader.awaitBlocked();
                assertLateInBusyPool(entrance, session.subject().connection());
                assertThrows(IOException.class, reader::result);
                assertFalse(session.wire().channel().isOpen(), session::toString);
                session.subject().connection().close(AT_ONCE);
            }
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_7_scenario135_aStuckChannelInTheBusyCommonPool(Setting setting) throws Exception {
        try (Session session = setting.connectNarrowly()) {
            FullPipe.of(session.wire(), setting.nearEnd());
            for (Entrance entrance : Entrance.values()) {
                assertLateInBusyPool(entrance, session.subject().connection());
                assertTrue(session.wire().channel().isOpen(), session::toString);
            }
            session.subject().connection().close(AT_ONCE); // The transport is still as full.
        }
    }

    /** And with no thread in the pool at all. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_7_scenario135_stuckTransportsWithoutACommonPool(Setting setting) throws Exception {
        ChildJvm.run(
                Duration.ofSeconds(40),
                List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=0"),
                StuckGoodbyes.class,
                setting.provider().name());
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_7_scenario135_aStuckChannelOfAnotherKindInTheBusyCommonPool(Setting setting) throws Exception {
        for (Entrance entrance : Entrance.values()) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.wire().acceptOnly(0);
                assertLateInBusyPool(entrance, session.subject().connection());
                assertFalse(session.wire().near().isOpen(), session::toString);
                session.subject().connection().close(AT_ONCE);
            }
        }
    }

    @Settings(
            versions = TlsVersion.TLS_1_3,
            roles = Role.CLIENT,
            nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule7_7_scenario135_aStuckConnectionInsideAnotherInTheBusyCommonPool(Setting setting) throws Exception {
        try (Tunnel tunnel = Tunnel.connect(setting, setting.connectNarrowly())) {
            FullPipe.of(tunnel.outer().wire(), setting.nearEnd());
            assertLateInBusyPool(Entrance.TASK, tunnel.inner().connection());
            tunnel.inner().connection().close(AT_ONCE);
            tunnel.outer().subject().connection().close(AT_ONCE);
        }
    }

    /** The other thread is in the outer connection's output side, and has no deadline. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_1_scenario61_aConnectionInsideAnotherWhoseWriterIsStuck(Setting setting) throws Exception {
        try (Tunnel tunnel = Tunnel.connect(setting, setting.connectNarrowly())) {
            TlsConnection outer = tunnel.outer().subject().connection();
            FullPipe.of(tunnel.outer().wire(), setting.nearEnd());
            BackgroundCall<Integer> writer = BackgroundCall.call(() -> outer.write(ByteBuffer.allocate(1 << 16)));
            writer.awaitInSocket();
            assertLate(() -> tunnel.inner().connection().bye(SHUT_RDWR, SHORTLY));
            assertFalse(writer.isDone(), tunnel::toString);
            assertTrue(tunnel.outer().wire().channel().isOpen(), tunnel::toString);
            tunnel.outer().wire().channel().close();
            assertThrows(IOException.class, writer::result);
        }
    }

    private static void assertLateInBusyPool(Entrance entrance, TlsConnection connection) throws Exception {
        BusyPool.call(
                entrance,
                () -> Late.assertLate(BUSY, () -> connection.bye(SHUT_RDWR, CloseLimits.DEFAULT.withTimeout(BUSY))));
        Ends.assertNotOrderly(connection.report());
    }

    private static void assertLate(Executable bye) {
        Late.assertLate(LIMIT, bye);
    }

    private static void assertGoesOnToTheEnd(Session session) throws Exception {
        BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
        session.peer().expectCloseNotify();
        session.peer().send(closeNotify());
        assertEquals(Progress.DONE, bye.result());
        Ends.assertOrderly(session, First.LOCAL);
        session.assertCarriesPlaintext();
    }

    // Without blocking

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule7_7_scenario136_aGoodbyeThatStaysInWantWriteEndsAtTheDeadlineAndGoesOnLater(Setting setting)
            throws Exception {
        for (CloseRequest how : CloseRequest.values()) {
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                session.wire().acceptOnly(3);
                assertEquals(Progress.WANT_WRITE, connection.bye(how, SHORTLY.withTimeout(Late.SOON)));
                assertEquals(Progress.WANT_WRITE, connection.bye(how, MOMENT), "the first call's time counts");
            }
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                session.wire().acceptOnly(3);
                assertEquals(Progress.WANT_WRITE, connection.bye(how, SHORTLY));
                awaitOver(session);
                CloseTimeoutException late =
                        assertThrows(CloseTimeoutException.class, () -> connection.bye(how, SHORTLY));
                assertEquals(Sent.CLOSE_NOTIFY_PENDING, late.report().sent());
                assertEquals(Progress.WANT_WRITE, connection.bye(how), "it has time again");
                session.wire().acceptAll();
                assertEquals(Progress.DONE, connection.bye(SHUT_WR));
                session.say(closeNotify());
                assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
                assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
                assertTrue(connection.report().orderly(), session::toString);
            }
        }
    }

    /** Until the deadline of a call that was made before is over. */
    private static void awaitOver(MemorySession session) throws IOException {
        assertEquals(List.of(), session.heard().alerts());
        assertFalse(session.wire().far().awaitInput(LIMIT.plusMillis(1)), "something was sent");
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule7_7_scenario61_aFullPipeWithoutBlockingEndsAtTheDeadline(Setting setting) throws Exception {
        byte[] record = new byte[1 << 14];
        int sent = 0;
        try (Session session = setting.connectNarrowly()) {
            TlsConnection connection = session.subject().connection();
            while (connection.interestOps() != SelectionKey.OP_WRITE) {
                sent += connection.write(ByteBuffer.wrap(record));
            }
            assertLate(() -> session.subject().bye(SHUT_WR, SHORTLY));
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectData(new byte[sent]);
            session.peer().expectCloseNotify();
            session.peer().send(closeNotify());
            assertEquals(Progress.DONE, bye.result());
            Ends.assertOrderly(session, First.LOCAL);
        }
    }

    /** What the peer sends meanwhile is discarded, although our alert is not out (rule 7.9). */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule7_9_scenario55_aGoodbyeReadsWhileItCannotWrite(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            TlsConnection connection = session.subject().connection();
            session.wire().acceptOnly(0);
            session.say(data("on its way"));
            assertEquals(Progress.WANT_WRITE, connection.bye(SHUT_RDWR));
            assertEquals(10, connection.report().discardedBytes(), session::toString);
            assertEquals(0, session.wire().unread().length);
            assertEquals(SelectionKey.OP_READ | SelectionKey.OP_WRITE, connection.interestOps());
            session.say(data("more"), closeNotify());
            assertEquals(Progress.WANT_WRITE, connection.bye(SHUT_RDWR));
            assertEquals(SelectionKey.OP_WRITE, connection.interestOps(), "there is nothing more to read");
            session.wire().acceptAll();
            assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
            assertEquals(14, connection.report().discardedBytes(), session::toString);
            assertTrue(connection.report().transportReusable(), session::toString);
        }
    }

    /** The alert goes out while the call reads: then the call says what else there is to wait for. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_1_scenario56_anAlertThatGoesOutWhileWeReadIsNotWaitedFor(Setting setting) throws Exception {
        assertRelievedByReading(setting, data("before"), Progress.WANT_READ, SelectionKey.OP_READ);
        assertRelievedByReading(setting, closeNotify(), Progress.DONE, 0);
    }

    private static void assertRelievedByReading(Setting setting, PeerMessage last, Progress progress, int interest)
            throws Exception {
        MemoryWire wire = MemoryWire.nonBlocking();
        Session.Builder options = Session.of(setting);
        try (TlsConnection connection =
                options.context().open(new Relieved(wire.near(), wire::acceptAll), options.endpoint())) {
            PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
            peer.alternate(() -> connection.handshake() == Progress.DONE);
            peer.pump();
            wire.acceptOnly(3);
            peer.send(last);
            assertEquals(progress, connection.bye(SHUT_RDWR), connection::toString);
            assertEquals(interest, connection.interestOps(), connection::toString);
            peer.expectCloseNotify();
        }
    }

    /** {@code SHUT_WR} leaves to the application what the peer sends. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule2_3_scenario55_aHalfCloseDiscardsNothingWhileItCannotWrite(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().acceptOnly(0);
            session.say(data("data"));
            assertEquals(Progress.WANT_WRITE, session.subject().connection().bye(SHUT_WR));
            assertEquals(SelectionKey.OP_WRITE, session.subject().connection().interestOps());
            assertEquals("data", session.subject().readText(4));
        }
    }

    // Other channels that block

    @Settings(nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_2_scenario141_aWaitThatRunsOutLeavesAChannelOfAnotherKindOpenAndLosesNothing(Setting setting)
            throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            TlsConnection connection = session.subject().connection();
            assertThrows(CloseTimeoutException.class, () -> connection.bye(SHUT_RDWR, MOMENT));
            assertTrue(session.wire().near().isOpen(), session::toString);
            byte[] alert = session.heard().say(data("late"), closeNotify());
            session.wire().far().send(Arrays.copyOf(alert, 7));
            assertThrows(CloseTimeoutException.class, () -> connection.bye(SHUT_RDWR, MOMENT));
            session.wire().far().send(Arrays.copyOfRange(alert, 7, alert.length));
            assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
            assertEquals(4, connection.report().discardedBytes(), session::toString);
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
            assertTrue(connection.report().transportReusable(), session::toString);
        }
    }

    @Settings(nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule7_4_scenario141_aChannelOfAnotherKindThatIsSlowButNotStuckIsLeftOpen(Setting setting) throws Exception {
        int attempts = 20;
        while (!isLeftOpenIfSlow(setting)) {
            assertTrue(--attempts > 0, "this machine is too busy to tell slow from stuck");
        }
    }

    /** False if more than the channel was slow: then nobody can tell. */
    private static boolean isLeftOpenIfSlow(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            TlsConnection connection = session.subject().connection();
            session.wire().acceptOnly(0);
            long start = System.nanoTime();
            BackgroundCall<Progress> bye = BackgroundCall.call(() -> connection.bye(SHUT_WR, MOMENT));
            assertFalse(session.wire().far().awaitInput(SLOW), "the gate is closed");
            session.wire().acceptAll();
            if (!bye.isDoneWithin(Late.SOON) || System.nanoTime() - start > STUCK.toNanos()) {
                return false;
            }
            assertEquals(Progress.DONE, bye.result());
            assertTrue(session.wire().near().isOpen(), session::toString);
            session.say(closeNotify());
            assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
            return true;
        }
    }

    // A peer that never ends

    /** Records without end, each of them in time. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule7_1_scenario49_aPeerThatTricklesDoesNotExtendTheDeadline(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("x"));
            BackgroundCall<?> bye = session.start(() -> {
                assertLate(() -> session.subject().bye(SHUT_RDWR, SHORTLY));
                return "late";
            });
            while (!bye.isDone()) {
                session.peer().sendOneByOne(data("x"));
            }
            bye.result();
            assertTrue(session.subject().report().discardedBytes() > 0, session::toString);
        }
    }

    /** One byte of a record after the other. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule7_1_scenario49_aRecordThatTricklesDoesNotExtendTheDeadline(Setting setting) throws Exception {
        byte[] much = new byte[1 << 14];
        try (Session session = setting.connect()) {
            BackgroundCall<?> bye = session.start(() -> {
                assertLate(() -> session.subject().bye(SHUT_RDWR, SHORTLY));
                return "late";
            });
            byte[] record = session.heard().say(data(much));
            for (int i = 0; i < record.length && !bye.isDone(); i++) {
                session.far().send(record[i]);
            }
            bye.result();
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3)
    void rule7_1_scenario59_withoutADeadlineThePeerIsWaitedFor(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR, CloseLimits.NONE));
            session.peer().expectCloseNotify();
            assertFalse(session.far().awaitInput(Duration.ofMillis(150)), "something follows close_notify");
            assertFalse(bye.isDone(), session::toString);
            session.peer().send(closeNotify());
            assertEquals(Progress.DONE, bye.result());
            Ends.assertOrderly(session, First.LOCAL);
        }
    }

    /** A selector that wakes up for nothing is not the end of the time. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule7_1_scenario64_callsForNothingDoNotMoveTheDeadline(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            TlsConnection connection = session.subject().connection();
            assertLate(() -> {
                while (connection.bye(SHUT_RDWR, SHORTLY) == Progress.WANT_READ) {
                    session.heard();
                    assertFalse(session.wire().far().awaitInput(Duration.ofMillis(1)));
                }
            });
        }
    }
}
