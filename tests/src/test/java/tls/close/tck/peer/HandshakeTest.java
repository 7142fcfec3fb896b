// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.data;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.tck.pki.Identity;
import tls.close.tck.pki.KeyAlgorithm;
import tls.close.tck.pki.TestPki;

/** The scripted peer agrees with the JDK's engine on what its options say. */
class HandshakeTest {
    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void the_version_is_the_one_asked_for(Pair tls) {
        assertEquals(Optional.of(tls.version()), tls.peer().version());
        assertEquals(tls.version().jdkName(), tls.jdk().engine().getSession().getProtocol());
    }

    @ParameterizedTest
    @CsvSource({"TLS_1_2, RSA", "TLS_1_2, EC", "TLS_1_3, RSA", "TLS_1_3, EC"})
    void a_server_presents_its_identity(TlsVersion version, KeyAlgorithm algorithm) throws Exception {
        TestPki pki = TestPki.of(algorithm);
        ScriptedPeer server = ScriptedPeer.server(PeerOptions.of(version).withIdentity(pki.server()));
        JdkEnd jdk = JdkEnd.client(pki, "server.test");
        jdk.handshakeWith(server);

        assertTrue(server.isHandshakeComplete(), server::toString);
        assertEquals(pki.server().certificate(), jdk.engine().getSession().getPeerCertificates()[0]);
    }

    @ParameterizedTest
    @CsvSource({"TLS_1_2, RSA", "TLS_1_2, EC", "TLS_1_3, RSA", "TLS_1_3, EC"})
    void a_client_presents_its_identity_when_asked(TlsVersion version, KeyAlgorithm algorithm) throws Exception {
        TestPki pki = TestPki.of(algorithm);
        ScriptedPeer client = ScriptedPeer.client(PeerOptions.of(version).withIdentity(pki.client()));
        JdkEnd jdk = JdkEnd.server(pki);
        jdk.engine().setNeedClientAuth(true);
        jdk.handshakeWith(client);

        assertTrue(client.isHandshakeComplete(), client::toString);
        assertEquals(pki.client().certificate(), jdk.engine().getSession().getPeerCertificates()[0]);
        assertEquals(pki.server().chain(), client.certificates());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void a_client_without_identity_is_refused_where_one_is_needed(TlsVersion version) {
        ScriptedPeer client = ScriptedPeer.client(version);
        JdkEnd jdk = JdkEnd.server(TestPki.ec());
        jdk.engine().setNeedClientAuth(true);

        assertThrows(SSLException.class, () -> jdk.handshakeWith(client));
    }

    @ParameterizedTest
    @CsvSource({"TLS_1_2, REQUEST", "TLS_1_2, REQUIRE", "TLS_1_3, REQUEST", "TLS_1_3, REQUIRE"})
    void a_server_asks_for_the_clients_certificate(TlsVersion version, ClientAuth auth) throws Exception {
        ScriptedPeer server = ScriptedPeer.server(PeerOptions.of(version).withClientAuth(auth));
        JdkEnd jdk = JdkEnd.client(TestPki.ec(), "server.test");
        jdk.handshakeWith(server);

        assertTrue(server.isHandshakeComplete(), server::toString);
        assertEquals(TestPki.ec().client().chain(), server.certificates());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void alpn_and_server_name_reach_a_server(TlsVersion version) throws Exception {
        ScriptedPeer server = ScriptedPeer.server(PeerOptions.of(version).withAlpn("h2", "http/1.1"));
        JdkEnd jdk = JdkEnd.client(TestPki.ec(), "server.test");
        SSLParameters parameters = jdk.engine().getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        jdk.engine().setSSLParameters(parameters);
        jdk.handshakeWith(server);

        assertEquals(Optional.of("http/1.1"), server.applicationProtocol());
        assertEquals(Optional.of("server.test"), server.serverName());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void alpn_and_server_name_of_a_client_are_sent(TlsVersion version) throws Exception {
        ScriptedPeer client =
                ScriptedPeer.client(PeerOptions.of(version).withAlpn("h2").withServerName("server.test"));
        JdkEnd jdk = JdkEnd.server(TestPki.ec());
        SSLParameters parameters = jdk.engine().getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"http/1.1", "h2"});
        parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher("server\\.test")));
        jdk.engine().setSSLParameters(parameters);
        jdk.handshakeWith(client);

        assertEquals(Optional.of("h2"), client.applicationProtocol());
        assertEquals("h2", jdk.engine().getApplicationProtocol());
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_1_2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
        "TLS_1_2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_1_3, TLS_AES_256_GCM_SHA384"
    })
    void the_cipher_suite_is_the_one_asked_for(TlsVersion version, String suite) throws Exception {
        ScriptedPeer server = ScriptedPeer.server(PeerOptions.of(version).withCipherSuites(suite));
        JdkEnd jdk = JdkEnd.client(TestPki.ec(), "server.test");
        jdk.handshakeWith(server);
        jdk.hear(server.say(data("works")));

        assertEquals(suite, jdk.engine().getSession().getCipherSuite());
        assertEquals("works", jdk.text());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void a_bad_server_is_refused_and_hears_why(TlsVersion version) {
        TestPki pki = TestPki.ec();
        for (Identity bad :
                List.of(pki.untrustedServer(), pki.expiredServer(), pki.wrongNameServer(), pki.selfSignedServer())) {
            ScriptedPeer server = ScriptedPeer.server(PeerOptions.of(version).withIdentity(bad));
            JdkEnd jdk = JdkEnd.client(pki, "server.test");

            assertThrows(SSLException.class, () -> jdk.handshakeWith(server));
            assertFalse(server.isHandshakeComplete());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void a_handshake_stops_where_the_test_stops_moving_bytes(TlsVersion version) throws Exception {
        ScriptedPeer server = ScriptedPeer.server(version);
        JdkEnd jdk = JdkEnd.client(TestPki.ec(), "server.test");
        jdk.engine().beginHandshake();
        server.offer(jdk.output());

        assertTrue(server.take().length > 0);
        assertFalse(server.isHandshakeComplete());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void no_common_cipher_suite_is_a_failure_of_the_peer(TlsVersion version) throws Exception {
        String suite = version == TlsVersion.TLS_1_3 ? "TLS_AES_128_CCM_SHA256" : "TLS_RSA_WITH_AES_128_CCM";
        ScriptedPeer server = ScriptedPeer.server(PeerOptions.of(version).withCipherSuites(suite));
        JdkEnd jdk = JdkEnd.client(TestPki.ec(), "server.test");

        assertThrows(SSLException.class, () -> jdk.handshakeWith(server));
        assertTrue(server.failure().isPresent());
    }
}
