// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLHandshakeException;
import tls.close.FatalAlertException;
import tls.close.TruncationException;

/** What a connection throws, as whoever uses an {@code SSLSocket} expects it. */
final class Trouble {
    static final String CLOSED = "Socket is closed";
    static final String IN_CALLBACK = "in a callback of the socket's own, which has to return before it goes on";

    private Trouble() {}

    /** Libraries try again with other settings, or don't, by this type: the JDK throws it for any refusal. */
    static IOException inHandshake(IOException e, Halves now) {
        return e instanceof FatalAlertException || e instanceof TruncationException
                ? because(e, new SSLHandshakeException(e.getMessage()))
                : of(e, now);
    }

    /** A socket is no channel. */
    static IOException of(IOException e, Halves now) {
        return e instanceof ClosedChannelException ? because(e, new SocketException(reason(e, now))) : e;
    }

    private static String reason(IOException e, Halves now) {
        if (now == Halves.CLOSED) {
            return CLOSED;
        }
        return e.getCause() == null ? "the TLS connection is closed" : "the TLS connection has failed: " + e.getCause();
    }

    private static IOException because(IOException e, IOException told) {
        told.initCause(e);
        return told;
    }
}
