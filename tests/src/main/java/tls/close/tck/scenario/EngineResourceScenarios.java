// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.fatal;

import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.EngineSession;
import tls.close.tck.harness.EngineSettings;
import tls.close.tck.harness.OpenFiles;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.wire.BackgroundCall.Action;
import tls.close.tck.wire.MemoryWire;

/** What an engine holds when it is over, E8: nothing that the system counts. All are kept reachable, so none is collected. */
@Tag("engine")
public abstract class EngineResourceScenarios {
    private static final int ENGINES = 10;

    private final List<Object> reachable = new ArrayList<>();

    @EngineSettings
    void ruleE8_nothingIsHeldAfterAnOrderlyEnd(Setting setting) throws Exception {
        assertNothingIsHeldBy(() -> {
            EngineSession session = kept(EngineSession.connect(setting));
            session.engine().closeOutbound();
            session.speak();
            session.hear(closeNotify());
            assertTrue(session.engine().isOutboundDone() && session.engine().isInboundDone());
        });
    }

    @EngineSettings
    void ruleE8_nothingIsHeldAfterAFatalAlert(Setting setting) throws Exception {
        assertNothingIsHeldBy(() -> {
            EngineSession session = kept(EngineSession.connect(setting));
            assertThrows(SSLException.class, () -> session.hear(fatal(AlertDescription.INTERNAL_ERROR)));
            session.speak();
            assertTrue(session.engine().isOutboundDone() && session.engine().isInboundDone());
        });
    }

    @EngineSettings
    void ruleE8_nothingIsHeldByAnEngineThatNeverStarted(Setting setting) throws Exception {
        assertNothingIsHeldBy(() -> {
            EngineSession session = kept(EngineSession.open(setting));
            session.engine().closeOutbound();
            session.speak();
            session.engine().closeInbound();
        });
    }

    @EngineSettings
    void ruleE8_nothingIsHeldAfterATruncation(Setting setting) throws Exception {
        assertNothingIsHeldBy(() -> {
            EngineSession session = kept(EngineSession.connect(setting));
            session.engine().closeOutbound();
            session.speak();
            assertThrows(SSLException.class, session.engine()::closeInbound);
        });
    }

    @EngineSettings
    void rule10_2_nothingIsHeldByAConnectionThatIsMerelyClosed(Setting setting) throws Exception {
        assertNothingIsHeldBy(() -> {
            Session.Builder session = Session.of(setting);
            MemoryWire wire = MemoryWire.nonBlocking();
            TlsConnection connection = kept(session.context().open(wire.near(), session.endpoint()));
            PeerOnWire peer = new PeerOnWire(session.scriptedPeer(), wire.far());
            peer.alternate(() -> connection.handshake() == Progress.DONE);
            connection.close();
            peer.expectCloseNotify();
        });
    }

    private void assertNothingIsHeldBy(Action one) throws Exception {
        try {
            OpenFiles.assertNoneAreLeftBy(ENGINES, one);
        } finally {
            reachable.clear();
        }
    }

    private <T> T kept(T value) {
        reachable.add(value);
        return value;
    }
}
