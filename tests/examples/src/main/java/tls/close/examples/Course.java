// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import tls.close.CloseRequest;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.TlsProvider;

/**
 * What to do in a visit.
 *
 * @param backend to use
 * @param trust whom to believe
 * @param endpoint ours
 * @param kind the transport to go by
 * @param address the server's
 * @param text what to send before the goodbye, if anything
 * @param echoed whether the server echoes it, and goes on in plaintext after the goodbye
 * @param request how to end
 * @param timeout how long to wait for the end
 */
record Course(
        TlsProvider backend,
        Trust trust,
        TlsEndpoint endpoint,
        TransportKind kind,
        InetSocketAddress address,
        Optional<String> text,
        boolean echoed,
        CloseRequest request,
        Duration timeout) {

    /** A fresh one, so that no visit resumes the session of another. */
    TlsContext newContext() throws GeneralSecurityException {
        return backend.newContext(new KeyManager[0], trust.managers());
    }
}
