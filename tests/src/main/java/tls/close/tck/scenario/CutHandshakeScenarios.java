// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.harness.Ends.assertClosedOnceAsReported;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.unprotected;
import static tls.close.tck.peer.Messages.userCanceled;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLException;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.TlsCloseException;
import tls.close.TlsConnection;
import tls.close.TruncationException;
import tls.close.tck.harness.HeldHandshake;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.Flight;
import tls.close.tck.wire.TlsRecord;

/** J: the peer, or somebody on the way, ends the connection before the handshake is done. */
public abstract class CutHandshakeScenarios {
    private static final Duration MOMENT = Duration.ofMillis(1);

    /** Not even a header. */
    private static final int PART = 4;

    // The peer's close_notify

    @Settings
    void rule4_3_scenario85_closeNotifyInPlaceOfTheFirstFlightIsNoOrderlyEnd(Setting setting) throws Exception {
        assertNoOrderlyEnd(setting, CutHandshakeScenarios::sayNothing, unprotected(closeNotify()));
    }

    @Settings
    void rule4_3_scenario85_aPeerThatCancelsInPlaceOfTheFirstFlightIsAnswered(Setting setting) throws Exception {
        assertCanceled(
                setting, CutHandshakeScenarios::sayNothing, unprotected(userCanceled()), unprotected(closeNotify()));
    }

    /** In TLS 1.2 the peer's alerts are in clear until its Finished; in TLS 1.3 they are not. */
    @Settings(versions = TlsVersion.TLS_1_2)
    void rule4_3_scenario85_closeNotifyAfterTheFirstFlightIsNoOrderlyEnd(Setting setting) throws Exception {
        assertNoOrderlyEnd(setting, CutHandshakeScenarios::sayTheFirstFlight, unprotected(closeNotify()));
    }

    @Settings(versions = TlsVersion.TLS_1_2)
    void rule4_3_scenario85_aPeerThatCancelsAfterTheFirstFlightIsAnswered(Setting setting) throws Exception {
        assertCanceled(
                setting,
                CutHandshakeScenarios::sayTheFirstFlight,
                unprotected(userCanceled()),
                unprotected(closeNotify()));
    }

    /** A client that has read the ServerHello can encrypt; a server that can has said all that it has to say. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.SERVER)
    void rule4_3_scenario85_anEncryptedCloseNotifyInMidHandshakeIsNoOrderlyEnd(Setting setting) throws Exception {
        assertNoOrderlyEnd(setting, CutHandshakeScenarios::hearTheServerHello, closeNotify());
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.SERVER)
    void rule4_3_scenario85_aPeerThatCancelsEncryptedIsAnswered(Setting setting) throws Exception {
        assertCanceled(setting, CutHandshakeScenarios::hearTheServerHello, userCanceled(), closeNotify());
    }

    /** How far the peer lets the handshake come. */
    private interface Stage {
        void reach(Session session, HeldHandshake handshake) throws IOException;
    }

    private static void sayNothing(Session session, HeldHandshake handshake) {
        session.heard().take();
    }

    private static void sayTheFirstFlight(Session session, HeldHandshake handshake) throws IOException {
        handshake.deliver(handshake.nextAnswer());
    }

    private static void hearTheServerHello(Session session, HeldHandshake handshake) throws IOException {
        handshake.deliver(handshake.nextAnswer());
        handshake.goOn();
        session.heard().offer(session.far().receiveRecord().bytes());
    }

    /** A single alert in the middle is a mistake of the peer's; what the backend says to that is its own choice. */
    private static void assertNoOrderlyEnd(Setting setting, Stage stage, PeerMessage alert) throws Exception {
        try (Session session = setting.open()) {
            assertFailsAt(session, setting, stage, alert);
            assertClosedOnceAsReported(session);
        }
    }

    /** This is how RFC 8446 section 6.1 has it; even so, nothing was said that an application could rely on. */
    private static void assertCanceled(Setting setting, Stage stage, PeerMessage... alerts) throws Exception {
        try (Session session = setting.open()) {
            assertFailsAt(session, setting, stage, alerts);
            assertClosedOnceAsReported(session);
        }
    }

    private static void assertFailsAt(Session session, Setting setting, Stage stage, PeerMessage... alerts)
            throws Exception {
        HeldHandshake handshake = HeldHandshake.begin(setting, session);
        stage.reach(session, handshake);
        session.peer().send(alerts);
        SSLException failure = assertInstanceOf(SSLException.class, handshake.failure());
        assertFalse(failure instanceof TlsCloseException, () -> "neither cut nor refused: " + failure);
        assertEquals(Received.INVALID, session.subject().report().received(), session::toString);
        assertHasFailed(session, SSLException.class);
    }

    // The end of the transport

    @Settings
    void rule4_1_scenario86_theEndAfterAnyRecordOfTheHandshakeIsATruncation(Setting setting) throws Exception {
        int records = 0;
        while (isTruncatedAfter(records, 0, setting)) {
            records++;
        }
        assertTrue(records > 1, () -> "the handshake needed the peer's first and last record at least");
    }

    @Settings
    void rule4_1_scenario86_theEndInAnyRecordOfTheHandshakeIsATruncation(Setting setting) throws Exception {
        int records = 0;
        while (isTruncatedAfter(records, PART, setting)) {
            records++;
        }
        assertTrue(records > 1, () -> "the handshake needed the peer's first and last record at least");
    }

    /** Whether a handshake with so many records of the peer, and so many bytes of its next one, does not succeed. */
    private static boolean isTruncatedAfter(int records, int bytes, Setting setting) throws Exception {
        try (Session session = setting.open()) {
            BackgroundCall<?> handshake = BackgroundCall.run(session.subject()::handshake);
            speak(session, records, bytes, handshake);
            session.far().finish();
            Optional<IOException> failure = failure(handshake);
            if (failure.isPresent()) {
                assertInstanceOf(TruncationException.class, failure.get());
                assertTruncated(session, bytes);
            }
            return failure.isPresent();
        }
    }

    private static void speak(Session session, int records, int bytes, BackgroundCall<?> handshake) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "The handshake does not go on: " + session);
        int recordsLeft = records;
        int bytesLeft = bytes;
        while (recordsLeft + bytesLeft > 0 && !handshake.isDone()) {
            deadline.remaining();
            session.heard().offer(session.far().receive());
            for (TlsRecord each : Flight.of(session.heard().take()).records()) {
                if (recordsLeft > 0) {
                    session.far().send(each.bytes());
                    recordsLeft--;
                } else {
                    session.far().send(Arrays.copyOf(each.bytes(), bytesLeft));
                    bytesLeft = 0;
                }
            }
            session.far().awaitInput(MOMENT);
        }
    }

    private static Optional<IOException> failure(BackgroundCall<?> call) throws Exception {
        try {
            call.result();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static void assertTruncated(Session session, int bytes) throws IOException {
        CloseReport report = session.subject().report();
        assertEquals(
                bytes == 0 ? Received.CUT_AT_BOUNDARY : Received.CUT_INSIDE_RECORD,
                report.received(),
                report::toString);
        assertEquals(bytes, report.cutAfter(), report::toString);
        assertHasFailed(session, TruncationException.class);
        assertClosedOnceAsReported(session);
    }

    private static void assertHasFailed(Session session, Class<? extends IOException> failure) {
        TlsConnection connection = session.subject().connection();
        assertFalse(connection.isInputOpen());
        assertThrows(failure, connection::handshake);
        assertThrows(IOException.class, () -> connection.read(ByteBuffer.allocate(1)));
        assertThrows(IOException.class, () -> connection.write(ByteBuffer.allocate(1)));
        assertThrows(failure, () -> connection.bye(SHUT_RDWR));
        assertEquals(First.PEER, session.subject().report().first(), session::toString);
        assertNotOrderly(session.subject().report());
    }
}
