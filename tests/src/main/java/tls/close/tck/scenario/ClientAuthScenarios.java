// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.cert.Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Tag;
import tls.close.FatalAlertException;
import tls.close.TlsEndpoint.ClientAuth;
import tls.close.tck.harness.Refusal;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.pki.Identity;
import tls.close.tck.pki.KeyAlgorithm;
import tls.close.tck.pki.TestPki;

/** Rules 12.1 and 12.3: a server checks its clients, and a client shows who it is. */
@Tag("admission")
public abstract class ClientAuthScenarios {
    /** Each version and implementation has its own: TLS 1.3 asks for the last, TLS 1.2 for handshake_failure. */
    private static final Set<AlertDescription> OF_NO_CERTIFICATE = EnumSet.of(
            AlertDescription.HANDSHAKE_FAILURE,
            AlertDescription.BAD_CERTIFICATE,
            AlertDescription.CERTIFICATE_REQUIRED);

    @Settings(roles = Role.SERVER)
    void rule12_3_needRefusesAClientWithoutACertificate(Setting setting) throws Exception {
        try (Session session = asking(ClientAuth.NEED, setting).open()) {
            Refusal.assertRefused(session, OF_NO_CERTIFICATE);
        }
    }

    @Settings(roles = Role.SERVER)
    void rule12_3_wantGoesOnWithoutACertificate(Setting setting) throws Exception {
        try (Session session = asking(ClientAuth.WANT, setting).open()) {
            session.handshake();
            assertThrows(
                    SSLPeerUnverifiedException.class,
                    () -> session.subject().connection().sslSession().getPeerCertificates());
        }
    }

    @Settings(roles = Role.SERVER)
    void rule12_3_aGoodCertificateIsAcceptedAndToBeSeen(Setting setting) throws Exception {
        for (ClientAuth choice : List.of(ClientAuth.WANT, ClientAuth.NEED)) {
            Identity client = TestPki.ec().client();
            try (Session session = asking(choice, setting)
                    .peer(usual -> usual.withIdentity(client))
                    .open()) {
                session.handshake();
                assertArrayEquals(
                        client.chain().toArray(Certificate[]::new),
                        session.subject().connection().sslSession().getPeerCertificates());
            }
        }
    }

    /** One that the client showed of its own accord is judged, also where none was needed. */
    @Settings(roles = Role.SERVER)
    void rule12_1_aCertificateOfAnUntrustedAuthorityIsRefused(Setting setting) throws Exception {
        for (ClientAuth choice : List.of(ClientAuth.WANT, ClientAuth.NEED)) {
            try (Session session = asking(choice, setting)
                    .peer(usual -> usual.withIdentity(TestPki.ec().untrustedServer()))
                    .open()) {
                Refusal.assertRefused(session, Refusal.OF_A_CERTIFICATE);
            }
        }
    }

    @Settings(roles = Role.SERVER)
    void rule12_3_noneDoesNotAsk(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .peer(usual -> usual.withIdentity(TestPki.ec().client()))
                .open()) {
            session.handshake();
            assertThrows(
                    SSLPeerUnverifiedException.class,
                    () -> session.subject().connection().sslSession().getPeerCertificates());
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule12_3_aClientShowsItsCertificateWhenAsked(Setting setting) throws Exception {
        for (KeyAlgorithm keys : KeyAlgorithm.values()) {
            Identity client = TestPki.of(keys).client();
            try (Session session = Session.of(setting)
                    .identity(client)
                    .peer(usual -> usual.withClientAuth(tls.close.tck.peer.ClientAuth.REQUIRE))
                    .open()) {
                session.handshake();
                assertEquals(client.chain(), session.heard().certificates());
            }
        }
    }

    @Settings(roles = Role.CLIENT)
    void rule12_3_aClientWithoutACertificateSaysSoAndHearsTheVerdict(Setting setting) throws Exception {
        try (Session session = Session.of(setting)
                .peer(usual -> usual.withClientAuth(tls.close.tck.peer.ClientAuth.REQUEST))
                .open()) {
            session.handshake();
            assertEquals(List.of(), session.heard().certificates());
        }
        try (Session session = Session.of(setting)
                .peer(usual -> usual.withClientAuth(tls.close.tck.peer.ClientAuth.REQUIRE))
                .open()) {
            // In TLS 1.3 the client's handshake is over before it hears what the server says of it.
            var read = session.start(session.subject()::readToEnd);
            session.peer().alternate(read::isDone);
            assertThrows(FatalAlertException.class, read::result);
        }
    }

    private static Session.Builder asking(ClientAuth choice, Setting setting) {
        return Session.of(setting).endpoint(usual -> usual.clientAuth(choice));
    }
}
