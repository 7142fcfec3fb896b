// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Two engines of one backend, in memory.
 *
 * @param subject the one in the role of the setting
 * @param peer the one in the other role
 */
public record EnginePair(EngineEnd subject, EngineEnd peer) {

    /** With the handshake done. */
    public static EnginePair connect(Setting setting) throws SSLException {
        Role other = setting.role() == Role.CLIENT ? Role.SERVER : Role.CLIENT;
        EnginePair pair = new EnginePair(
                end(setting), end(new Setting(setting.provider(), setting.version(), other, setting.nearEnd())));
        pair.subject.engine().beginHandshake();
        pair.peer.engine().beginHandshake();
        pair.exchange();
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.subject.engine().getHandshakeStatus());
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, pair.peer.engine().getHandshakeStatus());
        return pair;
    }

    private static EngineEnd end(Setting setting) {
        Session.Builder session = Session.of(setting);
        return new EngineEnd(session.context().newEngine(session.endpoint()));
    }

    /** Moves bytes both ways until neither end has anything to say or to hear. */
    void exchange() throws SSLException {
        boolean any = true;
        while (any) {
            byte[] there = subject.take();
            any = peer.offer(there);
            byte[] back = peer.take();
            any |= subject.offer(back);
        }
    }
}
