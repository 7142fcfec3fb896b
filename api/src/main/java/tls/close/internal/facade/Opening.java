// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tls.close.TlsConnection;

/** The connection of a socket, which is opened when its handshake begins: nothing is touched before. */
final class Opening {
    private final Terms terms;
    private final NascentEngine engine;
    private final Socket carrier;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile @Nullable TlsConnection connection;

    /** Guarded by the lock. */
    private boolean stopped;

    /** @param carrier where it reads and writes */
    Opening(Terms terms, NascentEngine engine, Socket carrier) {
        this.terms = terms;
        this.engine = engine;
        this.carrier = carrier;
    }

    /** Opens it, unless it is open. */
    TlsConnection begin() throws IOException {
        TlsConnection known = connection;
        return known == null ? open() : known;
    }

    private TlsConnection open() throws IOException {
        lock.lock();
        try {
            TlsConnection known = connection;
            if (known != null) {
                return known;
            }
            if (stopped) {
                throw new SocketException("the socket was shut down before its handshake");
            }
            TlsConnection opened = terms.open(carrier, engine.begin(), engine.endpoint());
            connection = opened;
            return opened;
        } finally {
            lock.unlock();
        }
    }

    /** Does the handshake, or waits for whoever does it. Returns whether this is the first who sees it done. */
    boolean finish(TlsConnection begun) throws IOException {
        if (finished.get()) {
            return false;
        }
        begun.handshake();
        return finished.compareAndSet(false, true);
    }

    /** Sees to it that nothing is opened any more. Returns what is open. */
    Optional<TlsConnection> stop() {
        lock.lock();
        try {
            stopped = true;
            return Optional.ofNullable(connection);
        } finally {
            lock.unlock();
        }
    }

    /** The connection if its handshake has begun, whatever has become of it since. */
    Optional<TlsConnection> begun() {
        return Optional.ofNullable(connection);
    }

    /** The connection if its handshake is done, whatever has become of it since. */
    Optional<TlsConnection> established() {
        return finished.get() ? Optional.ofNullable(connection) : Optional.empty();
    }
}
