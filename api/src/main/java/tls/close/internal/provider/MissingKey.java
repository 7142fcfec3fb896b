// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import javax.net.ssl.SSLHandshakeException;

/** What every backend says of a server that cannot show a certificate. */
public final class MissingKey {
    /** For whoever has made the context. */
    public static final String MESSAGE =
            "this server context has no key that it can show to the client: its key managers have none, or none for the"
                    + " algorithms and names that the client offers";

    private MissingKey() {}

    /**
     * The failure of the handshake.
     *
     * @param cause in the backend's own words
     * @return to be thrown
     */
    public static SSLHandshakeException because(Throwable cause) {
        SSLHandshakeException failure = new SSLHandshakeException(MESSAGE);
        failure.initCause(cause);
        return failure;
    }
}
