// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCertificate;
import org.jspecify.annotations.Nullable;
import tls.close.tck.pki.Identity;

/** From the JDK's types to BouncyCastle's and back. */
final class BouncyCastle {
    private BouncyCastle() {}

    static ProtocolVersion[] versions(PeerOptions options) {
        return options.versions().stream().map(TlsVersion::bouncyCastleVersion).toArray(ProtocolVersion[]::new);
    }

    static @Nullable Vector<ProtocolName> protocolNames(PeerOptions options) {
        return vectorOrNull(
                options.alpn().stream().map(ProtocolName::asUtf8Encoding).toList());
    }

    /** Signs with the first of a few sure algorithms that the near end takes for such a key. */
    static TlsCredentialedSigner signer(
            Identity identity, TlsContext context, PeerCrypto crypto, Collection<?> accepted, byte[] requestContext)
            throws IOException {
        SignatureAndHashAlgorithm algorithm = signatureAlgorithms(
                        identity.privateKey().getAlgorithm())
                .stream()
                .filter(accepted::contains)
                .findFirst()
                .orElseThrow(() -> new IOException("The near end takes no signature of this key: " + accepted));
        return new JcaDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                identity.privateKey(),
                certificate(identity, context, crypto, requestContext),
                algorithm);
    }

    static List<X509Certificate> chain(Certificate certificate) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (TlsCertificate each : certificate.getCertificateList()) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each.getEncoded())));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return List.copyOf(chain);
    }

    static PeerLog.Handshake handshake(TlsContext context) {
        SecurityParameters parameters = context.getSecurityParametersConnection();
        return new PeerLog.Handshake(
                TlsVersion.of(parameters.getNegotiatedVersion()),
                Optional.ofNullable(parameters.getApplicationProtocol())
                        .map(name -> new String(name.getBytes(), StandardCharsets.UTF_8)));
    }

    /** As BouncyCastle wants it: its interfaces are older than java.util.List, and null stands for none. */
    @SuppressWarnings("JdkObsolete")
    static <T> @Nullable Vector<T> vectorOrNull(Collection<T> elements) {
        return elements.isEmpty() ? null : new Vector<>(elements);
    }

    private static List<SignatureAndHashAlgorithm> signatureAlgorithms(String keyAlgorithm) {
        return keyAlgorithm.equals("RSA")
                ? List.of(
                        SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
                        SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa))
                : List.of(SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    private static Certificate certificate(
            Identity identity, TlsContext context, PeerCrypto crypto, byte[] requestContext) throws IOException {
        List<CertificateEntry> entries = new ArrayList<>();
        for (X509Certificate each : identity.chain()) {
            entries.add(new CertificateEntry(new JcaTlsCertificate(crypto, each), null));
        }
        return TlsUtils.isTLSv13(context)
                ? new Certificate(requestContext, entries.toArray(CertificateEntry[]::new))
                : new Certificate(
                        entries.stream().map(CertificateEntry::getCertificate).toArray(TlsCertificate[]::new));
    }
}
