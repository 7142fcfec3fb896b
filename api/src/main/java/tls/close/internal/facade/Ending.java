// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;

/** How {@code close()} of a socket ends its connection: by whose the socket below is. */
final class Ending {

    private Ending() {}

    /**
     * Rule S3: the socket below is closed next, with all that still lies in it. If that were something unread, the system
     * would send a reset, which takes with it what the peer has not read of ours; so as long as the peer may have
     * something of ours to read, it is heard out. Quiet: the JFR event and the log tell.
     *
     * @param unanswered whether anything was written since the last byte was read
     */
    static void beforeTheSocket(TlsConnection connection, boolean unanswered, CloseLimits limits) {
        CloseLimits rest = limits;
        if (unanswered) {
            rest = once(limits);
            try {
                connection.bye(CloseRequest.SHUT_RDWR, limits);
            } catch (IOException e) {
                // It has not ended in order, or not in time. Nobody asks, and nothing more can be done for it.
            }
        }
        connection.close(rest);
    }

    /**
     * Rule S4: the caller goes on with the socket below.
     *
     * @throws SSLException if that is not clean to the byte
     */
    static void aboveTheCallers(TlsConnection connection, CloseLimits limits) throws SSLException {
        try {
            // In a callback of the end, for one, nothing is left to say.
            if (!connection.report().transportReusable()) {
                sayGoodbye(connection, limits);
            }
        } catch (SSLException e) {
            throw e;
        } catch (IOException e) {
            throw new SSLException("TLS has not ended in order, and the socket below is not clean: " + e, e);
        } finally {
            connection.close(once(limits));
        }
    }

    private static void sayGoodbye(TlsConnection connection, CloseLimits limits) throws IOException {
        if (connection.bye(CloseRequest.SHUT_RDWR, limits) == Progress.WANT_TASK) {
            throw new SSLException(
                    "close() in a callback of the socket's own: the goodbye follows when that returns, and"
                            + " until then the socket below is not clean: " + connection.report());
        }
        if (!connection.report().transportReusable()) {
            throw new SSLException("TLS was ended before the handshake was done, and the socket below is not clean: "
                    + connection.report());
        }
    }

    /** After a failure: nothing more is expected of the peer. */
    static void afterFailure(TlsConnection connection, CloseLimits limits) {
        connection.close(once(limits));
    }

    private static CloseLimits once(CloseLimits limits) {
        return limits.withTimeout(Duration.ZERO);
    }
}
