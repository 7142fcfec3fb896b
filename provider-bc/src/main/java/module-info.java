// SPDX-License-Identifier: Apache-2.0
/**
 * The provider {@code bc}: BouncyCastle's TLS, on its low-level {@code TlsClientProtocol} and
 * {@code TlsServerProtocol}. Found by {@link tls.close.TlsProviders}. Exported for those alone who bring a
 * {@code TlsClient} or {@code TlsServer} of their own: {@link tls.close.bc.BcPeers}.
 *
 * @provides tls.close.spi.TlsProvider the backend {@code bc}
 */
@org.jspecify.annotations.NullMarked
module tls.close.bc {
    requires static org.jspecify;
    requires transitive tls.close;
    requires transitive org.bouncycastle.tls;
    requires org.bouncycastle.provider;

    exports tls.close.bc;

    provides tls.close.spi.TlsProvider with
            tls.close.bc.BcProvider;
}
