// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import tls.close.CloseRequest;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.TlsProvider;

/**
 * What to do in a visit to the embedded server.
 *
 * @param backend to use
 * @param trust whom to believe
 * @param endpoint ours
 * @param kind the transport to go by
 * @param address the server's
 * @param line what to send before the goodbye, for the server to echo
 * @param request how to end
 * @param timeout how long to wait for the end
 */
record Course(
        TlsProvider backend,
        Trust trust,
        TlsEndpoint endpoint,
        TransportKind kind,
        InetSocketAddress address,
        String line,
        CloseRequest request,
        Duration timeout) {

    /** A fresh one, so that no visit resumes the session of another. */
    TlsContext newContext() throws GeneralSecurityException {
        return backend.newContext(new KeyManager[0], new TrustManager[] {trust.judge()});
    }
}
