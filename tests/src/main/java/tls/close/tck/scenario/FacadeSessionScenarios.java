// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.data;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.HandshakeCompletedListener;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Callback;
import tls.close.tck.harness.CountingTrust;
import tls.close.tck.harness.FacadeSession;
import tls.close.tck.harness.FacadeSetting;
import tls.close.tck.harness.FacadeSettings;
import tls.close.tck.harness.JdkPeer;
import tls.close.tck.harness.Maker;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.LoopbackWire;
import tls.close.tck.wire.NearEnd;

/** The façade: a socket's session, who is told of it, and whether it is resumed. */
@Tag("facade")
public abstract class FacadeSessionScenarios {

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_whoAsksForTheSessionFirstShakesHands(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).open()) {
            assertNull(session.tls().getHandshakeSession());
            BackgroundCall<SSLSession> asked = session.start(session.tls()::getSession);
            session.peer().alternate(asked::isDone);
            SSLSession got = asked.result();
            assertTrue(got.isValid(), session::toString);
            assertEquals(setting.version().jdkName(), got.getProtocol());
            assertEquals(got.getCipherSuite(), session.tls().getSession().getCipherSuite());
            if (setting.role() == Role.CLIENT) {
                // PostgreSQL's driver casts the whole array, as the JDK's can be.
                X509Certificate[] shown = assertInstanceOf(X509Certificate[].class, got.getPeerCertificates());
                assertEquals(TestPki.ec().server().certificate(), shown[0]);
                assertEquals("localhost", got.getPeerHost());
            } else {
                X509Certificate[] shown = assertInstanceOf(X509Certificate[].class, got.getLocalCertificates());
                assertEquals(TestPki.ec().server().certificate(), shown[0]);
            }
            assertNull(session.tls().getHandshakeSession());
        }
    }

    @FacadeSettings
    void ruleS7_whereTheHandshakeFailsTheSessionIsNone(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting)
                .peer(usual -> usual.withIdentity(TestPki.ec().untrustedServer()))
                .open()) {
            BackgroundCall<SSLSession> asked = session.start(session.tls()::getSession);
            session.peer().alternate(asked::isDone);
            assertIsNone(asked.result());
            assertIsNone(session.tls().getSession());
        }
    }

    private static void assertIsNone(SSLSession session) {
        assertEquals("SSL_NULL_WITH_NULL_NULL", session.getCipherSuite());
        assertEquals("NONE", session.getProtocol());
        assertFalse(session.isValid());
        assertNotNull(session.getId());
    }

    /** The handshake is over before the listener is, so it has a thread of its own. */
    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_aListenerIsToldOfTheHandshakeInAThreadOfItsOwn(FacadeSetting setting) throws Exception {
        CountDownLatch mayReturn = new CountDownLatch(1);
        CompletableFuture<HandshakeCompletedEvent> told = new CompletableFuture<>();
        AtomicReference<Thread> teller = new AtomicReference<>(Thread.currentThread());
        CompletableFuture<HandshakeCompletedEvent> notTold = new CompletableFuture<>();
        HandshakeCompletedListener removed = notTold::complete;
        try (FacadeSession session = FacadeSession.of(setting).open()) {
            session.tls().addHandshakeCompletedListener(removed);
            session.tls().addHandshakeCompletedListener(event -> {
                teller.set(Thread.currentThread());
                awaitQuietly(mayReturn);
                told.complete(event);
            });
            session.tls().removeHandshakeCompletedListener(removed);
            BackgroundCall<?> handshake = BackgroundCall.run(session.tls()::startHandshake);
            session.peer().alternate(handshake::isDone);
            handshake.result();
            mayReturn.countDown();

            HandshakeCompletedEvent event = told.get(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertNotSame(handshake.thread(), teller.get());
            assertSame(session.tls(), event.getSource());
            assertSame(session.tls(), event.getSocket());
            SSLSession current = session.tls().getSession();
            assertEquals(current.getCipherSuite(), event.getCipherSuite());
            assertEquals(current.getProtocol(), event.getSession().getProtocol());
            if (setting.role() == Role.CLIENT) {
                assertEquals(TestPki.ec().server().certificate(), event.getPeerCertificates()[0]);
            } else {
                assertEquals(TestPki.ec().server().certificate(), event.getLocalCertificates()[0]);
            }
            assertFalse(notTold.isDone(), "it was removed");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(Deadline.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FacadeSettings
    void ruleS7_nobodyIsToldOfAHandshakeThatFailed(FacadeSetting setting) throws Exception {
        CompletableFuture<HandshakeCompletedEvent> told = new CompletableFuture<>();
        try (FacadeSession session = FacadeSession.of(setting)
                .socket(tls -> tls.addHandshakeCompletedListener(told::complete))
                .peer(usual -> usual.withIdentity(TestPki.ec().untrustedServer()))
                .open()) {
            assertThrows(Exception.class, session::handshake);
            assertFalse(told.isDone());
        }
    }

    /** The session is not there yet, and the socket no worse for the question. */
    @FacadeSettings(makers = Maker.FACADE)
    void rule8_4_scenario162_whatATrustManagerAsksTooEarlyDoesNoHarm(FacadeSetting setting) throws Exception {
        Callback callback = new Callback();
        SSLContext context = setting.context(callback.trust(TestPki.ec().trustManagers()));
        try (FacadeSession session = FacadeSession.of(setting).context(context).open()) {
            SSLSocket tls = session.tls();
            callback.arm(() -> {
                assertThrows(IOException.class, tls::startHandshake);
                assertThrows(IOException.class, () -> tls.getInputStream().read());
                assertThrows(IOException.class, () -> tls.getOutputStream().write(1));
                assertEquals("SSL_NULL_WITH_NULL_NULL", tls.getSession().getCipherSuite());
            });
            session.handshake();
            callback.assertDone();
            session.peer().send(data("data"));
            assertEquals("data", session.readText(4));
        }
    }

    @FacadeSettings(makers = Maker.FACADE)
    void ruleS7_aSessionIsResumedForTheSameNameOnly(FacadeSetting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        CountingTrust trust = new CountingTrust(TestPki.ec().trustManagers());
        SSLContext ours = setting.context(trust);
        SSLContext peers = JdkPeer.context(TestPki.ec().server().keyManagers(), trust);
        visit(setting, ours, peers, Session.HOST);
        visit(setting, ours, peers, Session.HOST);
        assertEquals(1, trust.servers(), "full handshakes");
        visit(setting, ours, peers, "localhost");
        assertEquals(2, trust.servers(), "full handshakes");
    }

    @FacadeSettings(roles = Role.SERVER)
    void ruleS7_aServerResumesWhatItsContextRemembers(FacadeSetting setting) throws Exception {
        setting.require(Ability.RESUMPTION);
        CountingTrust trust = new CountingTrust(TestPki.ec().trustManagers());
        SSLContext ours = setting.context(trust);
        SSLContext peers = JdkPeer.context(Session.NO_KEYS, trust);
        visit(setting, ours, peers, Session.HOST);
        visit(setting, ours, peers, Session.HOST);
        assertEquals(1, trust.servers(), "full handshakes");
    }

    /** Meets a peer that remembers sessions, and ends in order. */
    private static void visit(FacadeSetting setting, SSLContext ours, SSLContext peers, String host) throws Exception {
        try (LoopbackWire wire = LoopbackWire.open(NearEnd.SOCKET);
                SSLSocket tls = (SSLSocket) ours.getSocketFactory().createSocket(wire.socket(), host, 443, true)) {
            tls.setUseClientMode(setting.role() == Role.CLIENT);
            tls.setEnabledProtocols(new String[] {setting.version().jdkName()});
            SSLEngine engine = peers.createSSLEngine(host, 443);
            engine.setUseClientMode(setting.role() == Role.SERVER);
            JdkPeer peer = new JdkPeer(engine, wire.far());
            peer.handshake(tls::startHandshake);
            peer.write("data");
            assertEquals(4, tls.getInputStream().readNBytes(4).length);
            tls.getOutputStream().write(new byte[] {'y', 'e', 's'});
            peer.expectData("yes");
            BackgroundCall<?> close = BackgroundCall.run(tls::close);
            peer.expectCloseNotify();
            peer.closeOutput();
            close.result();
            assertTrue(tls.getSession().isValid());
        }
    }

    @FacadeSettings
    void ruleS7_theContextShowsItsSessionsAndItsParameters(FacadeSetting setting) {
        SSLContext context = setting.context();
        assertNotNull(context.getClientSessionContext());
        assertNotNull(context.getServerSessionContext());
        assertNull(context.getClientSessionContext().getSession(new byte[] {1, 2, 3}));
        for (var factory : new String[][] {
            context.getSocketFactory().getDefaultCipherSuites(),
            context.getServerSocketFactory().getDefaultCipherSuites(),
            context.getDefaultSSLParameters().getCipherSuites()
        }) {
            assertTrue(factory.length > 0);
            assertTrue(List.of(context.getSocketFactory().getSupportedCipherSuites())
                    .containsAll(List.of(factory)));
        }
        assertEquals(
                Set.of("TLSv1.2", "TLSv1.3"),
                Set.of(context.getDefaultSSLParameters().getProtocols()));
        assertTrue(List.of(context.getSupportedSSLParameters().getProtocols())
                .contains(setting.version().jdkName()));
    }
}
