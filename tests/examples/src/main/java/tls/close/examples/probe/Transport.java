// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.nio.channels.ByteChannel;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** What lies below TLS, and carries plaintext before and after it. */
interface Transport extends ByteChannel {

    /** Opens TLS over it. */
    TlsConnection open(TlsContext context, TlsEndpoint endpoint) throws IOException;

    /**
     * Waits until it is ready for one of the operations, or for a while in vain. Never called for one that blocks.
     *
     * @param operations as in {@link java.nio.channels.SelectionKey#interestOps()}
     */
    void await(int operations) throws IOException;
}
