// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.harness.Faults.assertFails;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.keyUpdateRequest;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.function.Executable;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.FatalAlertException;
import tls.close.TlsConnection;
import tls.close.tck.harness.JdkPeer;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Refusal;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.NearEnd;

/** U: the peer's fatal alert lies in the input when our own write fails. It says why, and the broken pipe does not. */
public abstract class PeersVerdictScenarios {
    private static final AlertDescription VERDICT = AlertDescription.CERTIFICATE_REVOKED;

    private final IOException brokenPipe = new SocketException("Broken pipe");

    // In memory

    @Settings
    void rule4_7_scenario155_afterAFailedWriteReadTellsTheAlert(Setting setting) throws Exception {
        forEachFailure(setting, session -> {
            assertWriteFails(session);
            assertTold(() -> session.subject().read(ByteBuffer.allocate(1)));
            assertTold(() -> session.subject().read(ByteBuffer.allocate(1)));
            assertTold(() -> session.subject().bye(SHUT_RDWR));
        });
    }

    @Settings
    void rule4_7_scenario155_afterAFailedWriteByeTellsTheAlert(Setting setting) throws Exception {
        forEachFailure(setting, session -> {
            assertWriteFails(session);
            assertTold(() -> session.subject().bye(SHUT_RDWR));
            assertTold(() -> session.subject().bye(SHUT_RDWR));
            FatalAlertException told = assertThrows(
                    FatalAlertException.class, () -> session.subject().bye(SHUT_RDWR));
            assertArrayEquals(new Throwable[] {brokenPipe}, told.getSuppressed(), "however often it is told");
        });
    }

    @Settings
    void rule4_7_scenario155_byeTellsTheAlertWhereverItsOwnCloseNotifyFails(Setting setting) throws Exception {
        forEachFailure(setting, session -> assertTold(() -> session.subject().bye(SHUT_RDWR)));
    }

    /** Half of the goodbye does not read; what comes after it does. */
    @Settings
    void rule4_7_scenario155_afterAFailedShutWrReadTellsTheAlert(Setting setting) throws Exception {
        forEachFailure(setting, session -> {
            assertFails(brokenPipe, () -> session.subject().bye(SHUT_WR));
            assertTold(() -> session.subject().read(ByteBuffer.allocate(1)));
        });
    }

    /** Data that came before it is not lost for it. */
    @Settings
    void rule4_7_scenario155_whatCameBeforeTheAlertIsReadFirst(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(data("why: "), fatal(VERDICT));
            session.wire().failWrites(brokenPipe);
            assertWriteFails(session);
            assertEquals("why: ", session.subject().readText(5));
            assertTold(() -> session.subject().read(ByteBuffer.allocate(1)));
            assertReported(session);
        }
    }

    /** Nor is what came for an answer to it that nobody will hear. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule4_7_scenario155_anAnswerThatFailsHidesNothing(Setting setting) throws Exception {
        for (int written : new int[] {0, 1, 5, 6}) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.say(keyUpdateRequest(), data("why"), keyUpdateRequest(), data(": "), fatal(VERDICT));
                session.wire().failWritesAfter(written, brokenPipe);
                assertEquals("why", session.subject().readText(3));
                assertEquals(": ", session.subject().readText(2));
                assertTold(() -> session.subject().read(ByteBuffer.allocate(1)));
                assertReported(session);
                assertTrue(session.wire().written().length <= written, session::toString);
            }
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule4_7_scenario155_norDoesOneThatHasWaitedForTheTransport(Setting setting) throws Exception {
        for (int written : new int[] {0, 1, 5, 6}) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.wire().acceptOnly(0);
                session.say(keyUpdateRequest(), data("why"), fatal(VERDICT));
                ByteBuffer reason = ByteBuffer.allocate(3);
                int early = session.subject().connection().read(reason); // Who answers with the next write reads on.
                session.wire().failWritesAfter(written, brokenPipe);
                assertEquals(3, early + session.subject().connection().read(reason));
                assertEquals("why", new String(reason.array(), StandardCharsets.US_ASCII));
                assertTold(() -> session.subject().read(ByteBuffer.allocate(1)));
                assertReported(session);
            }
        }
    }

    /** Only where it can be asked whether reading would wait does {@code close()} look (rule 2.5). */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule4_7_scenario155_closeFindsTheAlert(Setting setting) throws Exception {
        forEachFailure(setting, MemorySessionAction.NONE);
        forEachFailure(setting, this::assertWriteFails);
    }

    private interface MemorySessionAction {
        MemorySessionAction NONE = session -> {};

        void on(MemorySession session) throws Exception;
    }

    private void forEachFailure(Setting setting, MemorySessionAction action) throws Exception {
        for (int written : new int[] {0, 1, 5, 6}) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.say(fatal(VERDICT));
                session.wire().failWritesAfter(written, brokenPipe);
                action.on(session);
                assertReported(session);
                assertTrue(session.wire().written().length <= written, session::toString);
            }
        }
    }

    /** Where it can be asked whether reading would wait, the writer is told why. */
    private void assertWriteFails(MemorySession session) {
        IOException thrown =
                assertThrows(IOException.class, () -> session.subject().write("data that nobody wants"));
        if (thrown instanceof FatalAlertException told) {
            assertEquals(VERDICT.code(), told.alert());
            assertEquals(List.of(brokenPipe), List.of(told.getSuppressed()));
        } else {
            assertSame(brokenPipe, thrown);
        }
        assertFalse(session.subject().connection().isOutputOpen());
    }

    private static void assertReported(MemorySession session) {
        session.subject().connection().close();
        assertReported(session.subject().report(), OptionalInt.of(VERDICT.code()));
    }

    private static void assertTold(Executable call) {
        FatalAlertException told = assertThrows(FatalAlertException.class, call);
        assertEquals(VERDICT.code(), told.alert());
        assertEquals(OptionalInt.of(VERDICT.code()), told.report().alert());
    }

    // Over TCP

    /** In TLS 1.3 the client's handshake is over before the server has looked at the certificate. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule4_7_scenario155_aClientWhoseCertificateIsRefusedReadsWhy(Setting setting) throws Exception {
        refuse(setting, subject -> assertThrows(FatalAlertException.class, () -> subject.read(ByteBuffer.allocate(1))));
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule4_7_scenario155_aClientWhoseCertificateIsRefusedIsToldByBye(Setting setting) throws Exception {
        refuse(setting, subject -> assertThrows(FatalAlertException.class, () -> subject.bye(SHUT_RDWR)));
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule4_7_scenario155_aClientWhoseCertificateIsRefusedFindsItInTheReport(Setting setting) throws Exception {
        refuse(setting, subject -> {});
    }

    /** The end under test may be sure that nobody will hear its answer, and need not wait to say it. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule4_7_scenario155_aWriterIsToldWhatLiesBehindAnUnheardAnswer(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(keyUpdateRequest(), keyUpdateRequest(), fatal(VERDICT));
            session.finish();
            assertTold(() -> session.subject().write("data that nobody wants"));
            session.subject().connection().close();
            assertReported(session.subject().report(), OptionalInt.of(VERDICT.code()));
        }
    }

    private interface ConnectionAction {
        void on(TlsConnection connection) throws Exception;
    }

    private static void refuse(Setting setting, ConnectionAction action) throws Exception {
        Session.Builder options = Session.of(setting).identity(TestPki.ec().client());
        try (Session session = options.open()) {
            JdkPeer server = new JdkPeer(refusingServer(setting), session.far());
            BackgroundCall<?> handshake = BackgroundCall.run(session.subject()::handshake);
            server.refuse();
            handshake.result();
            session.wire().awaitUnread(1);
            session.far().reset(); // What has arrived before it can still be read.

            assertWriteFails(session);
            TlsConnection connection = session.subject().connection();
            action.on(connection);
            connection.close();
            CloseReport report = connection.report();
            assertReported(report, report.alert());
            assertTrue(
                    Refusal.OF_A_CERTIFICATE.stream()
                            .anyMatch(each -> each.code() == report.alert().orElseThrow()),
                    report::toString);
        }
    }

    private static SSLEngine refusingServer(Setting setting) throws Exception {
        KeyManager[] keys = TestPki.ec().server().keyManagers();
        SSLEngine engine = JdkPeer.context(keys, TestPki.rsa().trustManagers()).createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {setting.version().jdkName()});
        engine.setNeedClientAuth(true);
        engine.beginHandshake();
        return engine;
    }

    /** The system says so at once or at the second try. */
    private static void assertWriteFails(Session session) {
        Deadline deadline = Deadline.orElse(() -> "a transport that was reset goes on to take data: " + session);
        FatalAlertException thrown = assertThrows(FatalAlertException.class, () -> {
            while (true) {
                deadline.remaining();
                session.subject().connection().write(ByteBuffer.wrap(new byte[] {1}));
            }
        });
        assertEquals(1, thrown.getSuppressed().length, "the transport's own failure");
    }

    private static void assertReported(CloseReport report, OptionalInt alert) {
        assertEquals(Received.FATAL_ALERT, report.received(), report::toString);
        assertEquals(alert, report.alert(), report::toString);
        assertEquals(Sent.FAILED, report.sent(), report::toString);
        assertNotOrderly(report);
    }
}
