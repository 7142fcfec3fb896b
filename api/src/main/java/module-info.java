// SPDX-License-Identifier: Apache-2.0
/**
 * Ends TLS connections properly, on whichever TLS implementation the application picks at run time, and says how they
 * ended.
 *
 * <p>Applications start at {@link tls.close.TlsProviders}; providers implement {@link tls.close.spi.TlsProvider}.
 */
@org.jspecify.annotations.NullMarked
module tls.close {
    requires static org.jspecify;
    requires static jdk.jfr;

    exports tls.close;
    exports tls.close.spi;

    uses tls.close.spi.TlsProvider;
}
