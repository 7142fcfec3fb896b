// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import javax.net.ssl.SSLEngine;
import tls.close.TlsEndpoint;
import tls.close.internal.connection.Owner;

/** What stands behind a façade: one context of one backend. */
public interface Backing {
    /**
     * A new engine that keeps the engine contract.
     *
     * @param endpoint which end it is, and what it accepts
     * @return an engine in its initial state, whose settings and role count from its handshake on
     */
    SSLEngine newEngine(TlsEndpoint endpoint);

    /**
     * The end of a client that knows no host.
     *
     * @return an endpoint with the defaults
     */
    TlsEndpoint clientOfUnknown();

    /**
     * Whether a server may find a key to show.
     *
     * @return false if it is known that none can
     */
    boolean canServe();

    /**
     * What the engines' exceptions mean, and who is told of the sockets' ends.
     *
     * @return always the same
     */
    Owner owner();
}
