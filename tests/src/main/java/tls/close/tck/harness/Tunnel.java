// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tls.close.TlsConnection;
import tls.close.tck.peer.PeerOnWire;

/** A connection under test inside another one, and a scripted peer for each of them. */
public final class Tunnel implements AutoCloseable {
    private final Session outer;
    private final Subject inner;
    private final PeerOnWire innerPeer;
    private final TunnelEnd innerFar;

    private Tunnel(Session outer, Subject inner, PeerOnWire innerPeer, TunnelEnd innerFar) {
        this.outer = outer;
        this.inner = inner;
        this.innerPeer = innerPeer;
        this.innerFar = innerFar;
    }

    /** Both connections have their handshakes done, and the inner one has carried data. */
    public static Tunnel connect(Setting setting) throws Exception {
        return connect(setting, setting.connect());
    }

    /** Inside a connection whose handshake is done. */
    public static Tunnel connect(Setting setting, Session outer) throws Exception {
        Session.Builder like = Session.of(setting);
        TlsConnection connection = like.context().open(outer.subject().connection(), like.endpoint());
        TunnelEnd far = new TunnelEnd(outer.peer());
        Tunnel tunnel = new Tunnel(
                outer, like.subject(connection, outer.wire()), new PeerOnWire(like.scriptedPeer(), far), far);
        try {
            tunnel.handshake();
        } catch (Exception | AssertionError e) {
            try (tunnel) {
                throw e;
            }
        }
        return tunnel;
    }

    private void handshake() throws Exception {
        innerPeer.handshake(inner::handshake);
        innerPeer.send(data("question"));
        assertEquals("question", inner.readText(8));
        inner.write("answer");
        innerPeer.expectData("answer");
    }

    public Session outer() {
        return outer;
    }

    public Subject inner() {
        return inner;
    }

    public PeerOnWire innerPeer() {
        return innerPeer;
    }

    /** What is no inner record any more. */
    public void expectOuterData(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertEquals(text, new String(innerFar.receiveExactly(bytes.length), StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        try (outer) {
            inner.connection().close();
        }
    }

    @Override
    public String toString() {
        return "inside: " + inner + "; the peer: " + innerPeer.peer() + "; outside: " + outer;
    }
}
