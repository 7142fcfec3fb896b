// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;

import java.util.List;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.EngineSession;
import tls.close.tck.harness.EngineSettings;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.NearEnd;

/** The engine contract in mid-handshake, E7. */
@Tag("engine")
public abstract class EngineHandshakeScenarios {
    private static final List<Alert> CANCELED = List.of(Alert.USER_CANCELED, Alert.CLOSE_NOTIFY);

    @EngineSettings
    void ruleE7_scenario79_beforeTheHandshakeNothingIsSaid(Setting setting) throws Exception {
        EngineSession session = EngineSession.open(setting);
        session.engine().closeOutbound();
        assertEquals(0, session.end().take().length);
        assertTrue(session.engine().isOutboundDone(), "isOutboundDone() is false");
    }

    /** An engine that was told to begin may or may not have a first flight by then: nothing is fine, half is not. */
    @EngineSettings
    void ruleE7_scenario79_beforeTheFirstFlightNothingIsSaidOrAllOfIt(Setting setting) throws Exception {
        EngineSession session = afterSteps(0, setting);
        session.engine().closeOutbound();
        byte[] said = session.end().take();
        session.peer().offer(said);
        assertEquals(said.length == 0 ? List.of() : CANCELED, session.peer().alerts());
        assertTrue(session.engine().isOutboundDone(), "isOutboundDone() is false");
        assertFalse(session.peer().isHandshakeComplete());
    }

    /** Scenarios 80 to 83 are among the steps: after the ClientHello, after a server's flight, with tasks pending. */
    @EngineSettings
    void ruleE7_scenario80_afterEachStepOfTheHandshakeUserCanceledAndCloseNotify(Setting setting) throws Exception {
        setting.require(Ability.CANCEL_ENCRYPTED_HANDSHAKE);
        int steps = 1;
        while (isHandshaking(afterSteps(steps, setting))) {
            EngineSession session = afterSteps(steps, setting);
            String where = "canceled after " + steps + " steps, " + session;
            session.engine().closeOutbound();
            session.speak();
            assertTrue(session.engine().isOutboundDone(), where);
            // When all is done but to send the last flight, the handshake is over for the engine (rule 2.1).
            assertEquals(
                    needsNothingFromPeer(steps, setting) ? List.of(Alert.CLOSE_NOTIFY) : CANCELED,
                    session.peer().alerts(),
                    where);
            steps++;
        }
        assertTrue(steps > 3, "only " + steps + " steps");
    }

    /** In clear at least, which is so after the first step; behind that all of it or nothing. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL, lacking = Ability.CANCEL_ENCRYPTED_HANDSHAKE)
    void ruleE7_scenario80_aHandshakeThatCannotBeCanceledEncryptedIsCanceledInClear(Setting setting) throws Exception {
        int steps = 1;
        while (isHandshaking(afterSteps(steps, setting))) {
            EngineSession session = afterSteps(steps, setting);
            String where = "canceled after " + steps + " steps, " + session;
            session.engine().closeOutbound();
            session.speak();
            assertTrue(session.engine().isOutboundDone(), where);
            List<Alert> alerts = session.peer().alerts();
            boolean mayBeSilent = steps > 1 && alerts.isEmpty();
            assertTrue(
                    mayBeSilent
                            || alerts.equals(
                                    needsNothingFromPeer(steps, setting) ? List.of(Alert.CLOSE_NOTIFY) : CANCELED),
                    where);
            steps++;
        }
        assertTrue(steps > 3, "only " + steps + " steps");
    }

    /** Whatever the peer has sent meanwhile, the alerts are said once. */
    @EngineSettings
    void ruleE7_scenario85_aCloseNotifyThatCrossesChangesNothing(Setting setting) throws Exception {
        if (setting.version() == TlsVersion.TLS_1_3 && setting.role() == Role.SERVER) {
            setting.require(Ability.CANCEL_ENCRYPTED_HANDSHAKE); // Its flight has gone out by then.
        }
        EngineSession session = afterSteps(2, setting);
        byte[] closeNotify = session.peer().say(closeNotify());
        session.engine().closeOutbound();
        session.speak();
        try {
            session.end().offer(closeNotify);
        } catch (SSLException e) {
            // Also right: a close_notify has no place there.
        }
        session.speak();
        assertEquals(CANCELED, session.peer().alerts(), session::toString);
    }

    private static EngineSession afterSteps(int steps, Setting setting) throws SSLException {
        EngineSession session = EngineSession.open(setting);
        session.engine().beginHandshake();
        for (int i = 0; i < steps; i++) {
            session.step();
        }
        return session;
    }

    private static boolean needsNothingFromPeer(int steps, Setting setting) throws SSLException {
        EngineSession session = afterSteps(steps, setting);
        session.speak();
        return !isHandshaking(session);
    }

    private static boolean isHandshaking(EngineSession session) {
        return session.engine().getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }
}
