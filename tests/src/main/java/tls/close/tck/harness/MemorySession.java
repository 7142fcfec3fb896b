// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Optional;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.wire.MemorySocket;
import tls.close.tck.wire.MemoryWire;
import tls.close.tck.wire.NearEnd;

/**
 * A connection under test over a {@link MemoryWire}, where faults come exactly when a test wants them, and the scripted
 * peer at the far end. Nothing waits here: what the code under test is to meet has to be on the wire before.
 */
public final class MemorySession implements AutoCloseable {
    private final Setting setting;
    private final MemoryWire wire;
    private final Subject subject;
    private final PeerOnWire peer;

    private MemorySession(Setting setting, MemoryWire wire, Subject subject, PeerOnWire peer) {
        this.setting = setting;
        this.wire = wire;
        this.subject = subject;
        this.peer = peer;
    }

    /** With the handshake done and nothing on the wire. */
    public static MemorySession connect(Session.Builder options) throws Exception {
        Setting setting = options.setting();
        MemoryWire wire =
                setting.nearEnd() == NearEnd.NON_BLOCKING_CHANNEL ? MemoryWire.nonBlocking() : MemoryWire.blocking();
        TlsConnection connection = setting.nearEnd() == NearEnd.SOCKET
                ? options.context().open(new MemorySocket(wire), options.endpoint())
                : options.context().open(wire.near(), options.endpoint());
        MemorySession session = new MemorySession(
                setting,
                wire,
                new Subject(connection, Optional.empty()),
                new PeerOnWire(options.scriptedPeer(), wire.far()));
        session.handshake();
        return session;
    }

    public static MemorySession connect(Setting setting) throws Exception {
        return connect(Session.of(setting));
    }

    private void handshake() throws Exception {
        if (setting.nearEnd() == NearEnd.NON_BLOCKING_CHANNEL) {
            peer.alternate(() -> subject.connection().handshake() == Progress.DONE);
        } else {
            peer.handshake(subject::handshake);
        }
        peer.pump();
        assertEquals(0, wire.unread().length, "bytes that the handshake left on the wire");
        wire.clearObservations();
    }

    /** Says something, all of which the near end can read then. Returns its length. */
    public int say(PeerMessage... messages) throws IOException {
        byte[] bytes = peer.peer().say(messages);
        wire.far().send(bytes);
        return bytes.length;
    }

    public Subject subject() {
        return subject;
    }

    /** What the peer heard, all that was written until now. */
    public ScriptedPeer heard() throws IOException {
        peer.pump();
        return peer.peer();
    }

    public MemoryWire wire() {
        return wire;
    }

    @Override
    public void close() {
        subject.connection().close();
    }

    @Override
    public String toString() {
        return setting + " in memory: " + subject + "; the peer: " + peer.peer();
    }
}
