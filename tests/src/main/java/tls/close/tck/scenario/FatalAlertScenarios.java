// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.alert;
import static tls.close.tck.peer.Messages.damaged;
import static tls.close.tck.peer.Messages.data;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.function.Executable;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/** L: fatal alerts, the peer's and our own. */
public abstract class FatalAlertScenarios {
    /** Never in the registry; the last is one that a signed byte makes negative. */
    private static final int[] UNKNOWN = {1, 99, 200, 255};

    private static final int FATAL = 2;

    /** A blocking channel is left out of what is done for each of some forty alerts: it is driven like the other one. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule4_4_scenario96_readSaysWhichFatalAlertCame(Setting setting) {
        forEach(errors(), alert -> {
            try (Session session = setting.connect()) {
                session.arrive(alert(alert));
                assertFatal(alert, session, () -> session.subject().read(ByteBuffer.allocate(1)));
            }
        });
    }

    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule4_4_scenario96_byeSaysWhichFatalAlertCame(Setting setting) {
        forEach(errors(), alert -> {
            try (Session session = setting.connect()) {
                BackgroundCall<Progress> bye =
                        session.start(() -> session.subject().bye(SHUT_RDWR));
                session.peer().expectCloseNotify();
                session.peer().send(alert(alert));
                assertFatal(alert, session, bye::result);
            }
        });
    }

    @Settings
    void rule4_4_scenario102_anUnknownFatalAlertIsOneToo(Setting setting) {
        forEach(
                IntStream.of(UNKNOWN)
                        .mapToObj(number -> new Alert(FATAL, number))
                        .toList(),
                alert -> {
                    try (Session session = setting.connect()) {
                        session.arrive(alert(alert));
                        assertFatal(alert, session, () -> session.subject().bye(SHUT_RDWR));
                    }
                });
    }

    /**
     * A legitimate variation: RFC 8446 section 6 lets the level be ignored, and RFC 5246 section 7.2 has a fatal level
     * end the connection. What it must not be is anything else.
     */
    @Settings
    void rule4_4_scenario101_closeNotifyAtLevelFatalIsCloseNotifyOrFatal(Setting setting) throws Exception {
        Alert fatal = Alert.fatal(AlertDescription.CLOSE_NOTIFY);
        try (Session session = setting.connect()) {
            session.arrive(alert(fatal));
            try {
                assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
                assertTrue(session.subject().report().orderly(), session::toString);
            } catch (FatalAlertException e) {
                assertFatal(fatal, session, () -> session.subject().bye(SHUT_RDWR));
            }
        }
    }

    @Settings
    void rule4_4_scenario104_afterAFatalAlertNothingIsSent(Setting setting) throws Exception {
        Alert alert = Alert.fatal(AlertDescription.INTERNAL_ERROR);
        try (Session session = setting.connect()) {
            session.arrive(alert(alert));
            assertFatal(alert, session, () -> session.subject().read(ByteBuffer.allocate(1)));
            assertFatal(alert, session, () -> session.subject().bye(SHUT_WR));
            assertFatal(alert, session, () -> session.subject().bye(SHUT_RDWR));
            assertThrows(
                    ClosedChannelException.class,
                    () -> session.subject().connection().write(ByteBuffer.allocate(1)));
            session.subject().connection().close();
            assertEquals(Sent.FAILED, session.subject().report().sent(), session::toString);
            assertEquals(List.of(), session.heardToTheEnd().alerts());
        }
    }

    /** Which alert goes out is the backend's choice. Without a limit, a wait would be for ever. */
    @Settings
    void rule9_3_scenario105_afterOurOwnFatalAlertNothingIsSentAndNothingAwaited(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(damaged(data("forged")));
            SSLException verdict = assertThrows(
                    SSLException.class, () -> session.subject().read(ByteBuffer.allocate(1)), session::toString);
            assertFalse(verdict instanceof FatalAlertException, verdict::toString);
            assertInvalid(session, () -> session.subject().bye(SHUT_RDWR, CloseLimits.NONE));
            assertInvalid(session, () -> session.subject().bye(SHUT_WR, CloseLimits.NONE));
            session.subject().connection().close();
            List<Alert> alerts = session.heardToTheEnd().alerts();
            assertEquals(1, alerts.size(), session::toString);
            assertEquals(FATAL, alerts.get(0).level(), session::toString);
        }
    }

    @Settings
    void rule4_4_scenario96_byeWaitsForCloseNotifyAndGetsAFatalAlert(Setting setting) throws Exception {
        Alert alert = Alert.fatal(AlertDescription.CERTIFICATE_REVOKED);
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.peer().send(data("the last"), alert(alert));
            assertFatal(alert, session, bye::result);
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heardToTheEnd().alerts());
        }
    }

    private static List<Alert> errors() {
        return Arrays.stream(AlertDescription.values())
                .filter(each -> each != AlertDescription.CLOSE_NOTIFY)
                .map(Alert::fatal)
                .toList();
    }

    private static void forEach(List<Alert> alerts, Check check) {
        assertAll(alerts.stream().map(alert -> (Executable) () -> check.accept(alert)));
    }

    private static void assertFatal(Alert alert, Session session, Executable call) {
        FatalAlertException thrown =
                assertThrows(FatalAlertException.class, call, () -> alert + " over " + session.toString());
        assertEquals(alert.description(), thrown.alert(), thrown::toString);
        CloseReport report = session.subject().report();
        assertEquals(Received.FATAL_ALERT, report.received(), report::toString);
        assertEquals(OptionalInt.of(alert.description()), report.alert(), report::toString);
        assertFalse(report.orderly() || report.transportReusable(), report::toString);
    }

    private static void assertInvalid(Session session, Executable call) {
        SSLException thrown = assertThrows(SSLException.class, call, session::toString);
        assertFalse(thrown instanceof FatalAlertException, thrown::toString);
        CloseReport report = session.subject().report();
        assertEquals(Received.INVALID, report.received(), report::toString);
        assertEquals(Sent.FATAL_ALERT, report.sent(), report::toString);
    }

    @FunctionalInterface
    private interface Check {
        void accept(Alert alert) throws Exception;
    }
}
