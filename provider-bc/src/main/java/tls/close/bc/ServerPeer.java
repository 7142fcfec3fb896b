// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import java.util.function.BiFunction;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;
import tls.close.internal.provider.SessionTerms;

/** Answers what bctls asks a server: chooses as the engine's parameters say, and shows and checks certificates. */
final class ServerPeer extends DefaultTlsServer {
    /** As long as it may be. */
    private static final int SESSION_ID_SIZE = 32;

    private final BcEngine engine;
    private final Credentials credentials;
    private final SSLParameters parameters;
    private final Offer offer;
    private final List<Scheme> enabled;

    private Principal @Nullable [] authorities;
    private Optional<TlsCredentials> shown = Optional.empty();

    /** Whether there was none for the suite that was looked at last; for none in common there is none to look at. */
    private boolean lacksKey;

    ServerPeer(BcEngine engine, Credentials credentials) {
        super(credentials.crypto());
        this.engine = engine;
        this.credentials = credentials;
        this.parameters = engine.getSSLParameters();
        this.enabled = Scheme.enabledBy(parameters);
        this.offer = Offer.of(engine.permitted(), credentials.crypto());
    }

    // What to choose

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return offer.versions();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return offer.cipherSuites();
    }

    @Override
    protected boolean preferLocalCipherSuites() {
        return parameters.getUseCipherSuitesOrder();
    }

    /**
     * Only what our crypto has, too: {@code AbstractTlsServer} takes the first group of the client's that is long
     * enough, and fails with internal_error where that is one of the binary curves, which the JDK has no more.
     */
    @Override
    protected int selectECDH(int minimumCurveBits) {
        int[] clients = context.getSecurityParametersHandshake().getClientSupportedGroups();
        return clients == null
                ? super.selectECDH(minimumCurveBits)
                : Arrays.stream(clients)
                        .filter(getCrypto()::hasNamedGroup)
                        .filter(group -> NamedGroup.getCurveBits(group) >= minimumCurveBits)
                        .findFirst()
                        .orElse(-1);
    }

    @Override
    protected int getMaximumNegotiableCurveBits() {
        int[] clients = context.getSecurityParametersHandshake().getClientSupportedGroups();
        return clients == null
                ? super.getMaximumNegotiableCurveBits()
                : Arrays.stream(clients)
                        .filter(getCrypto()::hasNamedGroup)
                        .map(NamedGroup::getCurveBits)
                        .max()
                        .orElse(0);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        checkServerName();
        if (extensions != null && TlsUtils.isTLSv13(context)) {
            authorities = Names.principals(TlsExtensionsUtils.getCertificateAuthoritiesExtension(extensions));
        }
    }

    /** RFC 6066 section 3. A client that sends no name is welcome. */
    private void checkServerName() throws TlsFatalAlert {
        List<SNIMatcher> matchers =
                parameters.getSNIMatchers() == null ? List.of() : List.copyOf(parameters.getSNIMatchers());
        for (SNIServerName name : serverNames()) {
            List<SNIMatcher> ofType = matchers.stream()
                    .filter(matcher -> matcher.getType() == name.getType())
                    .toList();
            if (!ofType.isEmpty() && ofType.stream().noneMatch(matcher -> matcher.matches(name))) {
                throw new TlsFatalAlert(AlertDescription.unrecognized_name, "no such server here: " + name);
            }
        }
    }

    @Override
    protected @Nullable Vector<ProtocolName> getProtocolNames() {
        String[] names = parameters.getApplicationProtocols();
        return names.length == 0 ? null : Names.toBctls(names);
    }

    /** A selector of the application's may want to see the handshake session first. */
    @Override
    protected boolean shouldSelectProtocolNameEarly() {
        return engine.applicationProtocolSelector().isEmpty();
    }

    @Override
    protected @Nullable ProtocolName selectProtocolName() throws IOException {
        Optional<BiFunction<SSLEngine, List<String>, String>> selector = engine.applicationProtocolSelector();
        if (selector.isEmpty()) {
            return super.selectProtocolName();
        }
        List<String> offered = Names.applicationProtocols(clientProtocolNames);
        String chosen = selector.get().apply(engine, offered);
        if (chosen == null || (!chosen.isEmpty() && !offered.contains(chosen))) {
            throw new TlsFatalAlert(AlertDescription.no_application_protocol);
        }
        return chosen.isEmpty() ? null : ProtocolName.asUtf8Encoding(chosen);
    }

    /** As the other backends: nothing is ever renegotiated here, which is all that RFC 5746 makes safe. */
    @Override
    public void notifySecureRenegotiation(boolean secure) {}

    // What to resume

    @Override
    public @Nullable TlsSession getSessionToResume(byte[] id) {
        return credentials
                .sessions()
                .find(sessionKey(id))
                .filter(session -> mayBeResumed(session.exportSessionParameters()))
                .orElse(null);
    }

    /** bctls looks at none of this. */
    private boolean mayBeResumed(SessionParameters session) {
        return offer.allows(session)
                && Arrays.stream(offeredCipherSuites).anyMatch(suite -> suite == session.getCipherSuite())
                && (!parameters.getNeedClientAuth()
                        || !Certificates.ofJca(session.getPeerCertificate()).isEmpty());
    }

    /** Only a session that is bound to its handshake may be resumed (RFC 7627 section 5.3). */
    @Override
    public byte @Nullable [] getNewSessionID() {
        return context.getSecurityParametersHandshake().isExtendedMasterSecret()
                ? context.getNonceGenerator().generateNonce(SESSION_ID_SIZE)
                : null;
    }

    /** Only in a full handshake. */
    @Override
    @SuppressWarnings({"JdkObsolete", "unchecked", "rawtypes"})
    public Hashtable<Integer, byte[]> getServerExtensions() throws IOException {
        if (!engine.getEnableSessionCreation()) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "there is no leave to create a session");
        }
        return super.getServerExtensions();
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        TlsSession session = context.getResumableSession();
        if (session != null) {
            credentials.sessions().remember(sessionKey(session.getSessionID()), session);
        }
    }

    private SessionKey sessionKey(byte[] id) {
        return SessionKey.withClient(id, serverNames(), SessionTerms.of(engine, parameters));
    }

    private List<SNIServerName> serverNames() {
        return Names.serverNames(context.getSecurityParameters().getClientServerNames());
    }

    // What to show

    @Override
    public int getSelectedCipherSuite() throws IOException {
        try {
            return super.getSelectedCipherSuite();
        } catch (TlsFatalAlert e) {
            throw lacksKey ? new MissingKeyAlert(e) : e;
        }
    }

    /** A cipher suite will do if we have a key for it; with none for any, the handshake fails. */
    @Override
    protected boolean selectCipherSuite(int cipherSuite) throws IOException {
        boolean tls13 = TlsUtils.isTLSv13(context);
        List<Scheme> usable = KeyExchange.usable(
                Scheme.among(context.getSecurityParametersHandshake().getClientSigAlgs(), enabled),
                TlsUtils.getKeyExchangeAlgorithm(cipherSuite));
        shown = credentials
                .keys()
                .forServer(usable, tls13, authorities, engine)
                .map(choice -> JcaSigner.credentials(
                        context, credentials.crypto(), choice, tls13 ? TlsUtils.EMPTY_BYTES : null));
        lacksKey = shown.isEmpty();
        return shown.isPresent() && super.selectCipherSuite(cipherSuite);
    }

    @Override
    public @Nullable TlsCredentials getCredentials() {
        return shown.orElse(null);
    }

    /** Nothing is stapled. */
    @Override
    protected boolean allowCertificateStatus() {
        return false;
    }

    // What to make of the client

    @Override
    public @Nullable CertificateRequest getCertificateRequest() throws IOException {
        if (!parameters.getNeedClientAuth() && !parameters.getWantClientAuth()) {
            return null;
        }
        if (TlsUtils.isTLSv13(context)) {
            return new CertificateRequest(
                    TlsUtils.EMPTY_BYTES,
                    Scheme.toBctls(enabled),
                    Scheme.ofCertificates(),
                    credentials.trust().authorities());
        }
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        return new CertificateRequest(
                types, Scheme.toBctls(enabled), credentials.trust().authorities());
    }

    @Override
    @SuppressWarnings("deprecation")
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false; // As in ClientPeer.
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        List<X509Certificate> chain = Certificates.ofJca(certificate);
        if (!chain.isEmpty()) {
            credentials.trust().checkClient(chain, engine);
        } else if (parameters.getNeedClientAuth() || !certificate.isEmpty()) {
            throw new TlsFatalAlert(
                    TlsUtils.isTLSv13(context)
                            ? AlertDescription.certificate_required // RFC 8446 section 4.4.2.4
                            : AlertDescription.handshake_failure, // RFC 5246 section 7.4.6
                    "the client has shown no certificate");
        }
    }
}
