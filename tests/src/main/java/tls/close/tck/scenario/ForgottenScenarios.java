// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_WR;

import org.junit.jupiter.api.Tag;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.CountingTrust;
import tls.close.tck.harness.Garbage;
import tls.close.tck.harness.OpenFiles;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.Subject;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/**
 * Q: connections that were neither closed nor kept. What a trust manager is reached by, a finalizer of the backend's is
 * too: when it is gone, that has run.
 */
@Tag("afterwards")
public abstract class ForgottenScenarios {
    private static final int CONNECTIONS = 20;

    @Settings
    void rule5_1_scenario131_nothingIsWrittenForAForgottenConnection(Setting setting) throws Exception {
        assertSilent(setting, subject -> subject.write("last words"));
    }

    @Settings
    void rule5_1_scenario131_nothingIsWrittenForAForgottenConnectionThatSaidGoodbye(Setting setting) throws Exception {
        assertSilent(setting, subject -> subject.bye(SHUT_WR));
    }

    private static void assertSilent(Setting setting, Use use) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(setting.nearEnd())) {
            PeerOnWire peer = new PeerOnWire(Session.of(setting).scriptedPeer(), wire.far());
            Garbage forgotten = connectAndForget(setting, wire, peer, use);
            peer.pump();
            int records = peer.peer().records().size();
            forgotten.awaitCollection();
            assertTrue(
                    setting.nearEnd() == NearEnd.SOCKET
                            ? !wire.socket().isClosed()
                            : wire.channel().isOpen(),
                    "the transport is the caller's");
            if (setting.nearEnd() == NearEnd.SOCKET) {
                wire.socket().shutdownOutput();
            } else {
                wire.channel().shutdownOutput();
            }
            peer.peer().offer(wire.far().receiveToEnd());
            assertEquals(records, peer.peer().records().size(), peer.peer()::toString);
            assertEquals(0, peer.peer().surplus().length, peer.peer()::toString);
            assertFalse(peer.peer().failure().isPresent(), peer.peer()::toString);
        }
    }

    /** In a frame of its own, from which nothing is reached when it has returned. */
    private static Garbage connectAndForget(Setting setting, LoopbackWire wire, PeerOnWire peer, Use use)
            throws Exception {
        CountingTrust trust = new CountingTrust(TestPki.ec().trustManagers());
        Session.Builder options = Session.of(setting).trust(trust);
        Subject subject = options.subject(options.context(), wire);
        peer.handshake(subject::handshake);
        use.of(subject);
        return new Garbage(trust);
    }

    /** In memory, where nothing else has a descriptor. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule10_2_scenario131_descriptorsComeBack(Setting setting) throws Exception {
        OpenFiles.assertAllComeBack(CONNECTIONS, () -> forget(setting));
    }

    private static void forget(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting);
        MemoryWire wire = MemoryWire.nonBlocking();
        TlsConnection connection = options.context().open(wire.near(), options.endpoint());
        new PeerOnWire(options.scriptedPeer(), wire.far()).alternate(() -> connection.handshake() == Progress.DONE);
    }

    @FunctionalInterface
    private interface Use {
        void of(Subject subject) throws Exception;
    }
}
