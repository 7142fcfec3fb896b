// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tls.close.TlsEndpoint;
import tls.close.conscrypt.EngineState.Event;
import tls.close.conscrypt.EngineState.Handshake;
import tls.close.conscrypt.EngineState.Output;
import tls.close.internal.provider.RecordEngine;
import tls.close.internal.provider.SessionScope;

/** The part of the engine that knows what was negotiated; Conscrypt's may be gone by the time it is asked for. */
abstract class NegotiatedEngine extends RecordEngine<EngineState, NativeEngine> {
    private final Map<String, Object> sessionValues = new ConcurrentHashMap<>();

    private volatile Session session = new Session(this, sessionValues);
    private volatile @Nullable String applicationProtocol;
    private volatile @Nullable SessionScope<?> scope;

    NegotiatedEngine(TlsEndpoint endpoint, Supported supported) {
        super(
                endpoint.host().orElse(null),
                endpoint.isClient() ? endpoint.port() : -1,
                endpoint.isClient(),
                supported.names(),
                EngineState.INITIAL);
    }

    abstract NativeEngine newNativeEngine() throws SSLException;

    @Override
    protected final NativeEngine make() throws SSLException {
        NativeEngine engine = newNativeEngine();
        scope = engine.scope();
        return engine;
    }

    final void apply(Event event) {
        enter(state().next(event));
    }

    /** When the last of the handshake is through. */
    @Override
    protected final boolean isFinishedBy(@Nullable NativeEngine engine) {
        boolean finished = false;
        if (engine != null && state().isOutputOpen()) {
            if (state().handshake() == Handshake.DONE && engine.isHandshaking()) {
                apply(Event.RENEGOTIATED);
            } else if (state().isHandshaking() && !engine.isHandshaking()) {
                complete(engine);
                finished = true;
            }
        }
        if (state().isOver()) {
            free(engine); // Rule E8.
        }
        return finished;
    }

    final void complete(NativeEngine engine) {
        session = new Session(this, sessionValues, engine.session());
        engine.scope().note(session);
        // None is an empty name by now, where Conscrypt says nothing.
        applicationProtocol = Objects.requireNonNullElse(engine.applicationProtocol(), "");
        apply(Event.COMPLETED);
    }

    static void free(@Nullable NativeEngine engine) {
        if (engine != null) {
            engine.release();
        }
    }

    /** Conscrypt says NOT_HANDSHAKING with an alert pending. */
    @Override
    protected final HandshakeStatus next(@Nullable NativeEngine engine) {
        if (state().output() == Output.CLOSING) {
            return HandshakeStatus.NEED_WRAP;
        }
        if (engine == null || !state().isHandshaking() || isInboundDone()) {
            return HandshakeStatus.NOT_HANDSHAKING;
        }
        return engine.status();
    }

    @Override
    public final SSLSession getSession() {
        return session;
    }

    @Override
    protected final @Nullable SSLSession handshakeSession(NativeEngine engine) {
        SSLSession now = state().handshake() == Handshake.RUNNING ? engine.handshakeSession() : null;
        return now == null ? null : new Session(this, sessionValues, now);
    }

    /** A client's duty: what a server has put into tickets it cannot take back, and others' are in the same scope. */
    final void forgetSession() {
        SessionScope<?> used = scope;
        if (used != null && getUseClientMode()) {
            used.retire();
        }
    }

    @Override
    public final @Nullable String getApplicationProtocol() {
        return applicationProtocol;
    }

    @Override
    protected final @Nullable String handshakeApplicationProtocol(NativeEngine engine) {
        return state().isHandshaking() ? engine.applicationProtocol() : null;
    }
}
