// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.util.OptionalInt;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** Makes engines that share one set of keys and one trust. */
final class BcContext extends TlsContext {
    private final Credentials credentials;

    BcContext(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public SSLEngine newEngine(TlsEndpoint endpoint) {
        BcEngine engine = new BcEngine(endpoint, this::begin);
        engine.setSSLParameters(endpoint.sslParameters());
        return engine;
    }

    private Protocol begin(BcEngine engine) {
        return engine.getUseClientMode()
                ? new ClientProtocol(new ClientPeer(engine, credentials))
                : new ServerProtocol(new ServerPeer(engine, credentials));
    }

    @Override
    protected boolean canServe() {
        return credentials.keys().mayServe();
    }

    @Override
    protected OptionalInt fatalAlert(SSLException thrown) {
        return Failures.fatalAlert(thrown);
    }

    @Override
    protected boolean isCloseNotify(SSLException thrown) {
        return thrown instanceof CanceledException;
    }

    @Override
    public String toString() {
        return backend();
    }

    /** BouncyCastle's jars have one version, which bctls does not tell but bcprov. */
    static String backend() {
        return "bc (BouncyCastle " + Crypto.shared().bouncyCastle().getVersionStr() + ")";
    }
}
