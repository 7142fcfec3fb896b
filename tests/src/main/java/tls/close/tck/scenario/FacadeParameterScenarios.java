// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import tls.close.CloseLimits;
import tls.close.TlsEndpoint;
import tls.close.tck.harness.FacadeSession;
import tls.close.tck.harness.FacadeSetting;
import tls.close.tck.harness.FacadeSettings;
import tls.close.tck.harness.Maker;
import tls.close.tck.harness.Ownership;
import tls.close.tck.harness.Role;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerOnWire;
import tls.close.tck.peer.PeerOptions;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.Loopback;

/** The façade: what a socket is told to speak, and (rule S6) which names it checks. */
@Tag("facade")
public abstract class FacadeParameterScenarios {

    /** With a peer that would speak both. */
    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_theProtocolThatWasAskedForIsSpoken(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting)
                .peer(usual -> PeerOptions.of(TlsVersion.values()))
                .connect()) {
            assertArrayEquals(
                    new String[] {setting.version().jdkName()}, session.tls().getEnabledProtocols());
            assertEquals(setting.version().jdkName(), session.tls().getSession().getProtocol());
            assertEquals(setting.version(), session.heard().version().orElseThrow());
        }
    }

    @FacadeSettings(
            versions = TlsVersion.TLS_1_2,
            roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_soIsTheCipherSuite(FacadeSetting setting) throws Exception {
        for (String suite :
                List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")) {
            for (Consumer<SSLSocket> asking : List.<Consumer<SSLSocket>>of(
                    tls -> tls.setEnabledCipherSuites(new String[] {suite}),
                    tls -> tls.setSSLParameters(new SSLParameters(new String[] {suite})))) {
                try (FacadeSession session =
                        FacadeSession.of(setting).socket(asking).connect()) {
                    assertArrayEquals(new String[] {suite}, session.tls().getEnabledCipherSuites());
                    assertEquals(suite, session.tls().getSession().getCipherSuite());
                }
            }
        }
    }

    /** Null leaves the value; what has no null is taken over. */
    @FacadeSettings
    void ruleS6_freshParametersLeaveWhatTheyDoNotSay(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting).open()) {
            SSLSocket tls = session.tls();
            SSLParameters before = tls.getSSLParameters();
            tls.setNeedClientAuth(true);
            tls.setSSLParameters(alpn("first"));
            SSLParameters after = tls.getSSLParameters();
            assertArrayEquals(before.getProtocols(), after.getProtocols());
            assertArrayEquals(before.getCipherSuites(), after.getCipherSuites());
            assertEquals(before.getServerNames(), after.getServerNames());
            assertEquals(before.getEndpointIdentificationAlgorithm(), after.getEndpointIdentificationAlgorithm());
            assertArrayEquals(new String[] {"first"}, after.getApplicationProtocols());
            assertFalse(tls.getNeedClientAuth());
        }
    }

    @FacadeSettings(roles = {Role.CLIENT, Role.SERVER})
    void ruleS7_alpnByList(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting)
                .socket(tls -> tls.setSSLParameters(alpn("first", "second")))
                .peer(usual -> usual.withAlpn("second", "third"))
                .connect()) {
            assertEquals("second", session.tls().getApplicationProtocol());
            assertEquals(Optional.of("second"), session.heard().applicationProtocol());
        }
        try (FacadeSession session = FacadeSession.of(setting)
                .socket(tls -> tls.setSSLParameters(alpn("first")))
                .connect()) {
            assertEquals("", session.tls().getApplicationProtocol(), "the peer has none");
        }
    }

    @FacadeSettings(roles = Role.SERVER)
    void ruleS7_alpnBySelector(FacadeSetting setting) throws Exception {
        List<Object> seen = new ArrayList<>();
        try (FacadeSession session = FacadeSession.of(setting)
                .socket(tls -> tls.setHandshakeApplicationProtocolSelector((asking, offered) -> {
                    seen.add(asking);
                    seen.add(List.copyOf(offered));
                    return "third";
                }))
                .peer(usual -> usual.withAlpn("second", "third"))
                .open()) {
            assertTrue(session.tls().getHandshakeApplicationProtocolSelector() != null);
            session.handshake();
            assertSame(session.tls(), seen.get(0));
            assertEquals(List.of("second", "third"), seen.get(1));
            assertEquals("third", session.tls().getApplicationProtocol());
            assertEquals(Optional.of("third"), session.heard().applicationProtocol());
        }
        try (FacadeSession session = FacadeSession.of(setting)
                .socket(tls -> tls.setHandshakeApplicationProtocolSelector((asking, offered) -> ""))
                .peer(usual -> usual.withAlpn("second"))
                .connect()) {
            assertEquals("", session.tls().getApplicationProtocol());
        }
    }

    @FacadeSettings(roles = Role.SERVER)
    void ruleS7_aSelectorThatFindsNoneRefuses(FacadeSetting setting) throws Exception {
        try (FacadeSession session = FacadeSession.of(setting)
                .socket(tls -> tls.setHandshakeApplicationProtocolSelector((asking, offered) -> noProtocol()))
                .peer(usual -> usual.withAlpn("second"))
                .open()) {
            assertThrows(SSLException.class, session::handshake);
            session.tls().close();
            assertEquals(
                    List.of(Alert.fatal(AlertDescription.NO_APPLICATION_PROTOCOL)),
                    session.heardToTheEnd().alerts());
        }
    }

    @SuppressWarnings("NullAway") // It is how a selector refuses.
    private static String noProtocol() {
        return null;
    }

    // Rule S6

    /** However the host became known. The JDK's own checks no name unless it is asked to. */
    @FacadeSettings(makers = Maker.FACADE)
    void ruleS6_aCertificateForAnotherNameIsRefused(FacadeSetting setting) throws Exception {
        for (Ownership ownership : Ownership.values()) {
            assertRefused(wrongName(setting).over(ownership));
            assertRefused(wrongName(setting).over(ownership).socket(tls -> tls.setSSLParameters(alpn("first"))));
        }
        try (Loopback loopback = Loopback.open()) {
            for (InetSocketAddress server : List.of(
                    new InetSocketAddress("localhost", loopback.port()),
                    new InetSocketAddress(Loopback.address(), loopback.port()))) {
                try (Socket made = setting.context().getSocketFactory().createSocket()) {
                    made.connect(server);
                    SSLSocket tls = (SSLSocket) made;
                    PeerOnWire peer = new PeerOnWire(
                            ScriptedPeer.server(PeerOptions.of(setting.version())
                                    .withIdentity(TestPki.ec().wrongNameServer())),
                            loopback.accept());
                    assertThrows(SSLHandshakeException.class, () -> peer.handshake(tls::startHandshake));
                }
            }
        }
    }

    @FacadeSettings
    void ruleS6_soItIsWhereParametersAskForIt(FacadeSetting setting) throws Exception {
        assertRefused(wrongName(setting).over(Ownership.LEFT).socket(tls -> {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
        }));
    }

    private static void assertRefused(FacadeSession.Builder options) throws Exception {
        try (FacadeSession session = options.open()) {
            assertThrows(SSLHandshakeException.class, session::handshake);
            assertEquals(1, session.heard().alerts().size());
            assertEquals("", session.heard().text());
        }
    }

    @FacadeSettings(makers = Maker.FACADE)
    void ruleS6_whoChecksItHimselfCanSaySo(FacadeSetting setting) throws Exception {
        wrongName(setting)
                .context(setting.context(TlsEndpoint::withoutHostNameCheck, CloseLimits.DEFAULT))
                .connect()
                .close();
    }

    @FacadeSettings
    void ruleS6_theHostIsSentAsServerName(FacadeSetting setting) throws Exception {
        try (FacadeSession session =
                FacadeSession.of(setting).over(Ownership.LEFT).connect()) {
            assertEquals(Optional.of("server.test"), session.heard().serverName());
        }
    }

    private static FacadeSession.Builder wrongName(FacadeSetting setting) {
        return FacadeSession.of(setting)
                .peer(usual -> usual.withIdentity(TestPki.ec().wrongNameServer()));
    }

    private static SSLParameters alpn(String... names) {
        SSLParameters fresh = new SSLParameters();
        fresh.setApplicationProtocols(names);
        return fresh;
    }
}
