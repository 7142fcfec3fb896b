// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import tls.close.TlsEndpoint;

/**
 * An engine as long as it may still change sides, or learn whom it talks to: then another one takes its place, with the
 * defaults of that side and that peer, and is told again what this one was told (rule S7). From the handshake on it stays.
 */
final class NascentEngine {
    /** What an engine of the backend's is, together with what it was made for. */
    private record Made(SSLEngine engine, TlsEndpoint endpoint) {}

    private final Terms terms;
    private final ReentrantLock lock = new ReentrantLock();

    /** Made when it is needed, null until then. */
    private volatile @Nullable Made made;

    // Guarded by the lock.

    private @Nullable Side side;
    private Optional<Peer> peer;

    /** What it was told; null once the handshake has begun. */
    private @Nullable List<Consumer<SSLEngine>> told;

    /** @param side null for one that was not told yet, and looks like a server's until it is */
    NascentEngine(Terms terms, @Nullable Side side, Optional<Peer> peer) {
        this(terms, side, peer, List.of());
    }

    private NascentEngine(Terms terms, @Nullable Side side, Optional<Peer> peer, List<Consumer<SSLEngine>> told) {
        this.terms = terms;
        this.side = side;
        this.peer = peer;
        this.told = new ArrayList<>(told);
    }

    private Made made() {
        Made known = made;
        return known == null ? make() : known;
    }

    private Made make() {
        lock.lock();
        try {
            Made known = made;
            if (known == null) {
                TlsEndpoint endpoint = terms.endpoint(side == null ? Side.SERVER : side, peer);
                SSLEngine engine = terms.newEngine(endpoint);
                if (told != null) {
                    told.forEach(setting -> setting.accept(engine));
                }
                known = new Made(engine, endpoint);
                made = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Another one that was told the same, and knows no peer. */
    NascentEngine copy() {
        lock.lock();
        try {
            return new NascentEngine(terms, side, Optional.empty(), told == null ? List.of() : told);
        } finally {
            lock.unlock();
        }
    }

    /** The engine as it stands. */
    SSLEngine engine() {
        return made().engine();
    }

    TlsEndpoint endpoint() {
        return made().endpoint();
    }

    /**
     * The engine for its handshake.
     *
     * @throws IllegalStateException if nobody has said which side it is
     */
    SSLEngine begin() {
        lock.lock();
        try {
            if (side == null) {
                throw new IllegalStateException("setUseClientMode has to be called before the handshake");
            }
            SSLEngine engine = made().engine();
            told = null;
            return engine;
        } finally {
            lock.unlock();
        }
    }

    /** @throws IllegalArgumentException if the handshake has begun on the other side */
    void useSide(Side wanted) {
        lock.lock();
        try {
            if (told == null) {
                made().engine().setUseClientMode(wanted == Side.CLIENT);
            } else if (wanted != side) {
                side = wanted;
                made = null;
            }
        } finally {
            lock.unlock();
        }
    }

    void meet(Optional<Peer> named) {
        lock.lock();
        try {
            if (told != null && !named.equals(peer)) {
                peer = named;
                made = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** @throws IllegalArgumentException if the engine does not take it: then it was not told */
    void tell(Consumer<SSLEngine> setting) {
        lock.lock();
        try {
            setting.accept(made().engine());
            if (told != null) {
                told.add(setting);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is null says nothing (rule E9), to the next engine either. */
    void tell(SSLParameters wanted) {
        lock.lock();
        try {
            made().engine().setSSLParameters(wanted);
            if (told != null) {
                SSLParameters kept = onlyWhat(wanted, made().engine().getSSLParameters());
                told.add(engine -> engine.setSSLParameters(kept));
            }
        } finally {
            lock.unlock();
        }
    }

    /** They have no copy of their own, but an engine makes one: with the values that it had where there were none. */
    private static SSLParameters onlyWhat(SSLParameters wanted, SSLParameters held) {
        if (wanted.getCipherSuites() == null) {
            held.setCipherSuites(null);
        }
        if (wanted.getProtocols() == null) {
            held.setProtocols(null);
        }
        if (wanted.getAlgorithmConstraints() == null) {
            held.setAlgorithmConstraints(null);
        }
        if (wanted.getEndpointIdentificationAlgorithm() == null) {
            held.setEndpointIdentificationAlgorithm(null);
        }
        if (wanted.getServerNames() == null) {
            held.setServerNames(null);
        }
        if (wanted.getSNIMatchers() == null) {
            held.setSNIMatchers(null);
        }
        return held;
    }
}
