// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.internal.provider.SessionScope;
import tls.close.internal.provider.SessionScopes;
import tls.close.internal.provider.SessionTerms;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/**
 * Makes engines and sockets of the JDK's. It keeps a client's sessions by host and port alone, and a server's by nothing
 * but their tickets; so connections on different terms are given an {@link SSLContext} each, which is small: a kilobyte.
 *
 * @see <a href="https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/ssl/SSLSessionContextImpl.java">
 *     SSLSessionContextImpl.get</a>
 */
final class JsseContext extends TlsContext {
    private static final int MOST_SCOPES = 1_000;

    /** Of a client's with one server; together not many more than the JDK's usual 20 480. */
    private static final int MOST_CLIENT_SESSIONS = 32;

    private final ServerKeys keys;
    private final SSLContext context;
    private final SessionScopes<SSLContext> scopes;

    /** Makes contexts of the same keys and trust, each with a session cache of its own. */
    interface Contexts {
        SSLContext make() throws GeneralSecurityException;
    }

    JsseContext(ServerKeys keys, Contexts contexts) throws GeneralSecurityException {
        this.keys = keys;
        this.context = contexts.make();
        this.scopes = new SessionScopes<>(MOST_SCOPES, () -> another(contexts));
    }

    private static SSLContext another(Contexts contexts) {
        try {
            SSLContext made = contexts.make();
            SSLSessionContext sessions = made.getClientSessionContext();
            int usual = sessions.getSessionCacheSize(); // 0 is no bound.
            sessions.setSessionCacheSize(usual == 0 ? MOST_CLIENT_SESSIONS : Math.min(usual, MOST_CLIENT_SESSIONS));
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has taken these keys and this trust before", e);
        }
    }

    @Override
    public SSLEngine newEngine(TlsEndpoint endpoint) {
        return new JsseEngine(configured(endpoint), scopes, keys);
    }

    /** An engine of the JDK's that has all settings, but no session cache that counts. */
    private SSLEngine configured(TlsEndpoint endpoint) {
        SSLEngine engine = endpoint.host()
                .map(host -> context.createSSLEngine(host, endpoint.port()))
                .orElseGet(context::createSSLEngine);
        engine.setUseClientMode(endpoint.isClient());
        engine.setSSLParameters(endpoint.sslParameters());
        return engine;
    }

    @Override
    protected RecordLayer newRecordLayer(Socket socket, Transport transport, TlsEndpoint endpoint) throws IOException {
        // By way of an engine, so that a socket and an engine on the same terms can resume each other's sessions.
        SSLEngine configured = configured(endpoint);
        SessionScope<SSLContext> scope = scopes.of(SessionTerms.of(configured, configured.getSSLParameters()));
        Witness witness = new Witness(transport);
        SSLSocket tls = (SSLSocket) scope.keeper()
                .getSocketFactory()
                .createSocket(
                        new WitnessSocket(socket, witness, endpoint.port()),
                        endpoint.host().orElse(null),
                        endpoint.port(),
                        false);
        tls.setUseClientMode(endpoint.isClient());
        SSLParameters parameters = endpoint.sslParameters();
        tls.setSSLParameters(endpoint.isClient() ? parameters : AnyServerName.notedBy(parameters));
        return new SocketRecordLayer(tls, witness, keys, scope);
    }

    @Override
    protected boolean canServe() {
        return keys.mayBeFound();
    }

    @Override
    protected OptionalInt fatalAlert(SSLException thrown) {
        return ReceivedAlert.in(thrown);
    }

    @Override
    protected boolean isCloseNotify(SSLException thrown) {
        return ReceivedAlert.isCloseNotify(thrown);
    }

    @Override
    public String toString() {
        return backend();
    }

    static String backend() {
        return "jsse (JDK " + System.getProperty("java.version") + ")";
    }
}
