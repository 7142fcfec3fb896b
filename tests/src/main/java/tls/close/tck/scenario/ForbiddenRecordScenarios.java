// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.inOneRecord;
import static tls.close.tck.peer.Messages.record;
import static tls.close.tck.peer.Messages.split;
import static tls.close.tck.peer.Messages.unprotected;
import static tls.close.tck.peer.Messages.userCanceled;
import static tls.close.tck.peer.Messages.warning;

import javax.net.ssl.SSLException;
import tls.close.TruncationException;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.ContentType;

/** U: what is well protected, and forbidden all the same. The peer's close_notify comes right behind, and must not help. */
public abstract class ForbiddenRecordScenarios {
    private static final int FRAGMENT = 1 << 14;

    /** "The length MUST NOT exceed 2^14 bytes" (RFC 8446 section 5.1, RFC 5246 section 6.2.1). */
    @Settings
    void rule4_3_scenario161_aRecordOfMoreDataThanAllowedIsRefused(Setting setting) throws Exception {
        setting.require(Ability.REFUSE_FORBIDDEN_RECORDS);
        assertRefused(setting, record(ContentType.APPLICATION_DATA, new byte[FRAGMENT + 1]));
    }

    /** "A record with an Alert type MUST contain exactly one message" (RFC 8446 section 5.1). */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule4_3_scenario161_twoAlertsInOneRecordAreRefused(Setting setting) throws Exception {
        assertRefused(setting, inOneRecord(userCanceled(), closeNotify()));
    }

    /** "Alert messages MUST NOT be fragmented across records" (RFC 8446 section 5.1). */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule4_3_scenario161_anAlertInPiecesIsRefused(Setting setting) throws Exception {
        assertRefused(setting, split(closeNotify(), 1));
    }

    /** All but two "MUST be treated as error alerts", whatever their level (RFC 8446 section 6). */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule4_4_scenario161_anErrorAtLevelWarningIsAnError(Setting setting) throws Exception {
        setting.require(Ability.REFUSE_FORBIDDEN_RECORDS);
        assertRefused(setting, warning(AlertDescription.HANDSHAKE_FAILURE));
    }

    /** "After the peer's Finished message, it MUST be treated as an unexpected record type" (RFC 8446 section 5). */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule4_3_scenario161_anUnprotectedChangeCipherSpecIsRefused(Setting setting) throws Exception {
        setting.require(Ability.REFUSE_FORBIDDEN_RECORDS);
        assertRefused(setting, unprotected(record(ContentType.CHANGE_CIPHER_SPEC, (byte) 1)));
    }

    /** They are no end, and nothing is lost by them: what comes behind them counts. */
    @Settings(lacking = Ability.REFUSE_FORBIDDEN_RECORDS)
    void rule4_3_scenario161_whatIsNotRefusedIsNoEndAndLosesNothing(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("before"), record(ContentType.APPLICATION_DATA, new byte[FRAGMENT + 1]), data("after"));
            assertEquals("before", session.subject().readText(6));
            assertArrayEquals(new byte[FRAGMENT + 1], session.subject().readExactly(FRAGMENT + 1));
            assertEquals("after", session.subject().readText(5));
        }
        if (setting.version() == TlsVersion.TLS_1_3) {
            assertPassedOver(setting, warning(AlertDescription.HANDSHAKE_FAILURE));
        }
    }

    private static void assertPassedOver(Setting setting, PeerMessage forbidden) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("before"), forbidden, data("after"));
            session.far().finish();
            assertEquals("beforeafter", session.subject().readText(11));
            assertThrows(TruncationException.class, () -> session.subject().readToEnd());
            assertNotOrderly(session.subject().report());
        }
    }

    private static void assertRefused(Setting setting, PeerMessage forbidden) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("true"), forbidden, closeNotify());
            assertEquals("true", session.subject().readText(4));
            assertThrows(SSLException.class, () -> session.subject().readToEnd(), session::toString);
            assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR), session::toString);
            assertNotOrderly(session.subject().report());
        }
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(forbidden, closeNotify());
            assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR), session::toString);
            assertNotOrderly(session.subject().report());
        }
    }
}
