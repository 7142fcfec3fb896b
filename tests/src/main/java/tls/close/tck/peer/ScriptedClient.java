// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Hashtable;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/** What a scripted client decides in its handshake. It believes any server: it is not what is tested. */
final class ScriptedClient extends DefaultTlsClient {
    private final PeerOptions options;
    private final PeerCrypto crypto;
    private final PeerLog log;
    private final Optional<TlsSession> offered;

    ScriptedClient(PeerOptions options, PeerCrypto crypto, PeerLog log, Optional<TlsSession> offered) {
        super(crypto);
        this.options = options;
        this.crypto = crypto;
        this.log = log;
        this.offered = offered;
    }

    @Override
    public @Nullable TlsSession getSessionToResume() {
        return offered.orElse(null);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return BouncyCastle.versions(options);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return CipherSuites.forClient(options);
    }

    @Override
    protected @Nullable Vector<ProtocolName> getProtocolNames() {
        return BouncyCastle.protocolNames(options);
    }

    @Override
    protected @Nullable Vector<ServerName> getSNIServerNames() {
        return BouncyCastle.vectorOrNull(options.serverName().stream()
                .map(name -> new ServerName(NameType.host_name, name.getBytes(StandardCharsets.US_ASCII)))
                .toList());
    }

    @Override
    @SuppressWarnings({"JdkObsolete", "unchecked"})
    public Hashtable<Integer, byte[]> getClientExtensions() throws IOException {
        return options.renegotiationInfo().applyTo(super.getClientExtensions());
    }

    /** BouncyCastle would refuse a near end that answers {@link RenegotiationInfo#OMITTED} in kind. */
    @Override
    public void notifySecureRenegotiation(boolean secure) {}

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                log.certificates = BouncyCastle.chain(server.getCertificate());
            }

            @Override
            public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                return options.identity().isEmpty()
                        ? null
                        : BouncyCastle.signer(
                                options.identity().get(),
                                context,
                                crypto,
                                request.getSupportedSignatureAlgorithms(),
                                request.getCertificateRequestContext());
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        log.handshake = Optional.of(BouncyCastle.handshake(context));
        log.session = Optional.ofNullable(context.getResumableSession());
    }
}
