// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import tls.close.tck.harness.FacadeSession;
import tls.close.tck.harness.FacadeSetting;
import tls.close.tck.harness.FacadeSettings;
import tls.close.tck.harness.Maker;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Loopback;

/** The façade: server sockets, what they hand down to those that they accept, and whom these let in. */
@Tag("facade")
public abstract class FacadeServerScenarios {

    @FacadeSettings(versions = TlsVersion.TLS_1_3, roles = Role.SERVER)
    void ruleS7_everyWayToListen(FacadeSetting setting) throws Exception {
        SSLServerSocketFactory factory = setting.context().getServerSocketFactory();
        for (Making making : List.<Making>of(
                () -> factory.createServerSocket(0),
                () -> factory.createServerSocket(0, 3),
                () -> factory.createServerSocket(0, 3, Loopback.address()),
                () -> bound(factory.createServerSocket()))) {
            try (Loopback clients = Loopback.open();
                    SSLServerSocket listener = (SSLServerSocket) making.make()) {
                assertTrue(listener.isBound() && !listener.isClosed());
                assertFalse(listener.getUseClientMode());
                clients.connect(listener.getLocalPort());
                // The client says nothing: nobody waits for its handshake here.
                try (SSLSocket accepted = (SSLSocket) listener.accept()) {
                    assertFalse(accepted.getUseClientMode());
                    assertEquals(listener.getLocalPort(), accepted.getLocalPort());
                }
            }
        }
    }

    private static ServerSocket bound(ServerSocket listener) throws IOException {
        assertFalse(listener.isBound());
        listener.bind(new InetSocketAddress(Loopback.address(), 0));
        return listener;
    }

    @FacadeSettings(roles = Role.SERVER)
    void ruleS7_whatIsAcceptedInheritsFromItsListener(FacadeSetting setting) throws Exception {
        String[] protocols = {setting.version().jdkName()};
        String[] suites = {
            switch (setting.version()) {
                case TLS_1_2 -> "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
                case TLS_1_3 -> "TLS_AES_128_GCM_SHA256";
            }
        };
        try (Loopback clients = Loopback.open();
                SSLServerSocket listener = listen(setting)) {
            listener.setEnabledProtocols(protocols);
            listener.setEnabledCipherSuites(suites);
            listener.setNeedClientAuth(true);
            listener.setEnableSessionCreation(false);
            SSLParameters parameters = listener.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"first", "second"});
            listener.setSSLParameters(parameters);
            assertTrue(listener.getNeedClientAuth());

            clients.connect(listener.getLocalPort());
            try (SSLSocket accepted = (SSLSocket) listener.accept()) {
                assertArrayEquals(protocols, accepted.getEnabledProtocols());
                assertArrayEquals(suites, accepted.getEnabledCipherSuites());
                assertTrue(accepted.getNeedClientAuth() && !accepted.getWantClientAuth());
                assertFalse(accepted.getEnableSessionCreation());
                assertArrayEquals(
                        new String[] {"first", "second"},
                        accepted.getSSLParameters().getApplicationProtocols());
            }
            listener.setWantClientAuth(true);
            listener.setUseClientMode(true); // As of an FTP client, for data that the server connects for.
            clients.connect(listener.getLocalPort());
            try (SSLSocket accepted = (SSLSocket) listener.accept()) {
                assertTrue(accepted.getWantClientAuth() && !accepted.getNeedClientAuth(), "each undoes the other");
                assertTrue(accepted.getUseClientMode());
            }
        }
    }

    @FacadeSettings(versions = TlsVersion.TLS_1_3, roles = Role.SERVER)
    void ruleS7_waitingForAClientHasALimitAndAnEnd(FacadeSetting setting) throws Exception {
        try (SSLServerSocket listener = listen(setting)) {
            listener.setSoTimeout(1);
            assertThrows(SocketTimeoutException.class, listener::accept);
            listener.setSoTimeout(0);
            BackgroundCall<?> accept = BackgroundCall.call(listener::accept);
            accept.awaitInSocket();
            BackgroundCall.run(listener::close).result();
            assertThrows(SocketException.class, accept::result);
            assertTrue(listener.isClosed());
        }
    }

    /** The JDK's own listens, and every client learns from a failed handshake. */
    @FacadeSettings(versions = TlsVersion.TLS_1_3, roles = Role.SERVER, makers = Maker.FACADE)
    void ruleS7_aServerWithoutKeysSaysSoWhenItIsMade(FacadeSetting setting) {
        SSLServerSocketFactory factory =
                setting.context(Session.NO_KEYS, TestPki.ec().trustManagers()).getServerSocketFactory();
        for (Making making : List.<Making>of(
                () -> factory.createServerSocket(),
                () -> factory.createServerSocket(0),
                () -> factory.createServerSocket(0, 3),
                () -> factory.createServerSocket(0, 3, Loopback.address()))) {
            String said =
                    String.valueOf(assertThrows(IOException.class, making::make).getMessage());
            assertTrue(said.toLowerCase(Locale.ROOT).contains("key"), said);
        }
    }

    /** As people write it, with both ends ours: a loop that accepts, and a thread for each connection. */
    @FacadeSettings(roles = Role.SERVER)
    void ruleS7_aServersLoop(FacadeSetting setting) throws Exception {
        try (SSLServerSocket listener = listen(setting)) {
            BackgroundCall<?> server = BackgroundCall.run(() -> {
                for (int i = 0; i < 3; i++) {
                    try (SSLSocket accepted = (SSLSocket) listener.accept()) {
                        accepted.getInputStream().transferTo(accepted.getOutputStream());
                    }
                }
            });
            for (int i = 0; i < 3; i++) {
                byte[] said = ("request " + i).getBytes(StandardCharsets.US_ASCII);
                try (SSLSocket client = (SSLSocket)
                        setting.context().getSocketFactory().createSocket("localhost", listener.getLocalPort())) {
                    client.setEnabledProtocols(new String[] {setting.version().jdkName()});
                    client.getOutputStream().write(said);
                    assertArrayEquals(said, client.getInputStream().readNBytes(said.length));
                    client.shutdownOutput();
                    assertEquals(-1, client.getInputStream().read());
                }
            }
            server.result();
        }
    }

    // Whom they let in

    @FacadeSettings(roles = Role.SERVER)
    void ruleS7_needRefusesAClientWithoutACertificate(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting)
                .socket(tls -> tls.setNeedClientAuth(true))
                .open()) {
            assertThrows(SSLException.class, session::handshake);
        }
        try (FacadeSession session = FacadeSession.of(setting)
                .socket(tls -> tls.setNeedClientAuth(true))
                .peer(usual -> usual.withIdentity(TestPki.ec().client()))
                .connect()) {
            assertEquals(
                    TestPki.ec().client().certificate(),
                    session.tls().getSession().getPeerCertificates()[0]);
        }
    }

    @FacadeSettings(roles = Role.SERVER)
    void ruleS7_wantLetsItIn(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting)
                .socket(tls -> tls.setWantClientAuth(true))
                .connect()) {
            assertThrows(
                    SSLPeerUnverifiedException.class,
                    () -> session.tls().getSession().getPeerCertificates());
        }
        try (FacadeSession session = FacadeSession.of(setting)
                .socket(tls -> tls.setWantClientAuth(true))
                .peer(usual -> usual.withIdentity(TestPki.ec().client()))
                .connect()) {
            assertEquals(
                    List.of(TestPki.ec().client().certificate()),
                    Arrays.asList(session.tls().getSession().getPeerCertificates()));
        }
    }

    private static SSLServerSocket listen(FacadeSetting setting) throws IOException {
        return (SSLServerSocket)
                setting.context().getServerSocketFactory().createServerSocket(0, 1, Loopback.address());
    }

    private interface Making {
        ServerSocket make() throws IOException;
    }
}
