// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static tls.close.CloseRequest.SHUT_RDWR;

import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import tls.close.Progress;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.tck.pki.Identity;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.LoopbackWire;

/**
 * A context under test and one of the JDK's, whose connections meet again and again: each time they resume a session, or
 * shake hands in full.
 */
public final class Visits {

    /** How two have met; the client asks its trust manager about the server unless a session is resumed. */
    public enum Handshake {
        FULL,
        RESUMED
    }

    /**
     * A connection that was, and ended in order.
     *
     * @param session the subject's
     */
    public record Visit(Handshake handshake, SSLSession session) {}

    private final Setting setting;
    private final CountingTrust trust = new CountingTrust(TestPki.ec().trustManagers());
    private final TlsContext subjects;
    private final SSLContext peers;

    /** Whoever is the server shows the first; whoever is the client has the second to show, or nothing. */
    public Visits(Setting setting, Identity server, Optional<Identity> client) throws Exception {
        this.setting = setting;
        KeyManager[] servers = server.keyManagers();
        KeyManager[] clients = client.map(Identity::keyManagers).orElse(Session.NO_KEYS);
        boolean isClient = setting.role() == Role.CLIENT;
        this.subjects = setting.provider().newContext(isClient ? clients : servers, new TrustManager[] {trust});
        this.peers = JdkPeer.context(isClient ? servers : clients, trust);
    }

    /** Meets once more, and ends in order; the subject's end is changed for this time. */
    public Visit visit(UnaryOperator<TlsEndpoint> change) throws Exception {
        int before = trust.servers();
        try (LoopbackWire wire = LoopbackWire.open(setting.nearEnd())) {
            Subject subject = Session.of(setting).endpoint(change).subject(subjects, wire);
            SSLEngine engine = peers.createSSLEngine(Session.HOST, 443);
            engine.setUseClientMode(setting.role() == Role.SERVER);
            JdkPeer peer = new JdkPeer(engine, wire.far());
            peer.handshake(subject::handshake);
            // Tickets come before the server's data, so afterwards a client has them.
            peer.write("data");
            subject.readText(4);
            subject.write("answer");
            peer.expectData("answer");
            BackgroundCall<Progress> bye = BackgroundCall.call(() -> subject.bye(SHUT_RDWR));
            peer.expectCloseNotify();
            peer.closeOutput();
            bye.result();
            SSLSession session = subject.connection().sslSession();
            subject.connection().close();
            return new Visit(trust.servers() == before ? Handshake.RESUMED : Handshake.FULL, session);
        }
    }

    @Override
    public String toString() {
        return "visits, " + setting;
    }
}
