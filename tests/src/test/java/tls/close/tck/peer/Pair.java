// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.ContentType;

/** A scripted peer and a JDK engine that have completed a handshake. */
record Pair(TlsVersion version, ScriptedPeer peer, JdkEnd jdk) {

    /** Both versions, the peer as client and as server. */
    static Stream<Arguments> all() {
        return Arrays.stream(TlsVersion.values()).flatMap(version -> of(version));
    }

    static Stream<Arguments> tls12() {
        return of(TlsVersion.TLS_1_2);
    }

    static Stream<Arguments> tls13() {
        return of(TlsVersion.TLS_1_3);
    }

    static Pair withPeerAsServer(TlsVersion version) {
        return shakeHands(version, ScriptedPeer.server(version), JdkEnd.client(TestPki.ec(), "server.test"));
    }

    static Pair withPeerAsClient(TlsVersion version) {
        return shakeHands(version, ScriptedPeer.client(version), JdkEnd.server(TestPki.ec()));
    }

    /** Brings two scripted peers together. */
    static void handshake(ScriptedPeer client, ScriptedPeer server) {
        for (byte[] said = client.take(); said.length > 0; said = client.take()) {
            server.offer(said);
            client.offer(server.take());
        }
    }

    /** Lets the JDK hear what the peer says. */
    void peerSays(PeerMessage... messages) throws Exception {
        jdk.hear(peer.say(messages));
    }

    /** The type that an encrypted record shows. */
    ContentType outerType(ContentType inner) {
        return switch (version) {
            case TLS_1_2 -> inner;
            case TLS_1_3 -> ContentType.APPLICATION_DATA;
        };
    }

    private static Stream<Arguments> of(TlsVersion version) {
        return Stream.of(
                Arguments.of(Named.of(version + ", peer is server", withPeerAsServer(version))),
                Arguments.of(Named.of(version + ", peer is client", withPeerAsClient(version))));
    }

    private static Pair shakeHands(TlsVersion version, ScriptedPeer peer, JdkEnd jdk) {
        try {
            jdk.handshakeWith(peer);
        } catch (Exception e) {
            throw new AssertionError(peer.toString(), e);
        }
        if (!peer.isHandshakeComplete()) {
            throw new AssertionError(peer.toString());
        }
        return new Pair(version, peer, jdk);
    }
}
