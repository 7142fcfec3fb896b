// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** Engines of ours that talk to each other (rule S7). */
class SslContextEngineTest {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final AtomicReference<CheckedTrust.Check> check = new AtomicReference<>(() -> {});
    private final SSLContext clients = new JdkContext(CheckedTrust.in(JdkKeys.trust(), check)).sslContext();
    private final SSLContext servers = new JdkContext(JdkKeys.trust()).sslContext();
    private final SSLEngine client = clients.createSSLEngine("server.test", 443);
    private final SSLEngine server = servers.createSSLEngine();
    private final ByteBuffer toServer = ByteBuffer.allocate(40_000).flip();
    private final ByteBuffer toClient = ByteBuffer.allocate(40_000).flip();

    SslContextEngineTest() {
        client.setUseClientMode(true);
        server.setUseClientMode(false);
    }

    private void shakeHands() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        boolean moved = true;
        while (moved) {
            boolean clientMoved = step(client, toClient, toServer);
            moved = step(server, toServer, toClient) || clientMoved;
        }
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, client.getHandshakeStatus());
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, server.getHandshakeStatus());
    }

    /** Whether anything came of it. */
    private boolean step(SSLEngine engine, ByteBuffer come, ByteBuffer out) throws SSLException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                requireNonNull(engine.getDelegatedTask()).run();
                yield true;
            }
            case NEED_WRAP -> say(engine, out) > 0;
            case NEED_UNWRAP -> hear(engine, come) > 0;
            default -> come.hasRemaining() && hear(engine, come) > 0;
        };
    }

    private static int say(SSLEngine engine, ByteBuffer out) throws SSLException {
        out.compact();
        try {
            return engine.wrap(NOTHING.duplicate(), out).bytesProduced();
        } finally {
            out.flip();
        }
    }

    private static int hear(SSLEngine engine, ByteBuffer come) throws SSLException {
        return engine.unwrap(come, ByteBuffer.allocate(20_000)).bytesConsumed();
    }

    @Test
    void ruleS7_aHandshakeLeavesItsSessionInTheContextOfItsSide() throws SSLException {
        assertEquals(0, clients.getClientSessionContext().getSessionTimeout());
        shakeHands();
        assertEquals("TLSv1.3", client.getSession().getProtocol());
        assertTrue(clients.getClientSessionContext().getSessionTimeout() > 0);
        assertEquals(0, clients.getServerSessionContext().getSessionTimeout());
        assertTrue(servers.getServerSessionContext().getSessionTimeout() > 0);
        assertEquals(0, servers.getClientSessionContext().getSessionTimeout());
    }

    @Test
    void ruleS7_aSelectorIsAskedWithItsEngine() throws SSLException {
        AtomicReference<SSLEngine> asked = new AtomicReference<>();
        offer(client, "http/1.1", "h2");
        server.setHandshakeApplicationProtocolSelector((engine, offered) -> {
            asked.set(engine);
            return offered.get(1);
        });
        shakeHands();
        assertSame(server, asked.get());
        assertEquals("h2", server.getApplicationProtocol());
        assertEquals("h2", client.getApplicationProtocol());
    }

    @Test
    void ruleS7_aSelectorThatWasTakenBackIsNotAsked() throws SSLException {
        offer(client, "http/1.1", "h2");
        offer(server, "http/1.1");
        server.setHandshakeApplicationProtocolSelector((engine, offered) -> "h2");
        server.setHandshakeApplicationProtocolSelector(null);
        shakeHands();
        assertEquals("http/1.1", client.getApplicationProtocol());
    }

    private static void offer(SSLEngine engine, String... protocols) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
    }

    @Test
    void ruleS7_aTrustManagerSeesTheHandshake() throws SSLException {
        AtomicReference<String> seen = new AtomicReference<>();
        check.set(() -> seen.set(
                requireNonNull(client.getHandshakeSession()).getPeerHost() + client.getHandshakeApplicationProtocol()));
        offer(client, "h2");
        offer(server, "h2");
        assertNull(client.getHandshakeSession());
        shakeHands();
        assertEquals("server.testh2", seen.get());
    }

    @Test
    void ruleE3_eachSideEndsByItself() throws SSLException {
        shakeHands();
        assertFalse(client.isOutboundDone());
        client.closeOutbound();
        assertTrue(say(client, toServer) > 0);
        assertTrue(client.isOutboundDone());
        assertFalse(client.isInboundDone());
        assertFalse(server.isInboundDone());
        hear(server, toServer);
        assertTrue(server.isInboundDone());
        assertFalse(server.isOutboundDone());
        server.closeInbound();
        assertThrows(SSLException.class, client::closeInbound);
    }
}
