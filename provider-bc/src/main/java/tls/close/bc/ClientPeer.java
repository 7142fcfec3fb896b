// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.SessionTerms;

/** Answers what bctls asks a client: offers what the engine's parameters say, and shows and checks certificates. */
final class ClientPeer extends DefaultTlsClient implements TlsAuthentication {
    /** Best first; RFC 7919's are for peers without elliptic curves. */
    private static final int[] GROUPS = {
        NamedGroup.x25519,
        NamedGroup.secp256r1,
        NamedGroup.x448,
        NamedGroup.secp384r1,
        NamedGroup.secp521r1,
        NamedGroup.ffdhe2048,
        NamedGroup.ffdhe3072,
        NamedGroup.ffdhe4096
    };

    private final BcEngine engine;
    private final Credentials credentials;
    private final SSLParameters parameters;
    private final Offer offer;

    ClientPeer(BcEngine engine, Credentials credentials) {
        super(credentials.crypto());
        this.engine = engine;
        this.credentials = credentials;
        this.parameters = engine.getSSLParameters();
        this.offer = Offer.of(engine.permitted(), credentials.crypto());
    }

    // What to offer

    @Override
    public void notifyHandshakeBeginning() throws IOException {
        super.notifyHandshakeBeginning();
        if (offer.isEmpty()) {
            throw new SSLHandshakeException("no enabled cipher suite is for an enabled protocol");
        }
        if (Scheme.enabledBy(parameters).isEmpty()) {
            throw new SSLHandshakeException("no enabled signature scheme is known here");
        }
        if (!engine.getEnableSessionCreation() && getSessionToResume() == null) {
            throw new SSLHandshakeException("there is no session to resume, and no leave to create one");
        }
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return offer.versions();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return offer.cipherSuites();
    }

    @Override
    protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithms() {
        return Scheme.toBctls(Scheme.enabledBy(parameters));
    }

    @Override
    protected Vector<SignatureAndHashAlgorithm> getSupportedSignatureAlgorithmsCert() {
        return Scheme.ofCertificates();
    }

    /** P-521 too, which bctls leaves out: the JDK shows a certificate with such a key only to who names the curve. */
    @Override
    @SuppressWarnings({"JdkObsolete", "rawtypes"})
    protected Vector<Integer> getSupportedGroups(Vector roles) {
        Vector<Integer> groups = new Vector<>();
        for (int group : GROUPS) {
            if (getCrypto().hasNamedGroup(group)) {
                groups.add(group);
            }
        }
        return groups;
    }

    @Override
    protected @Nullable Vector<ServerName> getSNIServerNames() {
        return parameters.getServerNames() == null
                        || parameters.getServerNames().isEmpty()
                ? null
                : Names.toBctls(parameters.getServerNames());
    }

    @Override
    protected @Nullable Vector<ProtocolName> getProtocolNames() {
        String[] names = parameters.getApplicationProtocols();
        return names.length == 0 ? null : Names.toBctls(names);
    }

    /** Nothing here reads a stapled response. */
    @Override
    protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
        return null;
    }

    // What to resume

    @Override
    public @Nullable TlsSession getSessionToResume() {
        return sessionKey()
                .flatMap(credentials.sessions()::find)
                .filter(session -> offer.allows(session.exportSessionParameters()))
                .orElse(null);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        TlsSession session = context.getResumableSession();
        if (session != null) {
            sessionKey().ifPresent(key -> credentials.sessions().remember(key, session));
        }
    }

    private Optional<SessionKey> sessionKey() {
        return SessionKey.withServer(SessionTerms.of(engine, parameters));
    }

    // What to make of the server

    /** Only in a full handshake: a server that resumes a session has said all this before. */
    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        if (!engine.getEnableSessionCreation()) {
            throw new TlsFatalAlert(
                    AlertDescription.handshake_failure,
                    "the server does not resume the session, and there is no leave to create one");
        }
        ProtocolName chosen = extensions == null ? null : TlsExtensionsUtils.getALPNExtensionServer(extensions);
        // RFC 7301 section 3.1: the server chooses from our list; bctls does not look.
        if (chosen != null
                && !List.of(parameters.getApplicationProtocols()).contains(Names.applicationProtocol(chosen))) {
            throw new TlsFatalAlert(
                    AlertDescription.illegal_parameter,
                    "the server chose an application protocol that was not offered");
        }
    }

    /** As the other backends: nothing is ever renegotiated here, which is all that RFC 5746 makes safe. */
    @Override
    public void notifySecureRenegotiation(boolean secure) {}

    /** The trust manager checks these too, and knows which of them don't matter: a root's own, for instance. */
    @Override
    @SuppressWarnings("deprecation")
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return this;
    }

    @Override
    public void notifyServerCertificate(TlsServerCertificate shown) throws IOException {
        List<X509Certificate> chain = Certificates.ofJca(shown.getCertificate());
        if (chain.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "the server has shown no certificate");
        }
        String keyExchange =
                KeyExchange.name(context.getSecurityParametersHandshake().getKeyExchangeAlgorithm());
        credentials.trust().checkServer(chain, keyExchange, engine);
    }

    @Override
    public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
        boolean tls13 = TlsUtils.isTLSv13(context);
        List<Scheme> usable =
                Scheme.among(request.getSupportedSignatureAlgorithms(), Scheme.enabledBy(parameters)).stream()
                        .filter(scheme -> tls13 ? scheme.isForTls13() : isOfType(scheme, request.getCertificateTypes()))
                        .toList();
        Principal[] issuers = Names.principals(request.getCertificateAuthorities());
        return credentials
                .keys()
                .forClient(usable, tls13, issuers, engine)
                .map(choice -> JcaSigner.credentials(
                        context, credentials.crypto(), choice, request.getCertificateRequestContext()))
                .orElse(null);
    }

    /** RFC 5246 section 7.4.4: the certificate has to be of a type that the server names. */
    private static boolean isOfType(Scheme scheme, short[] types) {
        short type = SignatureAlgorithm.getClientCertificateType(scheme.bctls().getSignature());
        for (short one : types) {
            if (one == type) {
                return true;
            }
        }
        return false;
    }
}
