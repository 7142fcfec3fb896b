// SPDX-License-Identifier: Apache-2.0
/**
 * The provider {@code bc}: BouncyCastle's TLS, on its low-level {@code TlsClientProtocol} and
 * {@code TlsServerProtocol}. Exports nothing; found by {@link tls.close.TlsProviders}.
 *
 * @provides tls.close.spi.TlsProvider the backend {@code bc}
 */
@org.jspecify.annotations.NullMarked
module tls.close.bc {
    requires static org.jspecify;
    requires tls.close;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.tls;

    provides tls.close.spi.TlsProvider with
            tls.close.bc.BcProvider;
}
