// SPDX-License-Identifier: Apache-2.0
package tls.close;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyManagementException;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import tls.close.TlsEndpoint.ClientAuth;

/** What an {@code SSLContext} of ours decides before there is a peer. */
class SslContextTest {
    private static final SSLContext CONTEXT = new JdkContext(true).sslContext();

    private static SSLContext with(UnaryOperator<TlsEndpoint> settings) {
        return new JdkContext(true).sslContext(settings, CloseLimits.DEFAULT);
    }

    private static SSLParameters parameters(SSLEngine engine, boolean client) {
        engine.setUseClientMode(client);
        return engine.getSSLParameters();
    }

    @Test
    void ruleS6_anEngineForAHostChecksItAsAClientOnly() {
        SSLParameters client = parameters(CONTEXT.createSSLEngine("server.test", 443), true);
        assertEquals("HTTPS", client.getEndpointIdentificationAlgorithm());
        assertEquals(List.of(new SNIHostName("server.test")), client.getServerNames());
        SSLParameters server = parameters(CONTEXT.createSSLEngine("client.test", 50_000), false);
        assertNull(server.getEndpointIdentificationAlgorithm());
        assertNull(server.getServerNames());
    }

    /** Nobody means it, and it would let in anybody. */
    @Test
    void ruleS6_aBlankHostIsNone() throws Exception {
        for (String blank : List.of(" ", "\t")) {
            assertThrows(IllegalArgumentException.class, () -> CONTEXT.createSSLEngine(blank, 443));
            try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> CONTEXT.getSocketFactory().createSocket(socket, blank, 443, true));
            }
        }
    }

    @Test
    void ruleS6_anEngineWithoutAHostChecksNone() {
        SSLParameters client = parameters(CONTEXT.createSSLEngine(), true);
        assertNull(client.getEndpointIdentificationAlgorithm());
        assertNull(client.getServerNames());
    }

    @Test
    void ruleS6_theCheckOutlivesParametersThatDoNotNameIt() {
        SSLEngine engine = CONTEXT.createSSLEngine("server.test", 443);
        engine.setSSLParameters(new SSLParameters(null, new String[] {"TLSv1.2"}));
        assertEquals("HTTPS", parameters(engine, true).getEndpointIdentificationAlgorithm());
        engine.setSSLParameters(CONTEXT.getDefaultSSLParameters());
        assertEquals("HTTPS", engine.getSSLParameters().getEndpointIdentificationAlgorithm());
        SSLParameters none = new SSLParameters();
        none.setEndpointIdentificationAlgorithm("");
        engine.setSSLParameters(none);
        assertEquals("", engine.getSSLParameters().getEndpointIdentificationAlgorithm());
    }

    @Test
    void ruleS6_theHostIsTheOneThatASocketConnectsTo() throws IOException {
        byte[] loopback = {127, 0, 0, 1};
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByAddress(loopback))) {
            int port = listener.getLocalPort();
            assertHost(
                    "server.test",
                    connected(new InetSocketAddress(InetAddress.getByAddress("server.test", loopback), port)));
            assertHost(
                    "localhost",
                    connected(new InetSocketAddress(InetAddress.getByAddress("localhost", loopback), port)));
            assertHost(
                    "server.test.",
                    connected(new InetSocketAddress(InetAddress.getByAddress("server.test.", loopback), port)));
            assertHost("127.0.0.1", connected(new InetSocketAddress(InetAddress.getByAddress(loopback), port)));
        }
    }

    private static SSLSocket connected(InetSocketAddress address) throws IOException {
        SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory().createSocket();
        assertNull(socket.getSSLParameters().getEndpointIdentificationAlgorithm());
        socket.connect(address);
        return socket;
    }

    private static void assertHost(String host, SSLSocket socket) throws IOException {
        try (socket) {
            assertTrue(socket.toString().contains("client of " + host + ":"), socket.toString());
            assertEquals("HTTPS", socket.getSSLParameters().getEndpointIdentificationAlgorithm());
        }
    }

    @Test
    void ruleS7_anEngineThatNobodyHasToldItsSideDoesNotBegin() {
        SSLEngine engine = CONTEXT.createSSLEngine("server.test", 443);
        assertThrows(IllegalStateException.class, engine::beginHandshake);
        engine.setUseClientMode(true);
        assertTrue(engine.getUseClientMode());
    }

    @Test
    void ruleS7_theSideMayChangeUntilTheHandshake() throws SSLException {
        SSLEngine engine = CONTEXT.createSSLEngine("server.test", 443);
        engine.setUseClientMode(true);
        engine.setUseClientMode(false);
        engine.setUseClientMode(true);
        engine.beginHandshake();
        assertThrows(IllegalArgumentException.class, () -> engine.setUseClientMode(false));
    }

    @Test
    void ruleS7_whatAnEngineWasToldOutlivesAChangeOfSides() {
        SSLEngine engine = CONTEXT.createSSLEngine("server.test", 443);
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        engine.setEnableSessionCreation(false);
        engine.setNeedClientAuth(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        engine.setSSLParameters(parameters);
        parameters.setApplicationProtocols(new String[] {"changed afterwards"});
        engine.setUseClientMode(true);
        assertArrayEquals(new String[] {"TLSv1.2"}, engine.getEnabledProtocols());
        assertArrayEquals(new String[] {"h2"}, engine.getSSLParameters().getApplicationProtocols());
        assertFalse(engine.getEnableSessionCreation());
        assertEquals("HTTPS", engine.getSSLParameters().getEndpointIdentificationAlgorithm());
        engine.setUseClientMode(false);
        assertTrue(engine.getNeedClientAuth());
    }

    @Test
    void ruleS7_whatAClientWasNotToldIsNoServers() {
        SSLEngine engine = CONTEXT.createSSLEngine("server.test", 443);
        engine.setUseClientMode(true);
        engine.setSSLParameters(new SSLParameters());
        SSLParameters server = parameters(engine, false);
        assertNull(server.getEndpointIdentificationAlgorithm());
        assertNull(server.getServerNames());
    }

    @Test
    void settingsAreForTheSideThatAnEngineTakes() {
        SSLContext context = with(usual -> usual.isClient()
                ? usual.withoutHostNameCheck().protocols("TLSv1.3")
                : usual.clientAuth(ClientAuth.NEED));
        SSLEngine engine = context.createSSLEngine("server.test", 443);
        assertTrue(engine.getNeedClientAuth());
        SSLParameters client = parameters(engine, true);
        assertNull(client.getEndpointIdentificationAlgorithm());
        assertArrayEquals(new String[] {"TLSv1.3"}, client.getProtocols());
        assertArrayEquals(
                new String[] {"TLSv1.3"}, context.getDefaultSSLParameters().getProtocols());
    }

    @Test
    void settingsThatCannotBeUsedAreRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> with(usual -> usual.protocols("TLSv9")));
        assertThrows(IllegalArgumentException.class, () -> with(usual -> TlsEndpoint.server()));
    }

    @Test
    void theContextIsInitialised() {
        assertThrows(KeyManagementException.class, () -> CONTEXT.init(null, null, null));
    }

    @Test
    void noServerSocketIsMadeWithoutKeys() {
        ServerSocketFactory factory = new JdkContext(false).sslContext().getServerSocketFactory();
        SSLException thrown = assertThrows(SSLException.class, () -> factory.createServerSocket(0));
        assertTrue(String.valueOf(thrown.getMessage()).contains("key"), thrown.getMessage());
    }

    @Test
    void whatAServerSocketInClientModeAcceptsChecksNoName() throws IOException {
        try (SSLServerSocket server = (SSLServerSocket)
                CONTEXT.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            server.setUseClientMode(true);
            server.setEnabledProtocols(new String[] {"TLSv1.2"});
            try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                    SSLSocket accepted = (SSLSocket) server.accept()) {
                assertEquals(peer.getLocalPort(), accepted.getPort());
                assertTrue(accepted.getUseClientMode());
                assertArrayEquals(new String[] {"TLSv1.2"}, accepted.getEnabledProtocols());
                assertNull(accepted.getSSLParameters().getEndpointIdentificationAlgorithm());
            }
        }
    }
}
