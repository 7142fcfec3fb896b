// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.TlsEndpoint;

/** A context of a backend's as an {@code SSLContext}. */
public final class FacadeContext extends SSLContextSpi {
    private final Terms terms;
    private final FacadeSocketFactory sockets;
    private final FacadeServerSocketFactory serverSockets;

    private FacadeContext(Terms terms) {
        this.terms = terms;
        this.sockets = new FacadeSocketFactory(terms);
        this.serverSockets = new FacadeServerSocketFactory(terms);
    }

    /**
     * Makes one.
     *
     * @param backing the backend's
     * @param settings what each endpoint is made into before it is used
     * @param limits what the closing of a socket may cost
     * @return a context that is initialised
     * @throws IllegalArgumentException if the settings cannot be used
     */
    public static SSLContext of(Backing backing, UnaryOperator<TlsEndpoint> settings, CloseLimits limits) {
        FacadeContext context = new FacadeContext(new Terms(backing, settings, limits));
        for (Side side : Side.values()) {
            context.example(side); // Settings that no backend takes are told here, and not by the first socket.
        }
        return new Context(context);
    }

    private static final class Context extends SSLContext {
        Context(FacadeContext spi) {
            super(spi, Origin.INSTANCE, "TLS");
        }
    }

    /** Every {@code SSLContext} has one. It is registered nowhere and offers nothing. */
    private static final class Origin extends Provider {
        private static final long serialVersionUID = 1;

        static final Origin INSTANCE = new Origin();

        private Origin() {
            super("tls.close", "1", "The SSLContext of a tls.close.TlsContext");
        }
    }

    private SSLEngine example(Side side) {
        return terms.newEngine(terms.endpoint(side, Optional.empty()));
    }

    /** As the JDK's default context, which has its keys and its trust from the beginning too. */
    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException(
                "this SSLContext has the keys and the trust of its TlsContext, and is initialised");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return sockets;
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return serverSockets;
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return new FacadeEngine(terms);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(@Nullable String host, int port) {
        return new FacadeEngine(terms, host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return terms.sessions(Side.SERVER);
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return terms.sessions(Side.CLIENT);
    }

    /** A client's, without the host that it checks: what is not said leaves it as it is (rule E9). */
    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return example(Side.CLIENT).getSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        SSLEngine engine = example(Side.CLIENT);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setCipherSuites(engine.getSupportedCipherSuites());
        parameters.setProtocols(engine.getSupportedProtocols());
        return parameters;
    }
}
