// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import tls.close.tck.harness.Callback;
import tls.close.tck.harness.EngineSession;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.NearEnd;

/** V: a framework ends its engine from where the engine's own handshake calls back to the application. */
public abstract class EngineCallbackScenarios {

    /** How a framework may treat its engine from in there. */
    private enum Way {
        CLOSE_OUTBOUND,
        CLOSE_INBOUND,
        CLOSE_BOTH,
        CLOSE_AND_WRAP;

        void end(EngineSession session) throws SSLException {
            switch (this) {
                case CLOSE_OUTBOUND -> session.engine().closeOutbound();
                case CLOSE_INBOUND -> closeInbound(session.engine());
                case CLOSE_BOTH -> {
                    session.engine().closeOutbound();
                    closeInbound(session.engine());
                }
                case CLOSE_AND_WRAP -> {
                    session.engine().closeOutbound();
                    Status unused = wrap(session);
                }
            }
        }

        private static void closeInbound(SSLEngine engine) {
            try {
                engine.closeInbound();
            } catch (SSLException e) {
                // As it should (rule E4).
            }
        }
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void ruleE7_scenario162_anEngineThatIsClosedInItsOwnTrustManager(Setting setting) throws Exception {
        for (Way way : Way.values()) {
            Callback callback = new Callback();
            assertEngineEnds(EngineSession.open(CallbackScenarios.withTrust(setting, callback)), callback, way);
        }
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void ruleE7_scenario162_anEngineThatIsClosedInItsOwnKeyManager(Setting setting) throws Exception {
        for (Way way : Way.values()) {
            Callback callback = new Callback();
            assertEngineEnds(EngineSession.open(CallbackScenarios.withKeys(setting, callback)), callback, way);
        }
    }

    /** As far as it goes. */
    private static void shakeHands(EngineSession session) {
        Deadline deadline = Deadline.orElse(() -> "the handshake goes round and round: " + session);
        try {
            while (isGoingOn(session)) {
                deadline.remaining();
            }
        } catch (SSLException e) {
            // It was closed meanwhile.
        }
    }

    private static boolean isGoingOn(EngineSession session) throws SSLException {
        return switch (session.engine().getHandshakeStatus()) {
            case NEED_TASK -> {
                session.step();
                yield true;
            }
            case NEED_WRAP -> wrap(session) != Status.CLOSED;
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN ->
                session.end().offer(session.peer().take());
            case NOT_HANDSHAKING, FINISHED -> false;
        };
    }

    private static Status wrap(EngineSession session) throws SSLException {
        ByteBuffer target = ByteBuffer.allocate(session.engine().getSession().getPacketBufferSize());
        Status status = session.engine().wrap(ByteBuffer.allocate(0), target).getStatus();
        session.peer().offer(Arrays.copyOf(target.array(), target.position()));
        return status;
    }

    /** It says what there is to be said, once, and is done then. */
    private static void assertEngineEnds(EngineSession session, Callback callback, Way way) throws Exception {
        callback.arm(() -> way.end(session));
        BackgroundCall.run(() -> {
                    SSLEngine engine = session.engine();
                    engine.beginHandshake();
                    shakeHands(session);
                    callback.assertDone();
                    engine.closeOutbound();
                    shakeHands(session);
                    assertTrue(engine.isOutboundDone(), () -> way + ": " + session);
                })
                .result();
        assertTrue(session.peer().alerts().size() <= 2, () -> way + ": " + session);
        assertTrue(session.peer().closeNotifies() <= 1, () -> way + ": " + session);
    }
}
