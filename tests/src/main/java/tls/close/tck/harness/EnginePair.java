// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * Two engines, in memory.
 *
 * @param subject the one in the role of the setting
 * @param peer the one in the other role
 */
public record EnginePair(EngineEnd subject, EngineEnd peer) {

    /** Of one backend, with the handshake done. */
    public static EnginePair connect(Setting setting) throws SSLException {
        Role other = setting.role() == Role.CLIENT ? Role.SERVER : Role.CLIENT;
        return connect(
                engine(setting), engine(new Setting(setting.provider(), setting.version(), other, setting.nearEnd())));
    }

    private static SSLEngine engine(Setting setting) {
        Session.Builder session = Session.of(setting);
        return session.context().newEngine(session.endpoint());
    }

    /** With the handshake done. */
    public static EnginePair connect(SSLEngine subject, SSLEngine peer) throws SSLException {
        EnginePair pair = new EnginePair(new EngineEnd(subject), new EngineEnd(peer));
        subject.beginHandshake();
        peer.beginHandshake();
        pair.exchange();
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, subject.getHandshakeStatus());
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, peer.getHandshakeStatus());
        return pair;
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
