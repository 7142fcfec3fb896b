// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Rule S7: the settings of engines, sockets and server sockets, which are the backend's until they are told others. */
class SslContextSettingsTest {
    private static final String[] SUITES = {"TLS_AES_128_GCM_SHA256"};
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private static final JdkContext BACKEND = new JdkContext(true);
    private static final SSLContext CONTEXT = BACKEND.sslContext();
    private static final SSLEngine CLIENT = BACKEND.newEngine(TlsEndpoint.client("server.test", 443));
    private static final SSLEngine SERVER = BACKEND.newEngine(TlsEndpoint.server());

    @Test
    void ruleS7_anEnginesAreTheBackends() {
        SSLEngine engine = CONTEXT.createSSLEngine("server.test", 443);
        engine.setUseClientMode(true);
        assertArrayEquals(CLIENT.getSupportedCipherSuites(), engine.getSupportedCipherSuites());
        assertArrayEquals(CLIENT.getSupportedProtocols(), engine.getSupportedProtocols());
        assertArrayEquals(CLIENT.getEnabledCipherSuites(), engine.getEnabledCipherSuites());
        assertArrayEquals(CLIENT.getEnabledProtocols(), engine.getEnabledProtocols());
        assertTrue(engine.getEnableSessionCreation());
        assertNull(engine.getHandshakeSession());
        assertNull(engine.getHandshakeApplicationProtocol());
        assertNull(engine.getDelegatedTask());
        assertFalse(engine.getNeedClientAuth());
        assertFalse(engine.getWantClientAuth());
    }

    @Test
    void ruleS7_anEngineTakesOthers() {
        SSLEngine engine = CONTEXT.createSSLEngine();
        BiFunction<SSLEngine, List<String>, String> selector = (asking, offered) -> "";
        engine.setUseClientMode(false);
        assertFalse(engine.getUseClientMode());
        engine.setEnabledCipherSuites(SUITES);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setWantClientAuth(true);
        assertTrue(engine.getWantClientAuth());
        engine.setNeedClientAuth(true);
        assertTrue(engine.getNeedClientAuth());
        assertFalse(engine.getWantClientAuth());
        engine.setEnableSessionCreation(false);
        assertFalse(engine.getEnableSessionCreation());
        engine.setHandshakeApplicationProtocolSelector(selector);
        assertSame(selector, engine.getHandshakeApplicationProtocolSelector());
        assertArrayEquals(SUITES, engine.getEnabledCipherSuites());
        assertArrayEquals(PROTOCOLS, engine.getEnabledProtocols());
        engine.setHandshakeApplicationProtocolSelector(null);
        assertNull(engine.getHandshakeApplicationProtocolSelector());
        assertFalse(engine.toString().isEmpty());
    }

    @Test
    void ruleS7_aSocketsAreTheBackends() throws IOException {
        try (SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory().createSocket()) {
            assertArrayEquals(CLIENT.getSupportedCipherSuites(), socket.getSupportedCipherSuites());
            assertArrayEquals(CLIENT.getSupportedProtocols(), socket.getSupportedProtocols());
            assertArrayEquals(CLIENT.getEnabledCipherSuites(), socket.getEnabledCipherSuites());
            assertArrayEquals(CLIENT.getEnabledProtocols(), socket.getEnabledProtocols());
            assertTrue(socket.getEnableSessionCreation());
            assertNull(socket.getHandshakeSession());
            assertNull(socket.getHandshakeApplicationProtocol());
            assertNull(socket.getChannel());
            assertTrue(socket.getUseClientMode());
            assertFalse(socket.getNeedClientAuth());
            assertFalse(socket.getWantClientAuth());
        }
        assertArrayEquals(
                CLIENT.getSupportedCipherSuites(), CONTEXT.getSocketFactory().getSupportedCipherSuites());
    }

    @Test
    void ruleS7_aSocketTakesOthers() throws IOException {
        try (SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory().createSocket()) {
            BiFunction<SSLSocket, List<String>, String> selector = (asking, offered) -> "";
            socket.setUseClientMode(false);
            assertFalse(socket.getUseClientMode());
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            assertArrayEquals(new String[] {"h2"}, socket.getSSLParameters().getApplicationProtocols());
            socket.setEnabledCipherSuites(SUITES);
            socket.setEnabledProtocols(PROTOCOLS);
            socket.setWantClientAuth(true);
            assertTrue(socket.getWantClientAuth());
            socket.setNeedClientAuth(true);
            assertTrue(socket.getNeedClientAuth());
            socket.setEnableSessionCreation(false);
            assertFalse(socket.getEnableSessionCreation());
            socket.setHandshakeApplicationProtocolSelector(selector);
            assertSame(selector, socket.getHandshakeApplicationProtocolSelector());
            assertArrayEquals(SUITES, socket.getEnabledCipherSuites());
            assertArrayEquals(PROTOCOLS, socket.getEnabledProtocols());
            socket.setPerformancePreferences(1, 2, 3);
        }
    }

    @Test
    void ruleS7_aServerSocketsAreTheBackends() throws IOException {
        try (SSLServerSocket socket =
                (SSLServerSocket) CONTEXT.getServerSocketFactory().createServerSocket()) {
            assertFalse(socket.getUseClientMode());
            assertFalse(socket.getNeedClientAuth());
            assertFalse(socket.getWantClientAuth());
            assertArrayEquals(SERVER.getSupportedCipherSuites(), socket.getSupportedCipherSuites());
            assertArrayEquals(SERVER.getSupportedProtocols(), socket.getSupportedProtocols());
            assertArrayEquals(SERVER.getEnabledCipherSuites(), socket.getEnabledCipherSuites());
            assertArrayEquals(SERVER.getEnabledProtocols(), socket.getEnabledProtocols());
            assertTrue(socket.getEnableSessionCreation());
            assertTrue(socket.toString().startsWith("TLS server"), socket.toString());
        }
        assertArrayEquals(
                SERVER.getSupportedCipherSuites(),
                CONTEXT.getServerSocketFactory().getSupportedCipherSuites());
    }

    @Test
    void ruleS7_aServerSocketTakesOthers() throws IOException {
        try (SSLServerSocket socket =
                (SSLServerSocket) CONTEXT.getServerSocketFactory().createServerSocket()) {
            socket.setUseClientMode(true);
            assertTrue(socket.getUseClientMode());
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.setEnabledCipherSuites(SUITES);
            socket.setEnabledProtocols(PROTOCOLS);
            socket.setWantClientAuth(true);
            assertTrue(socket.getWantClientAuth());
            socket.setNeedClientAuth(true);
            assertTrue(socket.getNeedClientAuth());
            socket.setEnableSessionCreation(false);
            assertFalse(socket.getEnableSessionCreation());
            assertArrayEquals(SUITES, socket.getEnabledCipherSuites());
            assertArrayEquals(PROTOCOLS, socket.getEnabledProtocols());
            assertArrayEquals(new String[] {"h2"}, socket.getSSLParameters().getApplicationProtocols());
        }
    }

    @Test
    void ruleS7_theContextShowsWhatTheBackendCanDo() {
        SSLParameters supported = BACKEND.sslContext(
                        usual -> usual.cipherSuites(SUITES).protocols(PROTOCOLS), CloseLimits.DEFAULT)
                .getSupportedSSLParameters();
        assertArrayEquals(CLIENT.getSupportedCipherSuites(), supported.getCipherSuites());
        assertArrayEquals(CLIENT.getSupportedProtocols(), supported.getProtocols());
    }

    @Test
    @SuppressWarnings("NullAway") // What the JDK refuses too.
    void ruleS7_nothingIsNoList() throws IOException {
        SSLEngine engine = CONTEXT.createSSLEngine();
        assertThrows(IllegalArgumentException.class, () -> engine.setEnabledProtocols(null));
        assertThrows(IllegalArgumentException.class, () -> engine.setEnabledCipherSuites(null));
        try (SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory().createSocket()) {
            assertThrows(IllegalArgumentException.class, () -> socket.setEnabledProtocols(null));
            assertThrows(IllegalArgumentException.class, () -> socket.addHandshakeCompletedListener(null));
            assertThrows(IllegalArgumentException.class, () -> socket.removeHandshakeCompletedListener(event -> {}));
        }
        assertEquals("TLS", CONTEXT.getProtocol());
    }
}
