// SPDX-License-Identifier: Apache-2.0
package tls.close.thirdparty;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.Limitation;
import tls.close.spi.Limitation.Ability;
import tls.close.spi.TlsProvider;

/** Netty's engine over BoringSSL, as it is: it does nothing about what breaks a rule. */
public final class NettyProvider implements TlsProvider {

    /** For {@link java.util.ServiceLoader}. */
    public NettyProvider() {}

    @Override
    public String name() {
        return "netty";
    }

    @Override
    public Optional<String> whyUnavailable() {
        return Optional.ofNullable(OpenSsl.unavailabilityCause()).map(Throwable::toString);
    }

    @Override
    public List<Limitation> limitations() {
        return List.of(new Limitation(
                Ability.WRITE_AFTER_PEER_CLOSE,
                Set.of("TLSv1.2", "TLSv1.3"),
                "the engine answers a close_notify at once and closes its output"));
    }

    @Override
    public TlsContext newContext(KeyManager[] keyManagers, TrustManager[] trustManagers) {
        return new Context(keyManagers, trustManagers);
    }

    private static final class Context extends TlsContext {
        /** As in {@code error:10000438:SSL routines:OPENSSL_internal:TLSV1_ALERT_INTERNAL_ERROR}: 1000 and the alert. */
        private static final Pattern ERROR = Pattern.compile("error:10([0-9a-f]{6}):");

        private static final int FIRST_ALERT = 1000;
        private static final int ALERTS = 256;

        private final KeyManager[] keys;
        private final TrustManager[] trust;

        Context(KeyManager[] keys, TrustManager[] trust) {
            this.keys = keys;
            this.trust = trust;
        }

        @Override
        public SSLEngine newEngine(TlsEndpoint endpoint) {
            try {
                SslContext context = context(endpoint);
                SSLEngine engine = endpoint.host()
                        .map(host -> context.newEngine(ByteBufAllocator.DEFAULT, host, endpoint.port()))
                        .orElseGet(() -> context.newEngine(ByteBufAllocator.DEFAULT));
                SSLParameters wanted = endpoint.sslParameters();
                SSLParameters parameters = engine.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm(wanted.getEndpointIdentificationAlgorithm());
                engine.setSSLParameters(parameters);
                return engine;
            } catch (SSLException e) {
                throw new IllegalArgumentException(e);
            }
        }

        private SslContext context(TlsEndpoint endpoint) throws SSLException {
            SSLParameters wanted = endpoint.sslParameters();
            SslContextBuilder builder = endpoint.isClient()
                    ? SslContextBuilder.forClient()
                    : SslContextBuilder.forServer(keys[0]).clientAuth(clientAuth(wanted));
            if (endpoint.isClient() && keys.length > 0) {
                builder.keyManager(keys[0]);
            }
            if (trust.length > 0) {
                builder.trustManager(trust[0]);
            }
            if (wanted.getProtocols() != null) {
                builder.protocols(wanted.getProtocols());
            }
            return builder.sslProvider(SslProvider.OPENSSL).build();
        }

        private static ClientAuth clientAuth(SSLParameters wanted) {
            if (wanted.getNeedClientAuth()) {
                return ClientAuth.REQUIRE;
            }
            return wanted.getWantClientAuth() ? ClientAuth.OPTIONAL : ClientAuth.NONE;
        }

        @Override
        protected OptionalInt fatalAlert(SSLException thrown) {
            Matcher error = ERROR.matcher(String.valueOf(thrown.getMessage()));
            int alert = error.find() ? Integer.parseInt(error.group(1), 16) - FIRST_ALERT : -1;
            return alert >= 0 && alert < ALERTS ? OptionalInt.of(alert) : OptionalInt.empty();
        }
    }
}
