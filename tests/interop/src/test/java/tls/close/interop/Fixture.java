// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.util.function.UnaryOperator;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.spi.TlsProvider;

/** What the tests need of the class that runs them. */
interface Fixture {

    /** The backend under test. */
    TlsProvider provider();

    /** Made by the backend under test, with the server's key and the trusted authority. */
    TlsContext context();

    /** What the peers are given. */
    PeerFiles files();

    /** Starts the peer, connects, and cleans up; a failure shows what the peer had put out. */
    void connect(Combination combination, UnaryOperator<TlsEndpoint> changed, Body body) throws Exception;

    /** {@link #connect(Combination, UnaryOperator, Body)} with the endpoint as it is by default. */
    default void connect(Combination combination, Body body) throws Exception {
        connect(combination, UnaryOperator.identity(), body);
    }

    /** A test once peer and connection stand. */
    @FunctionalInterface
    interface Body {
        void between(LocalEnd us, Peer peer) throws Exception;
    }
}
