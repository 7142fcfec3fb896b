// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import tls.close.CloseRequest;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/**
 * What to do in a visit.
 *
 * @param context the backend's
 * @param endpoint ours
 * @param kind the transport to go by
 * @param address the server's
 * @param text what to send before the goodbye, if anything
 * @param echoed whether the server echoes it, and goes on in plaintext after the goodbye
 * @param request how to end
 * @param timeout how long to wait for the end
 */
record Course(
        TlsContext context,
        TlsEndpoint endpoint,
        TransportKind kind,
        InetSocketAddress address,
        Optional<String> text,
        boolean echoed,
        CloseRequest request,
        Duration timeout) {}
