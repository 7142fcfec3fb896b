// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import tls.close.conscrypt.Admission.Refusal;

/**
 * The alerts of a handshake that BoringSSL does not make. As long as the peer reads in clear, it can be told all the same,
 * in place of what was not sent yet; behind that nothing can be said.
 */
final class OwnAlerts {
    private final Outgoing outgoing = new Outgoing();
    private ByteBuffer unsent = ByteBuffer.allocate(0);

    /** @param made by the handshake, just wrapped */
    void note(ByteBuffer made) {
        outgoing.note(made);
    }

    boolean arePossible() {
        return outgoing.isInClear();
    }

    boolean arePending() {
        return unsent.hasRemaining();
    }

    void moveTo(ByteBuffer dst) {
        dst.put(unsent);
    }

    /** Has the peer told, and says what is to be thrown. */
    SSLException refuse(Refusal refusal) {
        fail(refusal.alert());
        return new SSLHandshakeException(refusal.reason());
    }

    void fail(int alert) {
        unsent = ClearAlert.fatal(alert);
    }

    /**
     * BoringSSL makes no alert in mid-handshake: {@code SSL_shutdown} "silently succeeds". A client that has said nothing
     * yet is not heard of.
     *
     * @see <a href="https://github.com/google/boringssl/blob/main/ssl/ssl_lib.cc">SSL_shutdown</a>
     */
    void cancel(ByteBuffer alerts, boolean client) {
        boolean isHeardOf = !outgoing.isNothing() || !client;
        if (outgoing.isInClear() && isHeardOf) {
            unsent = alerts;
        }
    }
}
