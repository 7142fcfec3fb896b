// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.pki;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.tck.peer.JdkEnd;
import tls.close.tck.peer.PeerOptions;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;

/** The good certificates pass the JDK's own checks, and each bad one fails them. */
class TestPkiTest {
    @ParameterizedTest
    @CsvSource({
        "RSA, localhost",
        "RSA, server.test",
        "RSA, 127.0.0.1",
        "EC, localhost",
        "EC, server.test",
        "EC, 127.0.0.1"
    })
    void the_server_is_trusted_under_its_names(KeyAlgorithm algorithm, String host) {
        TestPki pki = TestPki.of(algorithm);

        assertDoesNotThrow(() -> check(pki, pki.server(), host));
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void the_client_is_trusted(KeyAlgorithm algorithm) {
        TestPki pki = TestPki.of(algorithm);

        X509TrustManager trust = (X509TrustManager) pki.trustManagers()[0];

        assertDoesNotThrow(
                () -> trust.checkClientTrusted(pki.client().chain().toArray(X509Certificate[]::new), algorithm.name()));
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void no_bad_server_is_trusted(KeyAlgorithm algorithm) {
        TestPki pki = TestPki.of(algorithm);

        assertAll(
                () -> assertRefused(pki, pki.server(), "other.test"),
                () -> assertRefused(pki, pki.wrongNameServer(), "server.test"),
                () -> assertRefused(pki, pki.expiredServer(), "server.test"),
                () -> assertRefused(pki, pki.untrustedServer(), "server.test"),
                () -> assertRefused(pki, pki.selfSignedServer(), "server.test"));
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void only_its_name_is_wrong_with_the_server_of_the_wrong_name(KeyAlgorithm algorithm) {
        TestPki pki = TestPki.of(algorithm);

        assertDoesNotThrow(() -> check(pki, pki.wrongNameServer(), "other.test"));
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void certificates_are_made_once(KeyAlgorithm algorithm) {
        assertSame(TestPki.of(algorithm), TestPki.of(algorithm));
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void pem_files_hold_what_the_jdk_can_read(KeyAlgorithm algorithm, @TempDir Path directory) throws Exception {
        TestPki pki = TestPki.of(algorithm);
        PemFiles files = pki.writePem(directory);

        assertEquals(List.of(pki.authority()), readCertificates(files.authority()));
        assertEquals(pki.server().chain(), readCertificates(files.serverChain()));
        assertEquals(pki.client().chain(), readCertificates(files.clientChain()));
        assertEquals(pki.server().privateKey(), readKey(files.serverKey(), algorithm));
        assertEquals(pki.client().privateKey(), readKey(files.clientKey(), algorithm));
    }

    private static void assertRefused(TestPki pki, Identity server, String host) {
        SSLException refusal = assertThrows(SSLException.class, () -> check(pki, server, host));
        assertInstanceOf(CertificateException.class, refusal.getCause());
    }

    /** Presents a server to a JDK client that checks the chain and the host name. */
    private static void check(TestPki pki, Identity server, String host) throws Exception {
        JdkEnd.client(pki, host)
                .handshakeWith(
                        ScriptedPeer.server(PeerOptions.of(TlsVersion.TLS_1_3).withIdentity(server)));
    }

    private static List<Certificate> readCertificates(Path file) throws Exception {
        try (var in = Files.newInputStream(file)) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
    }

    private static Object readKey(Path file, KeyAlgorithm algorithm) throws Exception {
        String base64 = Files.readString(file).replaceAll("-----.*-----", "");
        return KeyFactory.getInstance(algorithm.name())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }
}
