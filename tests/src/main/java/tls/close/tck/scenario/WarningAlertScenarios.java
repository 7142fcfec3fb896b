// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.alert;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.record;
import static tls.close.tck.peer.Messages.userCanceled;
import static tls.close.tck.peer.Messages.warning;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.DiscardLimitException;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TruncationException;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerContent;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.ContentType;

/** L: alerts that do not end the connection, and those that are none. */
public abstract class WarningAlertScenarios {
    private static final int UNKNOWN = 200;
    private static final CloseLimits FIVE_RECORDS = CloseLimits.DEFAULT.withDiscardedRecords(5);

    /** In TLS 1.3 there are no such warnings: "MUST be treated as error alerts" (RFC 8446 section 6). */
    @Settings(versions = TlsVersion.TLS_1_2)
    void rule3_3_scenario97_warningsAreAbsorbedByRead(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(
                    data("be"),
                    warning(AlertDescription.UNRECOGNIZED_NAME),
                    data("fore"),
                    warning(AlertDescription.NO_RENEGOTIATION),
                    closeNotify());
            assertEquals("before", session.subject().readTextToEnd());
            assertOrderly(session);
            assertEquals(2, session.subject().report().controlRecords(), session::toString);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_2) // as above
    void rule3_3_scenario97_warningsAreAbsorbedByBye(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(
                    warning(AlertDescription.UNRECOGNIZED_NAME),
                    warning(AlertDescription.NO_RENEGOTIATION),
                    closeNotify());
            assertDoneAtOnce(session);
        }
    }

    /**
     * A legitimate variation: RFC 8446 section 6 has a receiver take this for an error whatever its level, and the JDK
     * takes it for what its level says. Either way the end is orderly only if close_notify came.
     */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule4_4_scenario97_anErrorAtLevelWarningIsAnErrorOrAbsorbed(Setting setting) throws Exception {
        assertAlertOrOrderly(setting, Alert.warning(AlertDescription.BAD_CERTIFICATE));
    }

    /**
     * "Unknown Alert types MUST be treated as error alerts" (RFC 8446 section 6). In TLS 1.2 a backend may also absorb
     * what it does not know, at this level.
     */
    @Settings
    void rule4_4_scenario102_anUnknownWarningIsAnErrorInTls13(Setting setting) throws Exception {
        Received received = assertAlertOrOrderly(setting, new Alert(1, UNKNOWN));
        assertTrue(
                setting.version() == TlsVersion.TLS_1_2 || received != Received.CLOSE_NOTIFY,
                () -> setting + ": " + received);
    }

    @Settings
    void rule3_3_scenario98_userCanceledBeforeCloseNotifyIsAbsorbedByRead(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("before"), userCanceled(), closeNotify());
            assertEquals("before", session.subject().readTextToEnd());
            assertOrderly(session);
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule3_3_scenario98_userCanceledBeforeCloseNotifyIsAbsorbedByBye(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(userCanceled(), closeNotify());
            assertDoneAtOnce(session);
            session.peer().expectCloseNotify();
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule4_1_scenario99_userCanceledIsNoEnd(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(userCanceled());
            session.far().finish();
            assertThrows(
                    TruncationException.class, () -> session.subject().read(ByteBuffer.allocate(1)), session::toString);
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR), session::toString);
            assertEquals(Received.CUT_AT_BOUNDARY, session.subject().report().received(), session::toString);
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heardToTheEnd().alerts());
        }
    }

    /** The sixth is refused also when close_notify follows it at once. */
    @Settings
    void rule7_6_scenario100_fiveWarningsAreFineAndTheSixthIsTooMuch(Setting setting) throws Exception {
        setting.require(Ability.ABSORB_MANY_WARNINGS);
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(userCanceledTimes(5));
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR, FIVE_RECORDS), session::toString);
            assertEquals(5, session.subject().report().discardedRecords(), session::toString);
        }
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(userCanceledTimes(6));
            session.arrive(closeNotify());
            DiscardLimitException thrown = assertThrows(
                    DiscardLimitException.class,
                    () -> session.subject().bye(SHUT_RDWR, FIVE_RECORDS),
                    session::toString);
            assertFalse(thrown.report().orderly() || thrown.report().transportReusable(), thrown::toString);
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR), "with wider limits it goes on");
        }
    }

    /** Four are still absorbed; the bound is the backend's own then, and as good as ours. */
    @Settings(lacking = Ability.ABSORB_MANY_WARNINGS)
    void rule7_6_scenario100_warningsThatAreNotAbsorbedAreNoOrderlyEnd(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(userCanceledTimes(4));
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR), session::toString);
            assertEquals(4, session.subject().report().discardedRecords(), session::toString);
        }
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(userCanceledTimes(6));
            session.arrive(closeNotify());
            assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR), session::toString);
            CloseReport report = session.subject().report();
            assertFalse(report.orderly() || report.transportReusable(), report::toString);
        }
    }

    /** Whether it is refused, or taken for the beginning of one, is the backend's choice (RFC 5246 section 6.2.1). */
    @Settings
    void rule4_3_scenario103_anAlertWithoutDescriptionIsNeverAnOrderlyEnd(Setting setting) throws Exception {
        assertNoEnd(setting, record(ContentType.ALERT, (byte) 1));
    }

    @Settings
    void rule4_3_scenario103_anEmptyAlertIsNeverAnOrderlyEnd(Setting setting) throws Exception {
        assertNoEnd(setting, record(ContentType.ALERT));
    }

    private static void assertNoEnd(Setting setting, PeerContent message) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(message);
            session.far().finish();
            SSLException first = assertThrows(
                    SSLException.class, () -> session.subject().read(ByteBuffer.allocate(1)), session::toString);
            assertFalse(first instanceof FatalAlertException, first::toString);
            assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR), session::toString);
            assertFalse(session.subject().report().orderly(), session::toString);
        }
    }

    /** The alert, and close_notify behind it, while {@code bye} waits; returns what the report says came. */
    private static Received assertAlertOrOrderly(Setting setting, Alert alert) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(alert(alert), closeNotify());
            try {
                assertDoneAtOnce(session);
            } catch (SSLException e) {
                assertFalse(session.subject().report().orderly(), session::toString);
                if (e instanceof FatalAlertException told) {
                    assertEquals(alert.description(), told.alert(), session::toString);
                }
            }
            return session.subject().report().received();
        }
    }

    /** All is here by now, so that nothing is left to wait for (rule 3.3). */
    private static void assertDoneAtOnce(Session session) throws IOException {
        assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_RDWR), session::toString);
        assertOrderly(session);
    }

    private static void assertOrderly(Session session) {
        CloseReport report = session.subject().report();
        assertTrue(report.orderly(), report::toString);
        assertEquals(0, report.discardedBytes(), report::toString);
    }

    private static PeerMessage[] userCanceledTimes(int count) {
        return Collections.nCopies(count, userCanceled()).toArray(PeerMessage[]::new);
    }
}
