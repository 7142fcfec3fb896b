/** Small programs. */
module tls.close.examples {
    requires tls.close;

    uses tls.close.spi.TlsProvider;

    exports tls.close.examples;
}
