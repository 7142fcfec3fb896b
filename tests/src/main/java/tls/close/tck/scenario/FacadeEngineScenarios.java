// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Tag;
import tls.close.CloseLimits;
import tls.close.TlsEndpoint;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.CountingTrust;
import tls.close.tck.harness.EnginePair;
import tls.close.tck.harness.FacadeSetting;
import tls.close.tck.harness.FacadeSettings;
import tls.close.tck.harness.JdkPeer;
import tls.close.tck.harness.Maker;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.pki.TestPki;

/** The façade, rule S7: engines, which learn late which end they are, and may have no host. */
@Tag("facade")
public abstract class FacadeEngineScenarios {

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_anEngineIsTheEndThatItIsToldToBe(FacadeSetting setting) throws Exception {
        for (SSLEngine subject :
                List.of(setting.context().createSSLEngine(), setting.context().createSSLEngine(Session.HOST, 443))) {
            // Told twice: the last word counts.
            subject.setUseClientMode(setting.role() != Role.CLIENT);
            subject.setUseClientMode(setting.role() == Role.CLIENT);
            assertEquals(setting.role() == Role.CLIENT, subject.getUseClientMode());
            subject.setEnabledProtocols(new String[] {setting.version().jdkName()});
            EnginePair pair = EnginePair.connect(subject, jdks(setting));
            pair.peer().offer(pair.subject().write("to the JDK's"));
            assertEquals("to the JDK's", pair.peer().text());
            pair.subject().offer(pair.peer().write("from the JDK's"));
            assertEquals("from the JDK's", pair.subject().text());
            assertEquals(setting.version().jdkName(), subject.getSession().getProtocol());
            assertThrows(IllegalArgumentException.class, () -> subject.setUseClientMode(setting.role() != Role.CLIENT));
        }
    }

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_anEngineThatIsToldNothingDoesNotGuess(FacadeSetting setting) throws Exception {
        SSLEngine subject = setting.context().createSSLEngine(Session.HOST, 443);
        assertThrows(IllegalStateException.class, subject::beginHandshake);
        assertThrows(
                IllegalStateException.class, () -> subject.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(1 << 15)));
        assertThrows(
                IllegalStateException.class,
                () -> subject.unwrap(ByteBuffer.allocate(5), ByteBuffer.allocate(1 << 15)));
        assertEquals(Session.HOST, subject.getPeerHost());
        assertEquals(443, subject.getPeerPort());
    }

    /** Rules E1 to E3, once more. */
    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_itsClosingIsThatOfTheContract(FacadeSetting setting) throws Exception {
        SSLEngine subject = speaking(setting.context().createSSLEngine(Session.HOST, 443), setting);
        EnginePair pair = EnginePair.connect(subject, jdks(setting));
        assertThrows(SSLException.class, connected(setting)::closeInbound);
        subject.closeOutbound();
        byte[] alert = pair.subject().take();
        assertTrue(alert.length > 0);
        assertTrue(subject.isOutboundDone());
        assertFalse(subject.isInboundDone());
        pair.subject().offer(pair.peer().write("late"));
        assertEquals("late", pair.subject().text());
        pair.peer().offer(alert);
        assertTrue(pair.peer().engine().isInboundDone());
        pair.peer().engine().closeOutbound();
        pair.subject().offer(pair.peer().take());
        assertTrue(subject.isInboundDone());
        subject.closeInbound();
        assertEquals(0, pair.subject().take().length);
    }

    private static SSLEngine connected(FacadeSetting setting) throws SSLException {
        SSLEngine subject = speaking(setting.context().createSSLEngine(Session.HOST, 443), setting);
        EnginePair.connect(subject, jdks(setting));
        return subject;
    }

    @FacadeSettings(makers = Maker.FACADE)
    void ruleS6_anEngineChecksTheNameOfTheHostThatItKnows(FacadeSetting setting) throws Exception {
        SSLContext ours = setting.context();
        SSLContext wrong = JdkPeer.context(
                TestPki.ec().wrongNameServer().keyManagers(), TestPki.ec().trustManagers());
        SSLEngine plain = speaking(ours.createSSLEngine(Session.HOST, 443), setting);
        assertThrows(SSLException.class, () -> EnginePair.connect(plain, server(wrong)));

        SSLEngine fresh = speaking(ours.createSSLEngine(Session.HOST, 443), setting);
        SSLParameters alpn = new SSLParameters();
        alpn.setApplicationProtocols(new String[] {"first"});
        fresh.setSSLParameters(alpn);
        assertThrows(SSLException.class, () -> EnginePair.connect(fresh, server(wrong)));

        EnginePair.connect(speaking(ours.createSSLEngine(), setting), server(wrong));
        SSLContext unchecked = setting.context(TlsEndpoint::withoutHostNameCheck, CloseLimits.DEFAULT);
        EnginePair.connect(speaking(unchecked.createSSLEngine(Session.HOST, 443), setting), server(wrong));
    }

    @FacadeSettings(roles = Role.SERVER)
    void ruleS7_alpnBySelectorOfAnEngine(FacadeSetting setting) throws Exception {
        SSLEngine subject = speaking(setting.context().createSSLEngine(), setting);
        subject.setHandshakeApplicationProtocolSelector((asking, offered) -> {
            assertSame(subject, asking);
            return offered.get(1);
        });
        SSLEngine client = jdks(setting);
        SSLParameters alpn = client.getSSLParameters();
        alpn.setApplicationProtocols(new String[] {"first", "second"});
        client.setSSLParameters(alpn);
        EnginePair.connect(subject, client);
        assertEquals("second", subject.getApplicationProtocol());
        assertEquals("second", client.getApplicationProtocol());
    }

    @FacadeSettings(makers = Maker.FACADE)
    void ruleS7_anEngineResumesForTheSameNameOnly(FacadeSetting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        CountingTrust trust = new CountingTrust(TestPki.ec().trustManagers());
        SSLContext ours = setting.context(trust);
        SSLContext peers = JdkPeer.context(TestPki.ec().server().keyManagers(), trust);
        visit(speaking(ours.createSSLEngine(Session.HOST, 443), setting), server(peers));
        visit(speaking(ours.createSSLEngine(Session.HOST, 443), setting), server(peers));
        assertEquals(1, trust.servers(), "full handshakes");
        visit(speaking(ours.createSSLEngine("localhost", 443), setting), server(peers));
        assertEquals(2, trust.servers(), "full handshakes");
    }

    private static void visit(SSLEngine client, SSLEngine server) throws SSLException {
        EnginePair pair = EnginePair.connect(client, server);
        pair.subject().offer(pair.peer().write("data"));
        assertEquals("data", pair.subject().text());
        client.closeOutbound();
        pair.peer().offer(pair.subject().take());
        server.closeOutbound();
        pair.subject().offer(pair.peer().take());
    }

    /** The other end of an engine under test. */
    private static SSLEngine jdks(FacadeSetting setting) {
        SSLEngine other = setting.ofTheJdk().context().createSSLEngine(Session.HOST, 443);
        other.setUseClientMode(setting.role() == Role.SERVER);
        return other;
    }

    private static SSLEngine server(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return engine;
    }

    private static SSLEngine speaking(SSLEngine engine, FacadeSetting setting) {
        engine.setUseClientMode(setting.role() == Role.CLIENT);
        engine.setEnabledProtocols(new String[] {setting.version().jdkName()});
        return engine;
    }
}
