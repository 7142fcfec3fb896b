// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsRawKeyCertificate;

/** A key pair without a certificate (RFC 7250): whoever is to trust it has to know it. */
final class RawKey {
    static final BcTlsCrypto CRYPTO = new BcTlsCrypto(new SecureRandom());

    private final Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(CRYPTO.getSecureRandom());

    private BcTlsRawKeyCertificate shown() throws IOException {
        return new BcTlsRawKeyCertificate(
                CRYPTO, SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key.generatePublicKey()));
    }

    /** Shows the key to the peer and signs with it. */
    TlsCredentialedSigner credentials(TlsContext context, byte[] requestContext) throws IOException {
        Certificate message = TlsUtils.isTLSv13(context)
                ? new Certificate(CertificateType.RawPublicKey, requestContext, new CertificateEntry[] {
                    new CertificateEntry(shown(), null)
                })
                : new Certificate(CertificateType.RawPublicKey, new TlsCertificate[] {shown()});
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), CRYPTO, key, message, SignatureAndHashAlgorithm.ed25519);
    }

    /** Lets in who has this key. */
    void require(Certificate shownByPeer) throws IOException {
        if (shownByPeer.getCertificateType() != CertificateType.RawPublicKey
                || shownByPeer.getLength() != 1
                || !Arrays.equals(
                        shown().getEncoded(), shownByPeer.getCertificateAt(0).getEncoded())) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
    }
}
