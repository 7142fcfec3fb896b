// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.io.InterruptedIOException;

/**
 * Tells an {@code SSLSocket} that it cannot have more; the {@link Witness} knows why. It is a kind of interrupt because
 * after any other exception an {@code SSLSocket} closes its output with a fatal alert, as if the peer had broken TLS
 * ({@code SSLSocketImpl.handleException}).
 */
final class ReadFailure extends InterruptedIOException {
    private static final long serialVersionUID = 1;

    ReadFailure() {
        super("the transport failed");
    }
}
