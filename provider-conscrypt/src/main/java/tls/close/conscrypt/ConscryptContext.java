// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.internal.provider.SessionScope;
import tls.close.internal.provider.SessionScopes;
import tls.close.internal.provider.SessionTerms;

/**
 * Makes engines of Conscrypt's. It keeps a client's sessions by host and port, knows nothing of what was checked then, and
 * has no call to forget one; a server's are in tickets, and are resumed whatever is asked of the client now. So a client
 * is given a number of ours for the port, the same for the same terms; and servers on different terms a context each,
 * with ticket keys of its own (rule 12.5).
 *
 * @see <a href="https://github.com/google/conscrypt/blob/master/common/src/main/java/org/conscrypt/ClientSessionContext.java">
 *     ClientSessionContext.getCachedSession</a>
 */
final class ConscryptContext extends TlsContext {
    private static final int MOST_CLIENT_SESSIONS = 1_000;

    /** Each holds native memory; and of servers on different terms there are few. */
    private static final int MOST_SERVER_SCOPES = 100;

    private final Optional<LocalKeys> keys;
    private final SSLContext context;
    private final Supported supported;
    private final AtomicInteger lastNumber = new AtomicInteger();
    private final SessionScopes<Integer> clients =
            new SessionScopes<>(MOST_CLIENT_SESSIONS, lastNumber::incrementAndGet);
    private final SessionScopes<SSLContext> servers;

    private ConscryptContext(Optional<LocalKeys> local, TrustManager[] trust) throws GeneralSecurityException {
        KeyManager[] keys = local.stream().toArray(KeyManager[]::new);
        this.keys = local;
        this.context = newContext(keys, trust);
        this.context.getClientSessionContext().setSessionCacheSize(MOST_CLIENT_SESSIONS);
        this.supported = Supported.by(context);
        this.servers = new SessionScopes<>(MOST_SERVER_SCOPES, () -> another(keys, trust));
    }

    static ConscryptContext of(KeyManager[] keyManagers, TrustManager[] trustManagers) throws GeneralSecurityException {
        return new ConscryptContext(LocalKeys.among(keyManagers), new TrustManager[] {PeerTrust.among(trustManagers)});
    }

    /** A provider of our own, that nobody else sees. */
    private static SSLContext newContext(KeyManager[] keys, TrustManager[] trust) throws GeneralSecurityException {
        SSLContext made = SSLContext.getInstance("TLS", Conscrypt.newProvider());
        made.init(keys, trust, null);
        return made;
    }

    private static SSLContext another(KeyManager[] keys, TrustManager[] trust) {
        try {
            return newContext(keys, trust);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Conscrypt has taken these keys and this trust before", e);
        }
    }

    @Override
    public SSLEngine newEngine(TlsEndpoint endpoint) {
        ContractEngine engine = new ContractEngine(endpoint, supported, this::newNativeEngine);
        engine.setSSLParameters(endpoint.sslParameters());
        return engine;
    }

    /** Only now, at the begin of the handshake: an engine that is not used holds nothing. */
    private NativeEngine newNativeEngine(ContractEngine engine) throws SSLException {
        return engine.getUseClientMode() ? newClient(engine) : newServer(engine);
    }

    private NativeEngine newClient(ContractEngine engine) throws SSLException {
        SSLParameters parameters = engine.parameters();
        SessionScope<Integer> scope = clients.of(SessionTerms.of(engine, parameters));
        String host = engine.getPeerHost();
        SSLEngine conscrypt = configured(
                engine, () -> host == null ? context.createSSLEngine() : context.createSSLEngine(host, scope.keeper()));
        if (parameters.getServerNames() == null || parameters.getServerNames().isEmpty()) {
            Conscrypt.setHostname(conscrypt, null); // It would make up one of the host.
        }
        return new NativeEngine(engine, conscrypt, scope);
    }

    private NativeEngine newServer(ContractEngine engine) throws SSLException {
        SessionScope<SSLContext> scope = servers.of(SessionTerms.of(engine, engine.parameters()));
        SSLEngine conscrypt = configured(engine, scope.keeper()::createSSLEngine);
        if (engine.admission().selectsApplicationProtocol()) {
            // No reference to the engine, or it could not be forgotten: see NativeEngine.
            conscrypt.setHandshakeApplicationProtocolSelector(
                    (theirs, offered) -> NativeEngine.current().admission().selectApplicationProtocol(offered));
        }
        return new NativeEngine(engine, conscrypt, scope);
    }

    private SSLEngine configured(ContractEngine engine, Supplier<SSLEngine> make) throws SSLException {
        SSLParameters permitted = engine.permitted();
        if (permitted.getProtocols().length == 0 || permitted.getCipherSuites().length == 0) {
            throw new SSLHandshakeException("algorithm constraints leave no enabled protocol or cipher suite");
        }
        SSLEngine conscrypt = NativeEngine.make(make);
        conscrypt.setUseClientMode(engine.getUseClientMode());
        conscrypt.setEnableSessionCreation(engine.getEnableSessionCreation());
        conscrypt.setSSLParameters(supported.forConscrypt(permitted));
        Conscrypt.setBufferAllocator(conscrypt, DirectBuffers.SHARED);
        // Otherwise its servers resume nothing, as they have no cache.
        Conscrypt.setUseSessionTickets(conscrypt, true);
        return conscrypt;
    }

    @Override
    protected boolean canServe() {
        return keys.isPresent() && !keys.get().hasNoServerKey();
    }

    @Override
    protected OptionalInt fatalAlert(SSLException thrown) {
        return BoringSslError.alert(thrown);
    }

    @Override
    public String toString() {
        return backend();
    }

    static String backend() {
        Conscrypt.Version version = Conscrypt.version();
        return "conscrypt (Conscrypt " + version.major() + "." + version.minor() + "." + version.patch() + ")";
    }
}
