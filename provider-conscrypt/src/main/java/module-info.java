// SPDX-License-Identifier: Apache-2.0
/**
 * The provider {@code conscrypt}: an {@code SSLEngine} around Conscrypt's, which is BoringSSL's. Exports nothing; found
 * by {@link tls.close.TlsProviders}.
 *
 * @provides tls.close.spi.TlsProvider the backend {@code conscrypt}
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic") // Conscrypt has no module descriptor, but it has declared this name for one.
module tls.close.conscrypt {
    requires static org.jspecify;
    requires org.conscrypt;
    requires tls.close;

    provides tls.close.spi.TlsProvider with
            tls.close.conscrypt.ConscryptProvider;
}
