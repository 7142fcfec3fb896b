// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The part of an engine that tells how far it is. What the backend does runs inline, so there are no delegated tasks.
 *
 * <p>One lock serves both directions, as in the JDK's engine: reading may have something to say, and a backend has one
 * queue for what is said. It is never held across I/O of ours; a trust manager's own, such as a look-up of revoked
 * certificates, is. The abstract methods are called with the lock held.
 *
 * @param <S> how far it is, with the backend's transition table
 * @param <B> what does the work, from the begin of the handshake on
 */
public abstract class StandingEngine<S extends Standing, B> extends ConfiguredEngine {
    final ReentrantLock lock = new ReentrantLock();

    @Nullable
    B backend;

    private final String name;
    private volatile S state;
    private volatile HandshakeStatus status = HandshakeStatus.NOT_HANDSHAKING;

    StandingEngine(@Nullable String host, int port, boolean client, SupportedNames supported, S initial) {
        super(host, port, client, supported);
        this.name = supported.backend();
        this.state = initial;
    }

    // What a backend knows

    /**
     * Sums up after each step, and goes on to the state that has come about.
     *
     * @param backend what does the work; null if the handshake has not begun
     * @return whether this is where {@code FINISHED} is due, once for each handshake
     */
    protected abstract boolean isFinishedBy(@Nullable B backend);

    /**
     * What is to be done next (rule E5).
     *
     * @param backend what does the work; null if the handshake has not begun
     * @return anything but {@code FINISHED}
     */
    protected abstract HandshakeStatus next(@Nullable B backend);

    /**
     * The session that is being negotiated.
     *
     * @param backend what does the work
     * @return null if none is
     */
    protected abstract @Nullable SSLSession handshakeSession(B backend);

    /**
     * The application protocol that is being negotiated.
     *
     * @param backend what does the work
     * @return null if none is, or it is not known yet
     */
    protected abstract @Nullable String handshakeApplicationProtocol(B backend);

    // What is told

    /**
     * How far it is.
     *
     * @return may be asked for by any thread
     */
    protected final S state() {
        return state;
    }

    /**
     * Goes on.
     *
     * @param next from the backend's transition table
     */
    protected final void enter(S next) {
        state = next;
    }

    /**
     * The result of a step, summed up.
     *
     * @param what how it went
     * @param consumed how many bytes
     * @param produced how many bytes
     * @return with {@code FINISHED} where that is due
     */
    protected final SSLEngineResult result(Status what, int consumed, int produced) {
        return new SSLEngineResult(what, settle(), consumed, produced);
    }

    final HandshakeStatus settle() {
        boolean finished = isFinishedBy(backend);
        status = next(backend);
        return finished ? HandshakeStatus.FINISHED : status;
    }

    @Override
    public final HandshakeStatus getHandshakeStatus() {
        return status;
    }

    @Override
    public final @Nullable Runnable getDelegatedTask() {
        return null;
    }

    @Override
    public final @Nullable SSLSession getHandshakeSession() {
        lock.lock();
        try {
            return backend == null ? null : handshakeSession(backend);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final @Nullable String getHandshakeApplicationProtocol() {
        lock.lock();
        try {
            return backend == null ? null : handshakeApplicationProtocol(backend);
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected final boolean hasBegun() {
        return state.hasBegun();
    }

    @Override
    public final boolean isInboundDone() {
        return state.isInputClosed();
    }

    @Override
    public final boolean isOutboundDone() {
        return state.isOutputClosed();
    }

    @Override
    public String toString() {
        return name + " engine " + state + ", " + status;
    }
}
