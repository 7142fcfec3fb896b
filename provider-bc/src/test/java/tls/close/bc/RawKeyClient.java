// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;

/** A client with a key of its own that knows its server by the key. */
final class RawKeyClient extends DefaultTlsClient implements TlsAuthentication {
    private final RawKey own;
    private final RawKey expected;
    private final ProtocolVersion version;

    RawKeyClient(RawKey own, RawKey expected, ProtocolVersion version) {
        super(RawKey.CRYPTO);
        this.own = own;
        this.expected = expected;
        this.version = version;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return version.only();
    }

    @Override
    protected short[] getAllowedServerCertificateTypes() {
        return new short[] {CertificateType.RawPublicKey};
    }

    @Override
    protected short[] getAllowedClientCertificateTypes() {
        return new short[] {CertificateType.RawPublicKey};
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return this;
    }

    @Override
    public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
        expected.require(shown.getCertificate());
    }

    @Override
    public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        return own.credentials(context, request.getCertificateRequestContext());
    }
}
