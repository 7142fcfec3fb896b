// SPDX-License-Identifier: Apache-2.0
/**
 * The provider {@code jsse}: the JDK's own TLS, on {@code SSLSocket} for sockets and {@code SSLEngine} for channels.
 * Exports nothing; found by {@link tls.close.TlsProviders}.
 *
 * @provides tls.close.spi.TlsProvider the backend {@code jsse}
 */
@org.jspecify.annotations.NullMarked
module tls.close.jsse {
    requires static org.jspecify;
    requires tls.close;

    provides tls.close.spi.TlsProvider with
            tls.close.jsse.JsseProvider;
}
