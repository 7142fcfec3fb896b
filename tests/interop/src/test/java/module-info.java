/** Tests against other TLS programs. */
open module tls.close.interop {
    requires tls.close;
    requires tls.close.tck;

    uses tls.close.spi.TlsProvider;
}
