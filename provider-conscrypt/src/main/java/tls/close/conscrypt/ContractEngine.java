// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
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
import tls.close.conscrypt.EngineState.Input;
import tls.close.conscrypt.EngineState.Output;
import tls.close.internal.provider.ConfiguredEngine;

/**
 * Conscrypt's engine with the engine contract (rules E1 to E8): each {@code unwrap} takes one record, and what Conscrypt
 * does differently is put right here, beside the reason. There are no delegated tasks.
 *
 * <p>One lock serves both directions, as in Conscrypt's engine. It is never held across I/O of ours; a trust manager's
 * own, such as a look-up of revoked certificates, is.
 */
final class ContractEngine extends ConfiguredEngine {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Beginning beginning;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Object> sessionValues = new ConcurrentHashMap<>();
    private final Outgoing outgoing = new Outgoing();
    private final Admission admission = new Admission(this);

    private volatile EngineState state = EngineState.INITIAL;
    private volatile HandshakeStatus status = HandshakeStatus.NOT_HANDSHAKING;
    private volatile Session session = new Session(this, sessionValues);
    private volatile @Nullable String applicationProtocol;
    private @Nullable NativeEngine conscrypt;

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
                supported.names());
        this.beginning = beginning;
    }

    // Records in

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        long room = Framing.room(dsts, offset, length);
        if (src == null) {
            throw new IllegalArgumentException("src is null");
        }
        lock.lock();
        try {
            if (state.input() == Input.CLOSED) {
                return result(Status.CLOSED, 0, 0);
            }
            NativeEngine engine = begun();
            if (src.remaining() < Framing.HEADER) {
                return result(Status.BUFFER_UNDERFLOW, 0, 0);
            }
            if (!Framing.isRecord(src)) {
                throw refusal(engine, src.get(src.position()));
            }
            int size = Framing.HEADER + Framing.bodyLength(src);
            if (src.remaining() < size) {
                return result(Status.BUFFER_UNDERFLOW, 0, 0);
            }
            if (state.handshake() == Handshake.DONE && room < Framing.mostData(src)) {
                return result(Status.BUFFER_OVERFLOW, 0, 0);
            }
            return unwrap(engine, src, size, dsts, offset, length);
        } catch (SSLException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    private SSLEngineResult unwrap(
            NativeEngine engine, ByteBuffer src, int size, ByteBuffer[] dsts, int offset, int length)
            throws SSLException {
        ByteBuffer record = src.slice(src.position(), size);
        int produced = 0;
        try {
            if (engine.take(this, record).getStatus() == Status.BUFFER_OVERFLOW) {
                produced = engine.deliver(this, dsts, offset, length).bytesProduced();
            }
            if (engine.hasMetCloseNotify()) {
                apply(Event.PEER_CLOSE_NOTIFY);
            } else if (state.handshake() == Handshake.RUNNING) {
                admit(engine);
            }
        } catch (SSLException e) {
            // BoringSSL fails then, but not with an alert; and the connection was never more than an attempt.
            if (!state.isHandshaking() || !BoringSslError.isCloseNotifyInHandshake(e)) {
                throw e;
            }
            apply(Event.PEER_CANCELED);
        }
        src.position(src.position() + record.position());
        // CLOSED is also what Conscrypt says once it has closed its output, with data.
        return result(state.input() == Input.CLOSED ? Status.CLOSED : Status.OK, record.position(), produced);
    }

    /**
     * Conscrypt throws at what is no record, but does not fail: neither does it end, nor has it an alert to say.
     *
     * @see <a href="https://github.com/google/conscrypt/blob/master/common/src/main/java/org/conscrypt/SSLUtils.java">
     *     SSLUtils.getEncryptedPacketLength</a>
     */
    private SSLException refusal(NativeEngine engine, int firstByte) throws SSLException {
        String reason = String.format("the peer sent what is no TLS record (first byte 0x%02x)", firstByte);
        if (state.handshake() == Handshake.RUNNING && outgoing.isInClear()) {
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
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        Objects.checkFromIndexSize(offset, length, srcs.length);
        if (dst == null) {
            throw new IllegalArgumentException("dst is null");
        }
        if (dst.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        lock.lock();
        try {
            if (state.output() == Output.CLOSED) {
                return result(Status.CLOSED, 0, 0);
            }
            NativeEngine engine = begun();
            // Conscrypt hands out all that is ready or nothing, and may have taken data by then.
            if (dst.remaining() < NativeEngine.MOST_OUTPUT) {
                return result(Status.BUFFER_OVERFLOW, 0, 0);
            }
            return wrap(engine, srcs, offset, length, dst);
        } catch (SSLException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    private SSLEngineResult wrap(NativeEngine engine, ByteBuffer[] srcs, int offset, int length, ByteBuffer dst)
            throws SSLException {
        int start = dst.position();
        int consumed = 0;
        if (clearAlerts.hasRemaining()) {
            dst.put(clearAlerts);
        } else {
            consumed = engine.wrap(this, srcs, offset, state.takesData() ? length : 0, dst)
                    .bytesConsumed();
        }
        if (state.handshake() == Handshake.RUNNING) {
            outgoing.note(dst.duplicate().position(start).limit(dst.position()));
        }
        if (state.output() == Output.CLOSING && !engine.hasOutput()) {
            apply(Event.FLUSHED);
        }
        int produced = dst.position() - start;
        return result(state.output() == Output.CLOSED ? Status.CLOSED : Status.OK, consumed, produced);
    }

    // Beginning

    @Override
    public void beginHandshake() throws SSLException {
        lock.lock();
        try {
            if (state.handshake() == Handshake.DONE) {
                throw new SSLException("there is no renegotiation that we ask for");
            }
            if (state.output() != Output.OPEN) {
                throw new SSLException("the engine has been closed");
            }
            begun();
            settle();
        } catch (SSLException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    private NativeEngine begun() throws SSLException {
        NativeEngine engine = conscrypt;
        if (engine == null) {
            engine = beginning.of(this);
            conscrypt = engine;
            apply(Event.BEGUN);
            engine.begin(this);
        }
        return engine;
    }

    @Override
    protected boolean hasBegun() {
        return state.handshake() != Handshake.NEW;
    }

    Admission admission() {
        return admission;
    }

    // Ending

    /** Rules E1, E7. */
    @Override
    public void closeOutbound() {
        lock.lock();
        try {
            if (state.output() != Output.OPEN) {
                return;
            }
            NativeEngine engine = conscrypt;
            if (engine != null && state.isHandshaking() && engine.isComplete()) {
                complete(engine); // All is done but to send the last of it.
            }
            EngineState before = state;
            apply(Event.CLOSE_OUTPUT);
            if (before.handshake() == Handshake.LEFT) {
                cancel(ClearAlert.closeNotify());
            } else if (before.isHandshaking()) {
                cancel(ClearAlert.canceled());
            } else if (engine != null) {
                engine.closeOutbound();
                flushedUnless(engine.hasOutput());
            }
            settle();
        } finally {
            lock.unlock();
        }
    }

    /**
     * BoringSSL makes no alert in mid-handshake: {@code SSL_shutdown} "silently succeeds". As long as the peer reads in
     * clear, it can be told all the same, in place of what was not sent yet; behind that nothing can be said.
     *
     * @see <a href="https://github.com/google/boringssl/blob/main/ssl/ssl_lib.cc">SSL_shutdown</a>
     */
    private void cancel(ByteBuffer alerts) {
        boolean isHeardOf = !outgoing.isNothing() || !getUseClientMode();
        if (outgoing.isInClear() && isHeardOf) {
            clearAlerts = alerts;
        }
        free();
        flushedUnless(clearAlerts.hasRemaining());
    }

    private void flushedUnless(boolean hasOutput) {
        if (!hasOutput) {
            apply(Event.FLUSHED);
        }
    }

    /** Rule E4, where Conscrypt is silent. */
    @Override
    public void closeInbound() throws SSLException {
        lock.lock();
        try {
            if (state.input() == Input.CLOSED) {
                return;
            }
            boolean unused = state.handshake() == Handshake.NEW;
            if (state.isHandshaking()) {
                closeOutbound();
            }
            apply(Event.CLOSE_INPUT);
            settle();
            if (!unused) {
                throw new SSLException("closed before the peer's close_notify: what was read may be incomplete");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isInboundDone() {
        return state.input() == Input.CLOSED;
    }

    @Override
    public boolean isOutboundDone() {
        return state.output() == Output.CLOSED;
    }

    private SSLException failed(SSLException e) {
        // Of Conscrypt's own accord, a close_notify would follow the peer's alert.
        boolean alerted = BoringSslError.alert(e).isPresent();
        NativeEngine engine = conscrypt;
        if (state.handshake() == Handshake.RUNNING && outgoing.isInClear() && BoringSslError.isNoSharedCipher(e)) {
            clearAlerts = ClearAlert.fatal(ClearAlert.HANDSHAKE_FAILURE); // It would say internal_error.
        }
        apply(alerted ? Event.PEER_FATAL_ALERT : Event.FAILED);
        session.invalidate();
        if (clearAlerts.hasRemaining()) {
            free(); // In place of what was not sent yet.
        } else if (engine != null) {
            engine.closeOutbound();
            flushedUnless(engine.hasOutput());
        }
        settle();
        return e;
    }

    // State

    private void apply(Event event) {
        state = state.next(event);
    }

    private SSLEngineResult result(Status what, int consumed, int produced) {
        return new SSLEngineResult(what, settle(), consumed, produced);
    }

    /** Sums up after each step; {@code FINISHED} once, when the last of the handshake is through. */
    private HandshakeStatus settle() {
        NativeEngine engine = conscrypt;
        boolean finished = false;
        if (engine != null && state.output() == Output.OPEN) {
            if (state.handshake() == Handshake.DONE && engine.isHandshaking()) {
                apply(Event.RENEGOTIATED);
            } else if (state.isHandshaking() && !engine.isHandshaking()) {
                complete(engine);
                finished = true;
            }
        }
        if (state.isOver()) {
            free(); // Rule E8.
        }
        status = handshakeStatus(engine);
        return finished ? HandshakeStatus.FINISHED : status;
    }

    private void complete(NativeEngine engine) {
        session = new Session(this, sessionValues, engine.session());
        engine.scope().note(session);
        // None is an empty name by now, where Conscrypt says nothing.
        applicationProtocol = Objects.requireNonNullElse(engine.applicationProtocol(), "");
        apply(Event.COMPLETED);
    }

    /** Rule E5: Conscrypt says NOT_HANDSHAKING with an alert pending. */
    private HandshakeStatus handshakeStatus(@Nullable NativeEngine engine) {
        if (state.output() == Output.CLOSING) {
            return HandshakeStatus.NEED_WRAP;
        }
        if (engine == null || !state.isHandshaking() || state.input() == Input.CLOSED) {
            return HandshakeStatus.NOT_HANDSHAKING;
        }
        return engine.status();
    }

    private void free() {
        NativeEngine engine = conscrypt;
        if (engine != null) {
            engine.release();
        }
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return status;
    }

    @Override
    public @Nullable Runnable getDelegatedTask() {
        return null;
    }

    @Override
    public SSLSession getSession() {
        return session;
    }

    @Override
    public @Nullable SSLSession getHandshakeSession() {
        lock.lock();
        try {
            NativeEngine engine = conscrypt;
            SSLSession now =
                    engine == null || state.handshake() != Handshake.RUNNING ? null : engine.handshakeSession();
            return now == null ? null : new Session(this, sessionValues, now);
        } finally {
            lock.unlock();
        }
    }

    /** A client's duty: what a server has put into tickets it cannot take back, and others' are in the same scope. */
    void forgetSession() {
        lock.lock();
        try {
            NativeEngine engine = conscrypt;
            if (engine != null && getUseClientMode()) {
                engine.scope().retire();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return applicationProtocol;
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        lock.lock();
        try {
            NativeEngine engine = conscrypt;
            return engine == null || !state.isHandshaking() ? null : engine.applicationProtocol();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "conscrypt engine " + state + ", " + status;
    }
}
