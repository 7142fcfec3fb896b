// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.damaged;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.garbage;
import static tls.close.tck.peer.Messages.oversizeRecord;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/** U: what a backend says by itself, in answer to what was read, is followed all the way out. */
public abstract class UnaskedAnswerScenarios {
    private final IOException brokenPipe = new SocketException("Broken pipe");

    // The answer leaves with a later call

    @Settings(
            versions = TlsVersion.TLS_1_2,
            nearEnds = NearEnd.NON_BLOCKING_CHANNEL,
            lacking = Ability.WRITE_AFTER_PEER_CLOSE)
    void rule10_1_scenario156_anAnswerThatLeavesInWriteIsReported(Setting setting) throws Exception {
        answerLeavesIn(
                setting,
                connection ->
                        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1))));
    }

    @Settings(
            versions = TlsVersion.TLS_1_2,
            nearEnds = NearEnd.NON_BLOCKING_CHANNEL,
            lacking = Ability.WRITE_AFTER_PEER_CLOSE)
    void rule10_1_scenario156_anAnswerThatLeavesInReadIsReported(Setting setting) throws Exception {
        answerLeavesIn(setting, connection -> assertEquals(-1, connection.read(ByteBuffer.allocate(1))));
    }

    @Settings(
            versions = TlsVersion.TLS_1_2,
            nearEnds = NearEnd.NON_BLOCKING_CHANNEL,
            lacking = Ability.WRITE_AFTER_PEER_CLOSE)
    void rule10_1_scenario156_anAnswerThatLeavesInByeIsReported(Setting setting) throws Exception {
        answerLeavesIn(setting, connection -> assertEquals(Progress.DONE, connection.bye(SHUT_WR)));
        answerLeavesIn(setting, connection -> assertEquals(Progress.DONE, connection.bye(SHUT_RDWR)));
    }

    private interface Call {
        void on(TlsConnection connection) throws Exception;
    }

    private static void answerLeavesIn(Setting setting, Call call) throws Exception {
        for (int accepted : new int[] {0, 1, 5, 6}) {
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                session.say(closeNotify());
                session.wire().acceptOnly(accepted);
                assertEquals(-1, connection.read(ByteBuffer.allocate(1)));
                assertStuck(connection);
                assertEquals(accepted, session.wire().written().length);
                session.wire().acceptAll();
                call.on(connection);
                assertAnswered(session, "");
            }
        }
    }

    /** The transport has not taken what was written before, so that the answer waits behind it. */
    @Settings(
            versions = TlsVersion.TLS_1_2,
            nearEnds = NearEnd.NON_BLOCKING_CHANNEL,
            lacking = Ability.WRITE_AFTER_PEER_CLOSE)
    void rule10_1_scenario156_anAnswerBehindDataThatIsStuckIsReported(Setting setting) throws Exception {
        for (Call call : List.<Call>of(
                connection ->
                        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(1))),
                connection -> assertEquals(-1, connection.read(ByteBuffer.allocate(1))),
                connection -> assertEquals(Progress.DONE, connection.bye(SHUT_WR)),
                connection -> assertEquals(Progress.DONE, connection.bye(SHUT_RDWR)))) {
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                session.wire().acceptOnly(3);
                assertEquals(4, connection.write(ByteBuffer.wrap(new byte[] {'d', 'a', 't', 'a'})));
                session.say(closeNotify());
                assertEquals(-1, connection.read(ByteBuffer.allocate(1)));
                assertTrue((connection.interestOps() & SelectionKey.OP_WRITE) != 0, session::toString);
                session.wire().acceptAll();
                call.on(connection);
                assertAnswered(session, "data");
            }
        }
    }

    private static void assertStuck(TlsConnection connection) {
        assertEquals(Sent.CLOSE_NOTIFY_PENDING, connection.report().sent(), connection::toString);
        assertEquals(SelectionKey.OP_WRITE, connection.interestOps(), connection::toString);
    }

    private static void assertAnswered(MemorySession session, String data) throws IOException {
        CloseReport report = session.subject().report();
        assertEquals(Sent.CLOSE_NOTIFY, report.sent(), report::toString);
        assertTrue(report.orderly() && report.transportReusable(), report::toString);
        assertEquals(0, session.subject().connection().interestOps());
        assertEquals(data, session.heard().text());
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
    }

    // Why nothing more can be written

    @Settings(versions = TlsVersion.TLS_1_2, lacking = Ability.WRITE_AFTER_PEER_CLOSE)
    void rule2_2_scenario158_aWriterLearnsWhyTheAnswerFailed(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(closeNotify());
            session.wire().failWrites(brokenPipe);
            assertEquals(-1, session.subject().read(ByteBuffer.allocate(1)));
            assertEquals(Sent.FAILED, session.subject().report().sent(), session::toString);
            assertSame(brokenPipe, writersReason(session));
            assertEquals(0, session.subject().connection().interestOps());
        }
    }

    @Settings
    void rule2_2_scenario158_aWriterLearnsWhatTheReaderRefused(Setting setting) throws Exception {
        for (PeerMessage refused : List.of(damaged(data("data")), garbage(), oversizeRecord())) {
            assertWriterIsToldWhatTheReaderMet(setting, refused);
        }
    }

    @Settings
    void rule2_2_scenario158_aWriterLearnsThatThePeerRefused(Setting setting) throws Exception {
        assertWriterIsToldWhatTheReaderMet(setting, fatal(AlertDescription.ACCESS_DENIED));
    }

    private static void assertWriterIsToldWhatTheReaderMet(Setting setting, PeerMessage message) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(message);
            IOException met =
                    assertThrows(IOException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
            assertSame(met, writersReason(session), session::toString);
            assertSame(met, writersReason(session), session::toString);
        }
    }

    /** The same without a reader: the peer's close_notify is met by {@code bye}, and there is nothing to explain. */
    @Settings
    void rule2_2_scenario158_whoEndedItHimselfIsToldNoReason(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.subject().bye(SHUT_WR);
            assertNull(writersReason(session));
            session.say(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertNull(writersReason(session));
            assertEquals(Received.CLOSE_NOTIFY, session.subject().report().received());
        }
    }

    /** In a thread of its own, which has met nothing of what the reader has. */
    private static @Nullable Throwable writersReason(MemorySession session) throws Exception {
        ClosedChannelException thrown = BackgroundCall.call(() -> assertThrows(
                        ClosedChannelException.class,
                        () -> session.subject().connection().write(ByteBuffer.allocate(1))))
                .result();
        assertFalse(session.subject().connection().isOutputOpen());
        return thrown.getCause();
    }
}
