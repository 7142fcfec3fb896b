// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.util.OptionalInt;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.bouncycastle.tls.TlsClient;
import org.bouncycastle.tls.TlsServer;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/**
 * Connections over a {@link TlsClient} or {@link TlsServer} of the application's own: pre-shared keys, raw public keys,
 * or whatever else bctls's low-level API can do and {@code javax.net.ssl} has no words for.
 *
 * <pre>{@code
 * TlsContext tls = BcPeers.clients(endpoint -> new PSKTlsClient(crypto, identity));
 * TlsConnection connection = tls.open(socket, TlsEndpoint.client("example.org", 4433));
 * }</pre>
 *
 * The peer decides everything: which protocols and cipher suites, and <b>who is let in</b>. Of the endpoint's settings
 * only the ones that this library sees to itself count, such as {@link TlsEndpoint#lenientTruncation()}; names and
 * certificates are not checked unless the peer does it. Closing keeps all the rules. What the peer is told of closing
 * differs from bctls's own protocol classes in one thing: {@code notifyConnectionClosed} comes only after a failure.
 */
public final class BcPeers {

    private BcPeers() {}

    /**
     * A context for the client's end of connections.
     *
     * @param peers makes a new peer for each connection, when its handshake begins
     * @return a context whose {@code open} and {@code newEngine} take endpoints of clients only
     */
    public static TlsContext clients(Function<? super TlsEndpoint, ? extends TlsClient> peers) {
        return new OwnPeers(true, endpoint -> new ClientProtocol(peers.apply(endpoint)));
    }

    /**
     * A context for the server's end of connections.
     *
     * @param peers makes a new peer for each connection, when its handshake begins
     * @return a context whose {@code open} and {@code newEngine} take endpoints of servers only
     */
    public static TlsContext servers(Function<? super TlsEndpoint, ? extends TlsServer> peers) {
        return new OwnPeers(false, endpoint -> new ServerProtocol(peers.apply(endpoint)));
    }

    private static final class OwnPeers extends TlsContext {
        private final boolean clients;
        private final Function<TlsEndpoint, Protocol> protocols;

        OwnPeers(boolean clients, Function<TlsEndpoint, Protocol> protocols) {
            this.clients = clients;
            this.protocols = protocols;
        }

        @Override
        public SSLEngine newEngine(TlsEndpoint endpoint) {
            if (endpoint.isClient() != clients) {
                throw new IllegalArgumentException(
                        "this context is for " + (clients ? "clients" : "servers") + ", not for a " + endpoint);
            }
            return new BcEngine(endpoint, engine -> protocols.apply(endpoint));
        }

        @Override
        protected OptionalInt fatalAlert(SSLException thrown) {
            return Failures.fatalAlert(thrown);
        }

        @Override
        public String toString() {
            return BcContext.backend() + ", " + (clients ? "clients" : "servers") + " of the application's own";
        }
    }
}
