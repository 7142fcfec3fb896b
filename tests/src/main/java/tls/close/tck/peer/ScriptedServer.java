// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import java.util.stream.Stream;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;
import tls.close.tck.pki.Identity;

/** What a scripted server decides in its handshake. */
final class ScriptedServer extends DefaultTlsServer {
    private final PeerOptions options;
    private final Identity identity;
    private final PeerCrypto crypto;
    private final PeerLog log;

    ScriptedServer(PeerOptions options, Identity identity, PeerCrypto crypto, PeerLog log) {
        super(crypto);
        this.options = options;
        this.identity = identity;
        this.crypto = crypto;
        this.log = log;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return BouncyCastle.versions(options);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return CipherSuites.forServer(options, identity.privateKey().getAlgorithm());
    }

    @Override
    protected @Nullable Vector<ProtocolName> getProtocolNames() {
        return BouncyCastle.protocolNames(options);
    }

    @Override
    @SuppressWarnings({"JdkObsolete", "unchecked"})
    public Hashtable<Integer, byte[]> getServerExtensions() throws IOException {
        return options.renegotiationInfo().applyTo(super.getServerExtensions());
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        return BouncyCastle.signer(
                identity,
                context,
                crypto,
                context.getSecurityParametersHandshake().getClientSigAlgs(),
                TlsUtils.EMPTY_BYTES);
    }

    @Override
    public @Nullable CertificateRequest getCertificateRequest() throws IOException {
        if (options.clientAuth() == ClientAuth.NONE) {
            return null;
        }
        Vector<?> algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
        return TlsUtils.isTLSv13(context)
                ? new CertificateRequest(TlsUtils.EMPTY_BYTES, algorithms, null, null)
                : new CertificateRequest(
                        new short[] {ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign},
                        algorithms,
                        null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        log.certificates = BouncyCastle.chain(certificate);
        if (certificate.isEmpty() && options.clientAuth() == ClientAuth.REQUIRE) {
            throw new TlsFatalAlert(
                    TlsUtils.isTLSv13(context)
                            ? AlertDescription.certificate_required
                            : AlertDescription.handshake_failure);
        }
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        log.serverName = serverName();
        log.handshake = Optional.of(BouncyCastle.handshake(context));
    }

    private Optional<String> serverName() {
        List<?> names = context.getSecurityParametersConnection().getClientServerNames();
        return Stream.ofNullable(names)
                .flatMap(List::stream)
                .map(ServerName.class::cast)
                .filter(name -> name.getNameType() == NameType.host_name)
                .map(name -> new String(name.getNameData(), StandardCharsets.US_ASCII))
                .findFirst();
    }
}
