// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tls.close.TlsEndpoint;
import tls.close.conscrypt.Admission.Refusal;
import tls.close.conscrypt.EngineState.Event;
import tls.close.conscrypt.EngineState.Handshake;
import tls.close.conscrypt.EngineState.Output;
import tls.close.internal.provider.Buffers;
import tls.close.internal.provider.MissingKey;
import tls.close.internal.provider.RecordEngine;
import tls.close.internal.provider.SessionScope;

/**
 * Conscrypt's engine with the engine contract (rules E1 to E10): what Conscrypt does differently is put right here, beside
 * the reason.
 */
final class ContractEngine extends RecordEngine<EngineState, NativeEngine> {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Beginning beginning;
    private final Map<String, Object> sessionValues = new ConcurrentHashMap<>();
    private final Outgoing outgoing = new Outgoing();
    private final Admission admission = new Admission(this);

    private volatile Session session = new Session(this, sessionValues);
    private volatile @Nullable String applicationProtocol;
    private volatile @Nullable SessionScope<?> scope;

    /** Alerts of our own, for a peer that reads in clear. */
    private ByteBuffer clearAlerts = NOTHING;

    /** Makes Conscrypt's engine when the handshake begins: the settings are known only then. */
    interface Beginning {
        NativeEngine of(ContractEngine engine) throws SSLException;
    }

    ContractEngine(TlsEndpoint endpoint, Supported supported, Beginning beginning) {
        super(
                endpoint.host().orElse(null),
                endpoint.isClient() ? endpoint.port() : -1,
                endpoint.isClient(),
                supported.names(),
                EngineState.INITIAL);
        this.beginning = beginning;
    }

    // Beginning

    @Override
    protected NativeEngine make() throws SSLException {
        NativeEngine engine = beginning.of(this);
        scope = engine.scope();
        return engine;
    }

    @Override
    protected void begin(NativeEngine engine) throws SSLException {
        apply(Event.BEGUN);
        engine.begin(this);
    }

    Admission admission() {
        return admission;
    }

    // Records in

    @Override
    protected Preview preview(NativeEngine engine, ByteBuffer src) throws SSLException {
        if (!Framing.isRecord(src)) {
            throw refusal(engine, src.get(src.position()));
        }
        boolean mayHoldData = state().handshake() == Handshake.DONE;
        return new Preview(HEADER + Framing.bodyLength(src), mayHoldData ? Framing.mostData(src) : 0);
    }

    @Override
    protected SSLEngineResult take(NativeEngine engine, ByteBuffer src, int size, Buffers targets) throws SSLException {
        ByteBuffer record = src.slice(src.position(), size);
        int produced = 0;
        try {
            if (engine.take(this, record).getStatus() == Status.BUFFER_OVERFLOW) {
                produced = engine.deliver(this, targets.array(), targets.offset(), targets.length())
                        .bytesProduced();
            }
            if (engine.hasMetCloseNotify()) {
                apply(Event.PEER_CLOSE_NOTIFY);
            } else if (state().handshake() == Handshake.RUNNING) {
                admit(engine);
            }
        } catch (SSLException e) {
            if (admission.lacksKey() && BoringSslError.isNothingToChoose(e)) {
                throw MissingKey.because(e);
            }
            // BoringSSL fails then, but not with an alert; and the connection was never more than an attempt.
            if (!state().isHandshaking() || !BoringSslError.isCloseNotifyInHandshake(e)) {
                throw e;
            }
            apply(Event.PEER_CANCELED);
        }
        src.position(src.position() + record.position());
        // CLOSED is also what Conscrypt says once it has closed its output, with data.
        return result(isInboundDone() ? Status.CLOSED : Status.OK, record.position(), produced);
    }

    /**
     * Conscrypt throws at what is no record, but does not fail: neither does it end, nor has it an alert to say.
     *
     * @see <a href="https://github.com/google/conscrypt/blob/master/common/src/main/java/org/conscrypt/SSLUtils.java">
     *     SSLUtils.getEncryptedPacketLength</a>
     */
    private SSLException refusal(NativeEngine engine, int firstByte) throws SSLException {
        String reason = String.format("the peer sent what is no TLS record (first byte 0x%02x)", firstByte);
        if (state().handshake() == Handshake.RUNNING && outgoing.isInClear()) {
            return refusal(ClearAlert.UNEXPECTED_MESSAGE, reason);
        }
        try {
            engine.take(this, Framing.forged());
            return new SSLException(reason);
        } catch (SSLException e) {
            return new SSLException(reason, e);
        }
    }

    /** It can be refused as long as the peer reads in clear. */
    private void admit(NativeEngine engine) throws SSLException {
        SSLSession now = engine.handshakeSession();
        Optional<Refusal> refusal = now == null || !outgoing.isInClear() ? Optional.empty() : admission.refusal(now);
        if (refusal.isPresent()) {
            throw refusal(refusal.get().alert(), refusal.get().reason());
        }
    }

    private SSLException refusal(int alert, String reason) {
        clearAlerts = ClearAlert.fatal(alert);
        return new SSLHandshakeException(reason);
    }

    // Records out

    @Override
    protected SSLEngineResult say(NativeEngine engine, Buffers sources, ByteBuffer dst) throws SSLException {
        // Conscrypt hands out all that is ready or nothing, and may have taken data by then.
        if (dst.remaining() < NativeEngine.MOST_OUTPUT) {
            return result(Status.BUFFER_OVERFLOW, 0, 0);
        }
        int start = dst.position();
        int consumed = 0;
        if (clearAlerts.hasRemaining()) {
            dst.put(clearAlerts);
        } else {
            consumed = engine.wrap(
                            this, sources.array(), sources.offset(), state().takesData() ? sources.length() : 0, dst)
                    .bytesConsumed();
        }
        if (state().handshake() == Handshake.RUNNING) {
            outgoing.note(dst.duplicate().position(start).limit(dst.position()));
        }
        if (state().output() == Output.CLOSING && !engine.hasOutput()) {
            apply(Event.FLUSHED);
        }
        int produced = dst.position() - start;
        return result(isOutboundDone() ? Status.CLOSED : Status.OK, consumed, produced);
    }

    // Ending

    @Override
    protected void closeOutput(@Nullable NativeEngine engine) {
        if (engine != null && state().isHandshaking() && engine.isComplete()) {
            complete(engine); // All is done but to send the last of it.
        }
        EngineState before = state();
        apply(Event.CLOSE_OUTPUT);
        if (before.handshake() == Handshake.LEFT) {
            cancel(engine, ClearAlert.closeNotify());
        } else if (before.isHandshaking()) {
            cancel(engine, ClearAlert.canceled());
        } else if (engine != null) {
            engine.closeOutbound();
            flushedUnless(engine.hasOutput());
        }
    }

    /**
     * BoringSSL makes no alert in mid-handshake: {@code SSL_shutdown} "silently succeeds". As long as the peer reads in
     * clear, it can be told all the same, in place of what was not sent yet; behind that nothing can be said.
     *
     * @see <a href="https://github.com/google/boringssl/blob/main/ssl/ssl_lib.cc">SSL_shutdown</a>
     */
    private void cancel(@Nullable NativeEngine engine, ByteBuffer alerts) {
        boolean isHeardOf = !outgoing.isNothing() || !getUseClientMode();
        if (outgoing.isInClear() && isHeardOf) {
            clearAlerts = alerts;
        }
        free(engine);
        flushedUnless(clearAlerts.hasRemaining());
    }

    private void flushedUnless(boolean hasOutput) {
        if (!hasOutput) {
            apply(Event.FLUSHED);
        }
    }

    @Override
    protected void closeInput() {
        apply(Event.CLOSE_INPUT);
    }

    @Override
    protected void fail(@Nullable NativeEngine engine, IOException failure) {
        // Of Conscrypt's own accord, a close_notify would follow the peer's alert.
        boolean alerted = BoringSslError.alert(failure).isPresent();
        if (state().handshake() == Handshake.RUNNING
                && outgoing.isInClear()
                && BoringSslError.isNothingToChoose(failure)) {
            clearAlerts = ClearAlert.fatal(ClearAlert.HANDSHAKE_FAILURE); // It would say internal_error.
        }
        apply(alerted ? Event.PEER_FATAL_ALERT : Event.FAILED);
        session.invalidate();
        if (clearAlerts.hasRemaining()) {
            free(engine); // In place of what was not sent yet.
        } else if (engine != null) {
            engine.closeOutbound();
            flushedUnless(engine.hasOutput());
        }
    }

    // State

    private void apply(Event event) {
        enter(state().next(event));
    }

    /** When the last of the handshake is through. */
    @Override
    protected boolean isFinishedBy(@Nullable NativeEngine engine) {
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

    private void complete(NativeEngine engine) {
        session = new Session(this, sessionValues, engine.session());
        engine.scope().note(session);
        // None is an empty name by now, where Conscrypt says nothing.
        applicationProtocol = Objects.requireNonNullElse(engine.applicationProtocol(), "");
        apply(Event.COMPLETED);
    }

    /** Conscrypt says NOT_HANDSHAKING with an alert pending. */
    @Override
    protected HandshakeStatus next(@Nullable NativeEngine engine) {
        if (state().output() == Output.CLOSING) {
            return HandshakeStatus.NEED_WRAP;
        }
        if (engine == null || !state().isHandshaking() || isInboundDone()) {
            return HandshakeStatus.NOT_HANDSHAKING;
        }
        return engine.status();
    }

    private static void free(@Nullable NativeEngine engine) {
        if (engine != null) {
            engine.release();
        }
    }

    @Override
    public SSLSession getSession() {
        return session;
    }

    @Override
    protected @Nullable SSLSession handshakeSession(NativeEngine engine) {
        SSLSession now = state().handshake() == Handshake.RUNNING ? engine.handshakeSession() : null;
        return now == null ? null : new Session(this, sessionValues, now);
    }

    /** A client's duty: what a server has put into tickets it cannot take back, and others' are in the same scope. */
    void forgetSession() {
        SessionScope<?> used = scope;
        if (used != null && getUseClientMode()) {
            used.retire();
        }
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return applicationProtocol;
    }

    @Override
    protected @Nullable String handshakeApplicationProtocol(NativeEngine engine) {
        return state().isHandshaking() ? engine.applicationProtocol() : null;
    }
}
