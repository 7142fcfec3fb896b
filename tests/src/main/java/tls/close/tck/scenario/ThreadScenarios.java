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
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import tls.close.CloseLimits;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Sent;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.HeldAnnouncement;
import tls.close.tck.harness.Late;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Threads;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.NearEnd;

/** H: several threads at a time, platform threads and, where the JDK has them, virtual ones. */
@Tag("threads")
public abstract class ThreadScenarios {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final CloseLimits SHORTLY = CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(200));
    private static final int MUCH = 1 << 17;

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule8_2_scenario65_scenario66_scenario71_aReaderMeetsTheCloseNotifyAndTheCloserLearnsIt(Setting setting)
            throws Exception {
        for (Threads kind : Threads.values()) {
            if (kind.exist()) {
                try (Session session = setting.connect()) {
                    TlsConnection connection = session.subject().connection();
                    Threads.Call<Integer> reader = kind.call(() -> connection.read(ByteBuffer.allocate(1)));
                    reader.awaitBlocked();
                    Threads.Call<Progress> closer = kind.call(() -> connection.bye(SHUT_RDWR));
                    session.peer().expectCloseNotify();
                    session.peer().send(closeNotify());
                    assertEquals(-1, reader.result());
                    assertEquals(Progress.DONE, closer.result());
                    Ends.assertOrderly(session, First.LOCAL);
                    session.assertCarriesPlaintext();
                }
            }
        }
    }

    /** It has not read what the goodbye has thrown away, so that -1 would be a lie (rule 3.7). */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule3_7_scenario65_aReaderThatHadToWaitForAGoodbyeIsNotToldThatItHasReadEverything(Setting setting)
            throws Exception {
        try (Session session = setting.connect()) {
            TlsConnection connection = session.subject().connection();
            BackgroundCall<Progress> closer = session.start(() -> connection.bye(SHUT_RDWR));
            closer.awaitBlocked();
            BackgroundCall<Integer> reader = session.start(() -> connection.read(ByteBuffer.allocate(1)));
            reader.awaitWaiting();
            session.peer().send(data("thrown away"), closeNotify());
            assertEquals(Progress.DONE, closer.result());
            assertThrows(ClosedChannelException.class, reader::result);
            assertEquals(11, connection.report().discardedBytes(), session::toString);
        }
    }

    /** The closer has the transport back before the reader that has met the close_notify has returned. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule8_2_scenario65_aReaderIsToldOfTheEndThatItHasMetWhoeverIsQuicker(Setting setting) throws Exception {
        try (Session session = setting.connect();
                HeldAnnouncement announcement = new HeldAnnouncement()) {
            TlsConnection connection = session.subject().connection();
            assertEquals(Progress.DONE, connection.bye(SHUT_WR));
            session.arrive(closeNotify());
            BackgroundCall<Integer> reader =
                    session.start(() -> session.subject().read(ByteBuffer.allocate(1)));
            announcement.await();
            assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
            announcement.goOn();
            assertEquals(-1, reader.result());
        }
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule8_1_scenario65_aReaderThatIsBlockedHoldsUpNoWriter(Setting setting) throws Exception {
        for (Threads kind : Threads.values()) {
            if (kind.exist()) {
                try (Session session = setting.connect()) {
                    TlsConnection connection = session.subject().connection();
                    Threads.Call<Integer> reader = kind.call(() -> connection.read(ByteBuffer.allocate(1)));
                    reader.awaitBlocked();
                    ByteBuffer text = ByteBuffer.wrap("beside a reader".getBytes(StandardCharsets.US_ASCII));
                    Threads.Call<Integer> writer = kind.call(() -> connection.write(text));
                    session.peer().expectData("beside a reader");
                    assertEquals(15, writer.result());
                    session.peer().send(data("x"));
                    assertEquals(1, reader.result());
                }
            }
        }
    }

    /** Beside a writer that is stuck, and a reader that waits; once it is over, it is over. */
    @Settings(
            versions = TlsVersion.TLS_1_3,
            nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule1_2_scenario67_whetherASideIsOpenIsToldAtOnceAndForGood(Setting setting) throws Exception {
        try (Session session = setting.connectNarrowly()) {
            TlsConnection connection = session.subject().connection();
            Threads.Call<Integer> reader = Threads.PLATFORM.call(() -> connection.read(ByteBuffer.allocate(1)));
            reader.awaitBlocked();
            Threads.Call<Integer> writer =
                    Threads.PLATFORM.call(() -> connection.write(ByteBuffer.wrap(new byte[MUCH])));
            writer.awaitBlocked();
            assertTrue(Threads.PLATFORM.call(connection::isInputOpen).result());
            assertTrue(Threads.PLATFORM.call(connection::isOutputOpen).result());
            connection.close(SHORTLY);
            for (int i = 0; i < 2; i++) {
                assertFalse(Threads.PLATFORM.call(connection::isInputOpen).result(), session::toString);
                assertFalse(Threads.PLATFORM.call(connection::isOutputOpen).result(), session::toString);
            }
        }
    }

    @Settings(
            versions = TlsVersion.TLS_1_3,
            nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule8_2_scenario67_aWriterThatIsStuckIsWaitedForUntilTheDeadline(Setting setting) throws Exception {
        byte[] much = new byte[MUCH];
        try (Session session = setting.connectNarrowly()) {
            TlsConnection connection = session.subject().connection();
            Threads.Call<Integer> writer = Threads.PLATFORM.call(() -> connection.write(ByteBuffer.wrap(much)));
            writer.awaitBlocked();
            Late.assertLate(SHORTLY.timeout(), () -> connection.bye(SHUT_RDWR, SHORTLY));
            assertFalse(isClosed(session, setting), session::toString);
            Threads.Call<Progress> closer = Threads.PLATFORM.call(() -> connection.bye(SHUT_RDWR));
            session.peer()
                    .expectData(new byte[1 << 13]); // Now the transport moves again; of one record, whoever made it.
            Threads.Call<?> peer = Threads.PLATFORM.call(() -> {
                session.peer().expectCloseNotify();
                session.peer().send(closeNotify());
                return "done";
            });
            assertEquals(Progress.DONE, closer.result());
            peer.result();
            endedByIts(writer);
            Ends.assertOrderly(session, First.LOCAL);
        }
    }

    /** A writer has written all, or learns that the output was closed between two of its records. */
    private static void endedByIts(Threads.Call<Integer> writer) throws Exception {
        try {
            assertEquals(MUCH, writer.result());
        } catch (ClosedChannelException e) {
            assertTrue(writer.task().isDone());
        }
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule8_3_scenario68_scenario69_twoClosersSendOneAlertAndAgree(Setting setting) throws Exception {
        for (Threads kind : Threads.values()) {
            if (kind.exist()) {
                try (Session session = setting.connect()) {
                    TlsConnection connection = session.subject().connection();
                    List<Threads.Call<Progress>> closers = new ArrayList<>();
                    closers.add(kind.call(() -> connection.bye(SHUT_RDWR)));
                    closers.add(kind.call(() -> connection.bye(SHUT_WR)));
                    closers.add(kind.call(() -> connection.bye(SHUT_RDWR)));
                    session.peer().expectCloseNotify();
                    assertEquals(Progress.DONE, closers.get(1).result());
                    session.peer().send(data("x"));
                    awaitDiscarded(
                            connection); // So that one is in the input side, and the other has nobody before it but
                    // that.
                    closers.get(0).awaitBlocked();
                    closers.get(2).awaitBlocked();
                    session.peer().send(closeNotify());
                    for (Threads.Call<Progress> each : closers) {
                        assertEquals(Progress.DONE, each.result());
                    }
                    Ends.assertOrderlyToTheEnd(session, First.LOCAL);
                }
            }
        }
    }

    private static void awaitDiscarded(TlsConnection connection) {
        Deadline deadline = Deadline.orElse(() -> "nobody reads: " + connection.report());
        while (connection.report().discardedBytes() == 0) {
            deadline.pause();
        }
    }

    /** Not at the deadline, which there is none of. */
    @Settings(
            versions = TlsVersion.TLS_1_3,
            nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule8_5_scenario70_scenario138_aTransportThatAnotherThreadClosesEndsEveryWaitAtOnce(Setting setting)
            throws Exception {
        for (Threads kind : Threads.values()) {
            if (kind.exist()) {
                assertEnds(kind, setting, setting.connect(), c -> c.bye(SHUT_RDWR, CloseLimits.NONE));
                assertEnds(kind, setting, setting.connect(), c -> c.bye(SHUT_RDWR));
                assertEnds(kind, setting, setting.connect(), c -> c.read(ByteBuffer.allocate(1)));
                assertEnds(kind, setting, setting.open(), TlsConnection::handshake);
            }
        }
    }

    private interface Wait {
        Object in(TlsConnection connection) throws IOException;
    }

    private static void assertEnds(Threads kind, Setting setting, Session connected, Wait wait) throws Exception {
        try (Session session = connected) {
            Threads.Call<IOException> call =
                    kind.call(() -> failure(wait, session.subject().connection()));
            call.awaitBlocked();
            long start = System.nanoTime();
            switch (setting.nearEnd()) {
                case SOCKET -> session.wire().socket().close();
                case BLOCKING_CHANNEL, NON_BLOCKING_CHANNEL ->
                    session.wire().channel().close();
            }
            IOException told = call.result();
            assertFalse(told instanceof CloseTimeoutException, told::toString);
            assertTrue(Duration.ofNanos(System.nanoTime() - start).compareTo(SOON) < 0, told::toString);
            Ends.assertNotOrderly(session.subject().report());
        }
    }

    private static IOException failure(Wait wait, TlsConnection connection) {
        try {
            throw new AssertionError("it came back with " + wait.in(connection) + ": " + connection);
        } catch (IOException e) {
            return e;
        }
    }

    /** As a shutdown hook or a cleaner would: in a thread that has nothing to do with the connection. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule10_2_scenario72_closeInAnotherThread(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().write("written before");
            Thread hook = new Thread(null, () -> session.subject().connection().close(), "hook", 0, false);
            hook.setContextClassLoader(null);
            hook.start();
            hook.join(SOON.toMillis());
            assertFalse(hook.isAlive(), session::toString);
            assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent(), session::toString);
            session.peer().expectData("written before");
            session.peer().expectCloseNotify();
        }
    }

    private static boolean isClosed(Session session, Setting setting) {
        return setting.nearEnd() == NearEnd.SOCKET
                ? session.wire().socket().isClosed()
                : !session.wire().channel().isOpen();
    }
}
