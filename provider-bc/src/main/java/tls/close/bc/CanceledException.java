// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import javax.net.ssl.SSLHandshakeException;

/** The peer's close_notify came in the middle of the handshake. */
final class CanceledException extends SSLHandshakeException {
    private static final long serialVersionUID = 1;

    CanceledException() {
        super("the peer sent close_notify in the middle of the handshake");
    }
}
