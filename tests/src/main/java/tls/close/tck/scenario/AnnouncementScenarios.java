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
import static tls.close.tck.peer.Messages.fatal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.SimpleFormatter;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.ConnectionEnd;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.tck.harness.Announcements;
import tls.close.tck.harness.LogListener;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.NearEnd;

/** Rule 10.3: each end is told once, in the log and to the flight recorder. */
@Tag("afterwards")
public abstract class AnnouncementScenarios {
    /**
     * Each client has its own, so that its endpoint is a new string: in JDK 17 an event loses a string that it shares
     * with an event of an earlier recording.
     */
    private static final AtomicInteger PORTS = new AtomicInteger(10_000);

    @Settings
    void rule10_3_anOrderlyEndIsToldOnceWithoutPlaintext(Setting setting) throws Exception {
        try (Announcements told = Announcements.listen();
                Session session = connect(setting)) {
            session.subject().write("my secret");
            session.arrive(data("your secret"));
            assertEquals("your", session.subject().readText(4));
            session.subject().bye(SHUT_WR);
            assertEquals(List.of(), told.lines(), "told before the end");

            session.arrive(data("late secret"), closeNotify());
            session.subject().bye(SHUT_RDWR);
            session.subject().bye(SHUT_RDWR);
            session.subject().connection().close();
            session.subject().connection().close();
            RecordedEvent event = assertToldOnce(told, session);
            assertTrue(event.getBoolean("orderly"));
            assertEquals(7 + 11, event.getLong("discardedBytes"));
            assertEquals(4, event.getLong("bytesRead"));
            assertEquals(9, event.getLong("bytesWritten"));
            assertEquals("close_notify", event.getString("cause"));
            assertTrue(told.texts().get(0).contains(", read 4 bytes, wrote 9"), told.texts()::toString);
            assertFalse(event.toString().contains("secret"), event::toString);
            assertFalse(told.texts().toString().contains("secret"), told.texts()::toString);
        }
    }

    @Settings
    void rule10_3_aTruncationIsToldOnce(Setting setting) throws Exception {
        try (Announcements told = Announcements.listen();
                Session session = connect(setting)) {
            session.far().finish();
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
            session.subject().connection().close();
            RecordedEvent event = assertToldOnce(told, session);
            assertFalse(event.getBoolean("orderly"));
            assertEquals("cut off", event.getString("cause"));
        }
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule10_3_aCutInsideARecordIsToldWithItsPlace(Setting setting) throws Exception {
        try (Announcements told = Announcements.listen();
                Session session = connect(setting)) {
            session.far().send(Arrays.copyOf(session.heard().say(data("cut")), 9));
            session.far().finish();
            assertThrows(TruncationException.class, session.subject()::readToEnd);
            session.subject().connection().close();
            RecordedEvent event = assertToldOnce(told, session);
            assertEquals("cut in a record", event.getString("cause"));
            assertEquals(9, event.getInt("cutAfter"));
        }
    }

    @Settings
    void rule10_3_aFatalAlertIsToldOnce(Setting setting) throws Exception {
        try (Announcements told = Announcements.listen();
                Session session = connect(setting)) {
            session.peer().send(fatal(AlertDescription.ACCESS_DENIED));
            assertThrows(FatalAlertException.class, session.subject()::readToEnd);
            session.subject().connection().close();
            RecordedEvent event = assertToldOnce(told, session);
            assertEquals(Received.FATAL_ALERT.name(), event.getString("received"));
            assertEquals(49, event.getInt("alert"));
            assertEquals("access_denied", event.getString("alertName"));
            assertEquals("fatal alert 49", event.getString("cause"));
        }
    }

    /** A channel that is closed, by a deadline or by another thread, no longer says itself whose it was. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule10_3_aTransportThatIsClosedUnderItIsToldWithItsPeer(Setting setting) throws Exception {
        List<ConnectionEnd> ends = new CopyOnWriteArrayList<>();
        try (Session session = Session.of(setting).listener(ends::add).open()) {
            session.handshake();
            SocketAddress peer = session.subject().connection().peerAddress().orElseThrow();
            switch (setting.nearEnd()) {
                case SOCKET -> session.wire().socket().close();
                case BLOCKING_CHANNEL, NON_BLOCKING_CHANNEL ->
                    session.wire().channel().close();
            }
            assertThrows(IOException.class, () -> session.subject().bye(SHUT_RDWR));
            session.subject().connection().close();
            assertEquals(1, ends.size(), ends::toString);
            assertEquals(Optional.of(peer), ends.get(0).peer());
            assertTrue(ends.get(0).failed(), ends::toString);
        }
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule10_3_whoeverListensIsToldOnceAndHurtsNobody(Setting setting) throws Exception {
        List<ConnectionEnd> ends = new CopyOnWriteArrayList<>();
        Consumer<ConnectionEnd> failing = end -> {
            ends.add(end);
            throw new IllegalStateException("the registry is full");
        };
        Consumer<ConnectionEnd> broken = end -> {
            ends.add(end);
            throw new AssertionError("the registry is broken");
        };
        Session.Builder builder = Session.of(setting).listener(failing).listener(broken);
        try (Session session = builder.open()) {
            session.handshake();
            session.subject().write("mine");
            assertEquals(List.of(), ends, "told before the end");
            session.arrive(data("yours"), closeNotify());
            assertEquals("yours", session.subject().readTextToEnd());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            session.subject().connection().close();
            assertEquals(2, ends.size(), ends::toString);
            ConnectionEnd end = ends.get(0);
            assertEquals(end.report(), ends.get(1).report());
            assertEquals(session.subject().report(), end.report());
            assertEquals(session.subject().connection().peerAddress(), end.peer());
            assertEquals(4, end.bytesWritten());
            assertEquals(5, end.bytesRead());
            assertFalse(end.failed(), end::toString);
        }
    }

    /** Whom close() leaves inside meets more while the log is told. */
    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.SOCKET)
    void rule10_3_whoeverListensIsToldWhatTheLogSays(Setting setting) throws Exception {
        List<ConnectionEnd> ends = new CopyOnWriteArrayList<>();
        List<String> lines = new CopyOnWriteArrayList<>();
        try (Session session = Session.of(setting).listener(ends::add).open()) {
            session.handshake();
            BackgroundCall<byte[]> reader = session.start(session.subject()::readToEnd);
            reader.awaitBlocked();
            LogListener slow = new LogListener(line -> {
                lines.add(new SimpleFormatter().formatMessage(line));
                letItMeet(reader, session);
            });
            try (slow) {
                session.subject().connection().close();
            }
            assertEquals(Received.CLOSE_NOTIFY, session.subject().report().received(), "it has met nothing");
            assertEquals(List.of(ends.get(0).toString()), lines);
        }
    }

    private static void letItMeet(BackgroundCall<?> reader, Session session) {
        try {
            session.peer().send(closeNotify());
            assertTrue(reader.isDoneWithin(Deadline.PATIENCE), session::toString);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a log makes of an end is no business of the connection's. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule10_3_aLogThatFailsHurtsNobody(Setting setting) throws Exception {
        AtomicInteger lines = new AtomicInteger();
        LogListener broken = new LogListener(line -> {
            lines.incrementAndGet();
            throw new IllegalStateException("the log is full");
        });
        try (broken;
                Session session = connect(setting)) {
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals(1, lines.get());
            assertTrue(session.subject().report().transportReusable(), session::toString);
        }
    }

    /** The transport plays no part from here on: one that blocks and one that doesn't are enough. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule10_3_aConnectionThatIsMerelyClosedIsToldOnce(Setting setting) throws Exception {
        try (Announcements told = Announcements.listen();
                Session session = connect(setting)) {
            session.subject().connection().close();
            session.subject().connection().close();
            RecordedEvent event = assertToldOnce(told, session);
            assertEquals(Sent.CLOSE_NOTIFY.name(), event.getString("sent"));
            assertEquals(Received.NOTHING.name(), event.getString("received"));
        }
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule10_3_anEndBeforeTheHandshakeIsToldOnce(Setting setting) throws Exception {
        try (Announcements told = Announcements.listen();
                Session session = open(setting)) {
            session.subject().bye(SHUT_RDWR);
            session.subject().connection().close();
            assertEquals("NONE", assertToldOnce(told, session).getString("protocol"));
        }
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule10_3_aFailedHandshakeIsToldOnce(Setting setting) throws Exception {
        try (Announcements told = Announcements.listen();
                Session session = open(setting)) {
            session.far().finish();
            assertThrows(IOException.class, session.subject()::handshake);
            session.subject().connection().close();
            assertFalse(assertToldOnce(told, session).getBoolean("orderly"));
        }
    }

    private static Session connect(Setting setting) throws Exception {
        Session session = open(setting);
        session.handshake();
        return session;
    }

    private static Session open(Setting setting) throws IOException {
        int port = PORTS.incrementAndGet();
        return Session.of(setting)
                .endpoint(usual -> usual.host()
                        .map(host -> TlsEndpoint.client(host, port)
                                .protocols(setting.version().jdkName()))
                        .orElse(usual))
                .open();
    }

    /** One line at DEBUG and one event, and both say what the report says. */
    private static RecordedEvent assertToldOnce(Announcements told, Session session) throws IOException {
        CloseReport report = session.subject().report();
        assertEquals(1, told.lines().size(), told.texts()::toString);
        assertEquals(Level.FINE, told.lines().get(0).getLevel());
        assertTrue(told.texts().get(0).contains(report.toString()), told.texts()::toString);

        List<RecordedEvent> events = told.events();
        assertEquals(1, events.size(), events::toString);
        RecordedEvent event = events.get(0);
        assertEquals(report.protocol(), event.getString("protocol"));
        assertEquals(report.orderly(), event.getBoolean("orderly"));
        assertEquals(report.sent().name(), event.getString("sent"));
        String received = event.getString("received");
        if (received
                != null) { // As an endpoint's: of 16 characters and more JDK 17 loses those of an earlier recording.
            assertEquals(report.received().name(), received);
        }
        assertEquals(report.first().name(), event.getString("first"));
        assertEquals(report.discardedBytes(), event.getLong("discardedBytes"));
        assertEquals(report.alert().orElse(-1), event.getInt("alert"));
        assertEquals(report.cutAfter(), event.getInt("cutAfter"));
        assertEquals(report.flushTime().isPresent(), event.getLong("flushTime") >= 0);
        assertEquals(report.peerTime().isPresent(), event.getLong("peerTime") >= 0);
        assertEquals(
                isFailure(report) ? "tls.close.ConnectionFailure" : "tls.close.ConnectionEnd",
                event.getEventType().getName());
        assertTrue(told.texts().get(0).contains(event.getString("cause")), told.texts()::toString);
        InetSocketAddress peer =
                (InetSocketAddress) session.subject().connection().peerAddress().orElseThrow();
        assertEquals(peer.getAddress().getHostAddress() + ":" + peer.getPort(), event.getString("peer"));
        assertTrue(told.texts().get(0).contains(event.getString("peer")), told.texts()::toString);
        String endpoint = event.getString("endpoint");
        assertTrue(session.toString().contains("TLS " + endpoint + ","), endpoint);
        assertTrue(told.texts().get(0).contains(endpoint), told.texts()::toString);
        return event;
    }

    private static boolean isFailure(CloseReport report) {
        return switch (report.received()) {
            case CLOSE_NOTIFY -> false;
            case NOTHING -> report.sent() == Sent.FAILED || report.sent() == Sent.FATAL_ALERT;
            case CUT_AT_BOUNDARY, CUT_INSIDE_RECORD, FATAL_ALERT, PLAINTEXT, INVALID, TRANSPORT_FAILURE -> true;
        };
    }
}
