// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Tag;
import tls.close.TlsEndpoint.ClientAuth;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.harness.TrustManagers;
import tls.close.tck.pki.Identity;
import tls.close.tck.pki.TestPki;

/**
 * Rule 12.6, scenario 151: weak certificates meet the same verdict on every backend. With the security properties as the
 * JDK comes with them.
 */
@Tag("admission")
public abstract class VerdictScenarios {
    private static final TestPki PKI = TestPki.rsa();

    @Settings
    void rule12_6_scenario151_aSignatureByMd5IsRefused(Setting setting) throws Exception {
        assertRefusedByAll(PKI.signedBy("MD5withRSA"), setting);
    }

    @Settings
    void rule12_6_scenario151_anRsaKeyOf768BitsIsRefused(Setting setting) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(768);
        assertRefusedByAll(PKI.keyed(generator.generateKeyPair()), setting);
    }

    /** The JDK refuses it for roots of its own trust store only. */
    @Settings
    void rule12_6_scenario151_aSignatureBySha1OfAPrivateAuthorityIsAccepted(Setting setting) throws Exception {
        assertAcceptedByAll(PKI.signedBy("SHA1withRSA"), PKI, setting);
        assertAcceptedByAll(TestPki.ec().signedBy("SHA1withECDSA"), TestPki.ec(), setting);
    }

    /** Neither time nor chain: that is the manager's to judge. */
    @Settings
    void rule12_6_scenario151_nothingElseIsAddedToAPlainManagersVerdict(Setting setting) throws Exception {
        for (Identity bad : List.of(PKI.expiredServer(), PKI.untrustedServer(), PKI.selfSignedServer())) {
            assertAccepted(bad, TrustManagers.believingAnybody(), setting);
        }
    }

    private static void assertRefusedByAll(Identity weak, Setting setting) throws Exception {
        TrustManager[] jdk = PKI.trustManagers();
        for (TrustManager manager : List.of(
                jdk[0], TrustManagers.plain(jdk), TrustManagers.wrapped(jdk), TrustManagers.believingAnybody())) {
            try (Session session = presenting(weak, manager, setting)) {
                assertThrows(SSLException.class, session::handshake, manager::toString);
            }
        }
    }

    private static void assertAcceptedByAll(Identity weak, TestPki pki, Setting setting) throws Exception {
        TrustManager[] jdk = pki.trustManagers();
        for (TrustManager manager : List.of(
                jdk[0], TrustManagers.plain(jdk), TrustManagers.wrapped(jdk), TrustManagers.believingAnybody())) {
            assertAccepted(weak, manager, setting);
        }
    }

    private static void assertAccepted(Identity shown, TrustManager manager, Setting setting) throws Exception {
        try (Session session = presenting(shown, manager, setting)) {
            session.handshake();
            X509Certificate seen = (X509Certificate)
                    session.subject().connection().sslSession().getPeerCertificates()[0];
            assertEquals(shown.certificate(), seen);
        }
    }

    private static Session presenting(Identity shown, TrustManager manager, Setting setting) throws Exception {
        return Session.of(setting)
                .peer(usual -> usual.withIdentity(shown))
                .endpoint(usual -> usual.isClient() ? usual : usual.clientAuth(ClientAuth.NEED))
                .trust(manager)
                .open();
    }
}
