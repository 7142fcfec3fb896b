// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/**
 * A {@link TestPki} in files, as other TLS programs want it: keys in PKCS #8, certificates in PEM.
 *
 * @param authority the certificate of the trusted authority
 * @param serverKey the server's private key
 * @param serverChain the server's certificates
 * @param clientKey the client's private key
 * @param clientChain the client's certificates
 */
public record PemFiles(Path authority, Path serverKey, Path serverChain, Path clientKey, Path clientChain) {

    static PemFiles write(TestPki pki, Path directory) throws IOException {
        return new PemFiles(
                writeCertificates(directory.resolve("ca.pem"), List.of(pki.authority())),
                writeKey(directory.resolve("server-key.pem"), pki.server()),
                writeCertificates(directory.resolve("server.pem"), pki.server().chain()),
                writeKey(directory.resolve("client-key.pem"), pki.client()),
                writeCertificates(directory.resolve("client.pem"), pki.client().chain()));
    }

    private static Path writeKey(Path file, Identity identity) throws IOException {
        return Files.writeString(
                file, pem("PRIVATE KEY", identity.privateKey().getEncoded()), StandardCharsets.US_ASCII);
    }

    private static Path writeCertificates(Path file, List<X509Certificate> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : certificates) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return Files.writeString(file, text, StandardCharsets.US_ASCII);
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(label, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der));
    }
}
