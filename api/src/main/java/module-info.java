// SPDX-License-Identifier: Apache-2.0
/**
 * Ends TLS connections properly, on whichever TLS implementation the application picks at run time, and says how they
 * ended.
 *
 * <p>Applications start at {@link tls.close.TlsProviders}; providers implement {@link tls.close.spi.TlsProvider}.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // The providers, which are compiled later.
module tls.close {
    requires static org.jspecify;
    requires static jdk.jfr;

    exports tls.close;
    exports tls.close.spi;
    exports tls.close.internal.provider to
            tls.close.bc,
            tls.close.conscrypt,
            tls.close.jsse;

    uses tls.close.spi.TlsProvider;
}
