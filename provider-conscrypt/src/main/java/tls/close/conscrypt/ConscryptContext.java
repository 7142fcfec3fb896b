// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.security.GeneralSecurityException;
import java.util.OptionalInt;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** Makes engines of one {@link SSLContext} of Conscrypt's. */
final class ConscryptContext extends TlsContext {
    private final SSLContext context;
    private final Supported supported;
    private final SessionIds sessionIds = new SessionIds();

    private ConscryptContext(SSLContext context) {
        this.context = context;
        this.supported = Supported.by(context);
    }

    static ConscryptContext of(KeyManager[] keyManagers, TrustManager[] trustManagers) throws GeneralSecurityException {
        // A provider of our own, that nobody else sees.
        SSLContext context = SSLContext.getInstance("TLS", Conscrypt.newProvider());
        context.init(
                LocalKeys.among(keyManagers).stream().toArray(KeyManager[]::new),
                new TrustManager[] {PeerTrust.among(trustManagers)},
                null);
        context.getClientSessionContext().setSessionCacheSize(SessionIds.MOST);
        return new ConscryptContext(context);
    }

    @Override
    public SSLEngine newEngine(TlsEndpoint endpoint) {
        ContractEngine engine = new ContractEngine(endpoint, supported, this::newNativeEngine, sessionIds);
        engine.setSSLParameters(endpoint.sslParameters());
        return engine;
    }

    /** Only now, at the begin of the handshake: an engine that is not used holds nothing. */
    private NativeEngine newNativeEngine(ContractEngine engine) throws SSLException {
        SSLParameters parameters = engine.parameters();
        String host = engine.getPeerHost();
        SSLEngine conscrypt = NativeEngine.make(() -> host == null
                ? context.createSSLEngine()
                : context.createSSLEngine(host, sessionIds.of(engine.purpose())));
        conscrypt.setUseClientMode(engine.getUseClientMode());
        conscrypt.setEnableSessionCreation(engine.getEnableSessionCreation());
        conscrypt.setSSLParameters(supported.forConscrypt(parameters));
        Conscrypt.setBufferAllocator(conscrypt, DirectBuffers.SHARED);
        // Otherwise its servers resume nothing, as they have no cache.
        Conscrypt.setUseSessionTickets(conscrypt, true);
        if (engine.getUseClientMode()) {
            if (parameters.getServerNames() == null
                    || parameters.getServerNames().isEmpty()) {
                Conscrypt.setHostname(conscrypt, null); // It would make up one of the host.
            }
        } else if (engine.admission().selectsApplicationProtocol()) {
            // No reference to the engine, or it could not be forgotten: see NativeEngine.
            conscrypt.setHandshakeApplicationProtocolSelector(
                    (theirs, offered) -> NativeEngine.current().admission().selectApplicationProtocol(offered));
        }
        return new NativeEngine(engine, conscrypt);
    }

    @Override
    protected OptionalInt fatalAlert(SSLException thrown) {
        return BoringSslError.alert(thrown);
    }
}
