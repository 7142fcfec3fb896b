// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/** Tests against other TLS programs. */
@NullMarked
open module tls.close.interop {
    requires tls.close;
    requires tls.close.tck;
    requires static org.jspecify;

    uses tls.close.spi.TlsProvider;
}
