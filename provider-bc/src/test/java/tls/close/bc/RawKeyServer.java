// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.util.Vector;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsUtils;

/** A server with a key of its own that knows its client by the key. */
final class RawKeyServer extends DefaultTlsServer {
    private final RawKey own;
    private final RawKey expected;

    RawKeyServer(RawKey own, RawKey expected) {
        super(RawKey.CRYPTO);
        this.own = own;
        this.expected = expected;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv12);
    }

    /** Those of TLS 1.2 that a key of this kind can sign for, which bctls leaves to who has the key. */
    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    @Override
    protected short[] getAllowedClientCertificateTypes() {
        return new short[] {CertificateType.RawPublicKey};
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        return own.credentials(context, TlsUtils.EMPTY_BYTES);
    }

    @Override
    @SuppressWarnings("JdkObsolete") // bctls wants a Vector.
    public CertificateRequest getCertificateRequest() throws IOException {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        algorithms.add(SignatureAndHashAlgorithm.ed25519);
        return TlsUtils.isTLSv13(context)
                ? new CertificateRequest(TlsUtils.EMPTY_BYTES, algorithms, null, null)
                : new CertificateRequest(new short[] {ClientCertificateType.ecdsa_sign}, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate shown) throws IOException {
        expected.require(shown);
    }
}
