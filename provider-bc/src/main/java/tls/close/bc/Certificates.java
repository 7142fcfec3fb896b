// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;
import org.jspecify.annotations.Nullable;

/** Certificates, between the JDK's types and bctls's. */
final class Certificates {

    private Certificates() {}

    /**
     * The chain of a Certificate message.
     *
     * @return empty if there is none, or if it is no X.509: a raw public key, say
     */
    static List<X509Certificate> ofJca(@Nullable Certificate message) {
        if (message == null || message.isEmpty() || message.getCertificateType() != CertificateType.X509) {
            return List.of();
        }
        List<X509Certificate> chain = new ArrayList<>();
        try {
            for (TlsCertificate certificate : message.getCertificateList()) {
                chain.add(
                        certificate instanceof JcaTlsCertificate jca
                                ? jca.getX509Certificate()
                                : parse(certificate.getEncoded()));
            }
        } catch (IOException | CertificateException e) {
            return List.of(); // With a crypto of the application's own, which took them for certificates.
        }
        return List.copyOf(chain);
    }

    private static X509Certificate parse(byte[] encoded) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    /**
     * A Certificate message.
     *
     * @param context the certificate_request_context of TLS 1.3, null for TLS 1.2
     */
    static Certificate message(List<X509Certificate> chain, Crypto crypto, byte @Nullable [] context) {
        TlsCertificate[] certificates = chain.stream()
                .map(certificate -> new JcaTlsCertificate(crypto, certificate))
                .toArray(TlsCertificate[]::new);
        if (context == null) {
            return new Certificate(certificates);
        }
        CertificateEntry[] entries = new CertificateEntry[certificates.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new CertificateEntry(certificates[i], null);
        }
        return new Certificate(context, entries);
    }
}
