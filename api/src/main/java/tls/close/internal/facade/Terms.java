// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.net.Socket;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import tls.close.CloseLimits;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.internal.connection.Connections;
import tls.close.internal.connection.Owner;

/** What all engines and sockets of one façade have in common. Immutable. */
final class Terms {
    private final Backing backing;
    private final UnaryOperator<TlsEndpoint> settings;
    private final CloseLimits limits;
    private final SeenSessions clientSessions = new SeenSessions();
    private final SeenSessions serverSessions = new SeenSessions();

    Terms(Backing backing, UnaryOperator<TlsEndpoint> settings, CloseLimits limits) {
        this.backing = backing;
        this.settings = settings;
        this.limits = limits;
    }

    /** What a new engine or socket accepts, unless it is told otherwise. */
    TlsEndpoint endpoint(Side side, Optional<Peer> peer) {
        return switch (side) {
            case CLIENT ->
                settled(peer.map(named -> TlsEndpoint.client(named.host(), named.port()))
                        .orElseGet(backing::clientOfUnknown));
            case SERVER -> settled(TlsEndpoint.server());
        };
    }

    private TlsEndpoint settled(TlsEndpoint usual) {
        TlsEndpoint changed = Objects.requireNonNull(settings.apply(usual), "the settings have returned no endpoint");
        if (changed.isClient() != usual.isClient()) {
            throw new IllegalArgumentException("the settings have made a " + changed + " of a " + usual
                    + ": which side it is the engine or socket says");
        }
        return changed;
    }

    SSLEngine newEngine(TlsEndpoint endpoint) {
        return backing.newEngine(endpoint);
    }

    /** Nothing is sent yet. */
    TlsConnection open(Socket transport, SSLEngine engine, TlsEndpoint endpoint) throws IOException {
        Owner owner = backing.owner();
        return Connections.open(transport, endpoint, bytes -> Connections.layer(engine, bytes, endpoint, owner), owner);
    }

    /** One that no handshake has made: {@code SSL_NULL_WITH_NULL_NULL}. */
    SSLSession noSession(Side side) {
        return newEngine(endpoint(side, Optional.empty())).getSession();
    }

    SeenSessions sessions(Side side) {
        return switch (side) {
            case CLIENT -> clientSessions;
            case SERVER -> serverSessions;
        };
    }

    boolean canServe() {
        return backing.canServe();
    }

    CloseLimits limits() {
        return limits;
    }
}
