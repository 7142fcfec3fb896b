// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.peer.Messages.closeNotify;

import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.MemorySocket;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.ModeChannel;
import tls.close.tck.wire.NearEnd;

/** How few calls an end takes: those of the transport are system calls. */
public abstract class CallScenarios {
    /** Of each end, with the tickets of a server. */
    private static final int FLIGHTS = 2;

    /** To what a wait needs, and back. */
    private static final int ONCE = 2;

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule5_2_anUnpaddedCloseNotifyIsOneRead(Setting setting) throws Exception {
        assertOneReadAndOneWrite(setting);
    }

    /** In TLS 1.2 the JDK's socket reads the header by itself, as another handshake may change the cipher. */
    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.SOCKET)
    void rule5_2_soItIsFromASocket(Setting setting) throws Exception {
        assertOneReadAndOneWrite(setting);
    }

    private static void assertOneReadAndOneWrite(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals(1, session.wire().readCalls(), session::toString);
            assertEquals(1, session.wire().writeCalls(), session::toString);
        }
    }

    @Settings(nearEnds = NearEnd.SOCKET)
    void rule7_5_aSocketsTimeoutIsSetOnceAndSetBack(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting);
        MemoryWire wire = MemoryWire.blocking();
        MemorySocket socket = new MemorySocket(wire);
        PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
        try (TlsConnection connection = options.context().open(socket, options.endpoint())) {
            peer.handshake(connection::handshake);
            wire.far().send(peer.peer().say(closeNotify()));
            int before = socket.timeoutChanges();
            assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
            assertEquals(ONCE, socket.timeoutChanges() - before, connection::toString);
        }
    }

    @Settings(nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule5_1_aChannelsModeIsChangedOnceAndChangedBack(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting);
        MemoryWire wire = MemoryWire.nonBlocking();
        ModeChannel channel = new ModeChannel(wire.near());
        PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
        channel.configureBlocking(false);
        try (TlsConnection connection = options.context().open(channel, options.endpoint())) {
            peer.alternate(() -> connection.handshake() == Progress.DONE);
            peer.pump();
            wire.far().send(peer.peer().say(closeNotify()));
            channel.configureBlocking(true);
            int before = channel.modeChanges();
            assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
            assertEquals(ONCE, channel.modeChanges() - before, connection::toString);
            assertTrue(channel.isBlocking());
        }
    }

    /** Without TCP_NODELAY a second small write waits for an acknowledgement. */
    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_2_aFlightOfTheHandshakeIsOneWrite(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting);
        MemoryWire wire = MemoryWire.nonBlocking();
        PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
        try (TlsConnection connection = options.context().open(wire.near(), options.endpoint())) {
            peer.alternate(() -> connection.handshake() == Progress.DONE);
            assertAFlightIsOneWrite(wire, connection);
        }
    }

    @Settings(nearEnds = NearEnd.SOCKET)
    void rule6_2_soItIsToASocket(Setting setting) throws Exception {
        Session.Builder options = Session.of(setting);
        MemoryWire wire = MemoryWire.blocking();
        PeerOnWire peer = new PeerOnWire(options.scriptedPeer(), wire.far());
        try (TlsConnection connection = options.context().open(new MemorySocket(wire), options.endpoint())) {
            peer.handshake(connection::handshake);
            assertAFlightIsOneWrite(wire, connection);
        }
    }

    private static void assertAFlightIsOneWrite(MemoryWire wire, TlsConnection connection) {
        assertTrue(wire.writeCalls() <= FLIGHTS, () -> wire.writeCalls() + " writes, " + connection);
    }
}
