// SPDX-License-Identifier: Apache-2.0
package tls.close;

import java.security.GeneralSecurityException;
import java.util.OptionalInt;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/** A context as a provider would make the simplest one. */
final class JdkContext extends TlsContext {
    private final SSLContext context;
    private final boolean canServe;

    /** Without keys and trust. */
    JdkContext(boolean canServe) {
        this(canServe, new KeyManager[0]);
    }

    /** Whose handshakes come to something. */
    JdkContext(TrustManager... trust) {
        this(true, JdkKeys.keys(), trust);
    }

    private JdkContext(boolean canServe, KeyManager[] keys, TrustManager... trust) {
        this.canServe = canServe;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public SSLEngine newEngine(TlsEndpoint endpoint) {
        SSLEngine engine = endpoint.host()
                .map(host -> context.createSSLEngine(host, endpoint.port()))
                .orElseGet(context::createSSLEngine);
        engine.setUseClientMode(endpoint.isClient());
        engine.setSSLParameters(endpoint.sslParameters());
        return engine;
    }

    @Override
    protected boolean canServe() {
        return canServe;
    }

    @Override
    protected OptionalInt fatalAlert(SSLException thrown) {
        return OptionalInt.empty();
    }
}
