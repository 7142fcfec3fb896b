// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.harness.Ends.assertClosedOnceAsReported;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.peer.Messages.closeNotify;

import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.Callback;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/** Connections that are ended together, one of which has not done its handshake. */
public abstract class ByeAllHandshakeScenarios {

    /** Its own goodbye follows when the thread has left the handshake; the other's is waited for in there. */
    @Settings
    void rule8_4_scenario162_inACallbackOfOnesOwn(Setting setting) throws Exception {
        Callback callback = new Callback();
        List<CloseOutcome> outcomes = new ArrayList<>();
        try (Session other = setting.connect();
                Session session = CallbackScenarios.withTrust(setting, callback).open()) {
            other.arrive(closeNotify());
            List<TlsConnection> both =
                    List.of(session.subject().connection(), other.subject().connection());
            callback.arm(() -> outcomes.addAll(TlsConnection.byeAll(both, SHUT_RDWR, CloseLimits.DEFAULT)));
            BackgroundCall<?> handshake = BackgroundCall.run(session.subject()::handshake);
            session.peer().alternate(handshake::isDone);
            try {
                handshake.result();
            } catch (ClosedChannelException | SSLException e) {
                // It was ended meanwhile.
            }
            callback.assertDone();
            assertTrue(outcomes.get(0).failure().isPresent(), outcomes::toString);
            assertTrue(outcomes.get(1).report().orderly(), outcomes::toString);
            assertFalse(session.subject().connection().isOutputOpen(), session::toString);
            assertNotOrderly(session.subject().report());
            assertClosedOnceAsReported(session);
        }
    }

    @Settings(roles = Role.CLIENT, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule9_2_inTheMiddleOfAHandshake(Setting setting) throws Exception {
        try (Session other = setting.connect();
                Session begun = setting.open()) {
            other.arrive(closeNotify());
            assertEquals(Progress.WANT_READ, begun.subject().connection().handshake());
            List<TlsConnection> both =
                    List.of(begun.subject().connection(), other.subject().connection());
            List<CloseOutcome> outcomes = TlsConnection.byeAll(both, SHUT_RDWR, CloseLimits.NONE);
            assertTrue(outcomes.get(0).failure().isEmpty(), outcomes::toString);
            assertNotOrderly(outcomes.get(0).report());
            assertTrue(outcomes.get(1).report().orderly(), outcomes::toString);
            assertClosedOnceAsReported(begun);
        }
    }
}
