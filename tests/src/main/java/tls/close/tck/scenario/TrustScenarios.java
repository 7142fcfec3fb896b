// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.cert.Certificate;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Tag;
import tls.close.TlsEndpoint;
import tls.close.tck.harness.PlatformTrust;
import tls.close.tck.harness.Refusal;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.TrustManagers;
import tls.close.tck.pki.Identity;
import tls.close.tck.pki.KeyAlgorithm;
import tls.close.tck.pki.TestPki;

/** Rule 12.1, the client: it checks the chain and the host name, with the trust managers that it was given. */
@Tag("admission")
public abstract class TrustScenarios {
    private static final TestPki PKI = TestPki.ec();

    @Settings(roles = Role.CLIENT)
    void rule12_1_theRightServerIsLetIn(Setting setting) throws Exception {
        for (KeyAlgorithm keys : KeyAlgorithm.values()) {
            Identity server = TestPki.of(keys).server();
            try (Session session = presenting(server, setting)
                    .trust(TestPki.of(keys).trustManagers())
                    .open()) {
                session.handshake();
                assertArrayEquals(
                        server.chain().toArray(Certificate[]::new),
                        session.subject().connection().sslSession().getPeerCertificates());
            }
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_aCertificateForAnotherNameIsRefused(Setting setting) throws Exception {
        assertRefused(presenting(PKI.wrongNameServer(), setting));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_aCertificateOfAnUntrustedAuthorityIsRefused(Setting setting) throws Exception {
        assertRefused(presenting(PKI.untrustedServer(), setting));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_anExpiredCertificateIsRefused(Setting setting) throws Exception {
        assertRefused(presenting(PKI.expiredServer(), setting));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_aSelfSignedCertificateIsRefused(Setting setting) throws Exception {
        assertRefused(presenting(PKI.selfSignedServer(), setting));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_withoutTrustManagersThePlatformDecides(Setting setting) throws Exception {
        assertRefused(presenting(PKI.server(), setting).trust());
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_aContextOfDefaultsTrustsWhomThePlatformTrusts(Setting setting) throws Exception {
        PlatformTrust platform = PlatformTrust.in(PKI.authority());
        try (platform) {
            try (Session session = presenting(PKI.server(), setting).defaults().open()) {
                session.handshake();
            }
            assertRefused(presenting(PKI.untrustedServer(), setting).defaults());
            assertRefused(presenting(PKI.wrongNameServer(), setting).defaults());
        }
        assertRefused(presenting(PKI.server(), setting).defaults());
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_withoutTheHostNameCheckOnlyTheNameIsNotChecked(Setting setting) throws Exception {
        try (Session session = presenting(PKI.wrongNameServer(), setting)
                .endpoint(TlsEndpoint::withoutHostNameCheck)
                .open()) {
            session.handshake();
        }
        assertRefused(presenting(PKI.untrustedServer(), setting).endpoint(TlsEndpoint::withoutHostNameCheck));
        assertRefused(presenting(PKI.expiredServer(), setting).endpoint(TlsEndpoint::withoutHostNameCheck));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_anAddressIsCheckedAsAnAddress(Setting setting) throws Exception {
        try (Session session = presenting(PKI.server(), setting)
                .endpoint(client("127.0.0.1", setting))
                .open()) {
            session.handshake();
        }
        assertRefused(presenting(PKI.server(), setting).endpoint(client("127.0.0.2", setting)));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_anotherServerNameDoesNotReplaceTheCheck(Setting setting) throws Exception {
        try (Session session = presenting(PKI.server(), setting)
                .endpoint(usual -> usual.serverName("virtual.test"))
                .open()) {
            session.handshake();
        }
        assertRefused(presenting(PKI.wrongNameServer(), setting).endpoint(usual -> usual.serverName("virtual.test")));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_aCertificateForTheServerNameThatWasAskedForIsGood(Setting setting) throws Exception {
        X509TrustManager plain = TrustManagers.plain(PKI.trustManagers());
        for (TrustManager trust : List.of(PKI.trustManagers()[0], plain)) {
            try (Session session = presenting(PKI.wrongNameServer(), setting)
                    .trust(trust)
                    .endpoint(usual -> usual.serverName("other.test"))
                    .open()) {
                session.handshake();
            }
            assertRefused(presenting(PKI.untrustedServer(), setting)
                    .trust(trust)
                    .endpoint(usual -> usual.serverName("other.test")));
        }
    }

    /** Such a one cannot look at the name, so the backend has to. */
    @Settings(roles = Role.CLIENT)
    void rule12_1_withAPlainTrustManagerTheNameIsCheckedAllTheSame(Setting setting) throws Exception {
        X509TrustManager plain = TrustManagers.plain(PKI.trustManagers());
        try (Session session = presenting(PKI.server(), setting).trust(plain).open()) {
            session.handshake();
        }
        assertRefused(presenting(PKI.wrongNameServer(), setting).trust(plain));
        assertRefused(presenting(PKI.untrustedServer(), setting).trust(plain));
        assertRefused(presenting(PKI.wrongNameServer(), setting).trust(TrustManagers.believingAnybody()));
    }

    /** What those of the JDK and of others look at. */
    @Settings(roles = Role.CLIENT)
    void rule12_1_anExtendedTrustManagerSeesTheConnection(Setting setting) throws Exception {
        TrustManagers.Witness witness = new TrustManagers.Witness();
        try (Session session = presenting(PKI.server(), setting).trust(witness).open()) {
            session.handshake();
        }
        Object seen = witness.connection().orElseThrow();
        if (seen instanceof SSLSocket socket) {
            assertEquals("HTTPS", socket.getSSLParameters().getEndpointIdentificationAlgorithm());
        } else {
            SSLEngine engine = assertInstanceOf(SSLEngine.class, seen);
            assertEquals("HTTPS", engine.getSSLParameters().getEndpointIdentificationAlgorithm());
        }
        assertEquals(Session.HOST, witness.peerHost());
        assertEquals(setting.version().jdkName(), witness.protocol());
    }

    @Settings(roles = Role.CLIENT)
    void rule12_1_notAByteOfDataReachesAServerThatIsRefused(Setting setting) throws Exception {
        try (Session session = presenting(PKI.wrongNameServer(), setting).open()) {
            var write = session.start(() -> {
                session.subject().write("secret");
                return "written";
            });
            session.peer().alternate(write::isDone);
            Refusal.assertRefusal(assertThrows(Exception.class, write::result));
            session.heardToTheEnd();
            assertEquals("", session.heard().text());
        }
    }

    private static Session.Builder presenting(Identity server, Setting setting) {
        return Session.of(setting).peer(usual -> usual.withIdentity(server));
    }

    private static UnaryOperator<TlsEndpoint> client(String host, Setting setting) {
        return usual ->
                TlsEndpoint.client(host, 443).protocols(setting.version().jdkName());
    }

    private static void assertRefused(Session.Builder options) throws Exception {
        try (Session session = options.open()) {
            Refusal.assertRefused(session, Refusal.OF_A_CERTIFICATE);
        }
    }
}
