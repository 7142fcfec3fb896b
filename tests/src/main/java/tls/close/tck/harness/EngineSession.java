// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.ScriptedPeer;

/**
 * An engine under test and its scripted peer, in memory.
 *
 * @param end the engine under test
 * @param peer the other end
 */
public record EngineSession(EngineEnd end, ScriptedPeer peer) {

    /** With nothing said yet. */
    public static EngineSession open(Setting setting) {
        return open(Session.of(setting));
    }

    /** With nothing said yet. */
    public static EngineSession open(Session.Builder session) {
        SSLEngine engine =
                Objects.requireNonNull(session.context().newEngine(session.endpoint()), "newEngine has returned null");
        return new EngineSession(new EngineEnd(engine), session.scriptedPeer());
    }

    /** With the handshake done. */
    public static EngineSession connect(Setting setting) throws SSLException {
        EngineSession session = open(setting);
        session.engine().beginHandshake();
        session.exchange();
        assertTrue(session.peer.isHandshakeComplete(), session::toString);
        return session;
    }

    public SSLEngine engine() {
        return end.engine();
    }

    /** Moves bytes both ways until neither end has anything to say or to hear. */
    public void exchange() throws SSLException {
        boolean any = true;
        while (any) {
            byte[] toPeer = end.take();
            peer.offer(toPeer);
            byte[] toEngine = peer.take();
            any = end.offer(toEngine) || toPeer.length > 0;
        }
    }

    /** Goes one step on in the handshake: runs one task, makes one record or consumes one. */
    public void step() throws SSLException {
        switch (engine().getHandshakeStatus()) {
            case NEED_TASK -> end.runTask();
            case NEED_WRAP -> peer.offer(end.takeOne());
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> end.offerOne(peer.take());
            case NOT_HANDSHAKING, FINISHED -> {}
        }
    }

    /** The peer says something, and the engine hears it. */
    public void hear(PeerMessage... messages) throws IOException {
        end.offer(peer.say(messages));
    }

    /** The peer hears what the engine has to say. */
    public void speak() throws SSLException {
        peer.offer(end.take());
    }

    @Override
    public String toString() {
        return end + "; the peer: " + peer;
    }
}
