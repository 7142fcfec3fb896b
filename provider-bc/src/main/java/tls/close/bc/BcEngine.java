// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.RecordPreview;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;
import tls.close.TlsEndpoint;
import tls.close.bc.EngineState.Event;
import tls.close.bc.EngineState.Handshake;
import tls.close.bc.EngineState.Input;
import tls.close.bc.EngineState.Output;
import tls.close.internal.provider.ConfiguredEngine;
import tls.close.internal.provider.SupportedNames;

/**
 * An {@code SSLEngine} over bctls that keeps the engine contract (rules E1 to E8). Each {@code unwrap} takes one record,
 * each {@code wrap} makes one of data or all that is ready of the handshake; handlers run inline, so there are no
 * delegated tasks.
 *
 * <p>One lock serves both directions, as in the JDK's engine: reading may have something to say, and bctls has one queue
 * for what is said. It is never held across I/O of ours; a trust manager's own, such as a look-up of revoked
 * certificates, is.
 */
final class BcEngine extends ConfiguredEngine {
    private static final SupportedNames SUPPORTED =
            new SupportedNames("bc", CipherSuites.SUPPORTED, CipherSuites.DEFAULT);

    private static final int HEADER = 5;

    private final Function<BcEngine, Protocol> beginning;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Object> sessionValues = new ConcurrentHashMap<>();

    private volatile EngineState state = EngineState.INITIAL;
    private volatile HandshakeStatus status = HandshakeStatus.NOT_HANDSHAKING;
    private volatile BcSession session = new BcSession(this, Negotiated.NOTHING, sessionValues);
    private @Nullable Protocol protocol;

    /** @param beginning makes the protocol when the handshake begins: the settings are known only then */
    BcEngine(TlsEndpoint endpoint, Function<BcEngine, Protocol> beginning) {
        super(endpoint.host().orElse(null), endpoint.isClient() ? endpoint.port() : -1, endpoint.isClient(), SUPPORTED);
        this.beginning = beginning;
    }

    // Records in

    @Override
    public SSLEngineResult unwrap(ByteBuffer src, ByteBuffer[] dsts, int offset, int length) throws SSLException {
        Buffers targets = Buffers.targets(dsts, offset, length);
        if (src == null) {
            throw new IllegalArgumentException("src is null");
        }
        lock.lock();
        try {
            return state.input() == Input.CLOSED ? result(Status.CLOSED, 0, 0) : unwrap(begun(), src, targets);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    private SSLEngineResult unwrap(Protocol bctls, ByteBuffer src, Buffers targets) throws IOException {
        if (src.remaining() < HEADER) {
            return result(Status.BUFFER_UNDERFLOW, 0, 0);
        }
        RecordPreview preview = preview(bctls, src);
        int size = preview.getRecordSize();
        if (src.remaining() < size) {
            return result(Status.BUFFER_UNDERFLOW, 0, 0);
        }
        // How much a record of TLS 1.3 holds is seen only when it is decrypted: there has to be room for all it can.
        if (targets.remaining() < preview.getContentLimit()) {
            return result(Status.BUFFER_OVERFLOW, 0, 0);
        }
        take(bctls, src, size);
        int produced = targets.put(bctls.incoming().takeData());
        if (bctls.incoming().hasCloseNotify()) {
            if (!state.isEstablished()) {
                throw canceled(bctls);
            }
            apply(Event.PEER_CLOSE_NOTIFY);
        }
        return result(state.input() == Input.CLOSED ? Status.CLOSED : Status.OK, size, produced);
    }

    /** The peer does not want the handshake. TLS 1.2 asks for close_notify in answer (RFC 5246 section 7.2.1). */
    private static CanceledException canceled(Protocol bctls) throws IOException {
        CanceledException canceled = new CanceledException();
        ProtocolVersion version = bctls.context().getServerVersion();
        if (version != null && TlsUtils.isTLSv13(version)) {
            bctls.refuse(AlertDescription.handshake_failure, String.valueOf(canceled.getMessage()));
        } else {
            bctls.warn(AlertDescription.close_notify);
        }
        return canceled;
    }

    private static RecordPreview preview(Protocol bctls, ByteBuffer src) throws IOException {
        byte[] header = new byte[HEADER];
        src.get(src.position(), header);
        RecordPreview preview = bctls.tls().previewInputRecord(header);
        // bctls looks at the type only, and would wait for the body of whatever this is (RFC 8446 section 5.1).
        if (header[1] != 3) {
            bctls.refuse(AlertDescription.protocol_version, "no TLS record");
            throw new SSLException(
                    String.format("the peer sent what is no TLS record: version 0x%02x%02x", header[1], header[2]));
        }
        return preview;
    }

    /** Has bctls process a record, in place where the buffer allows it: {@code SSLEngine.unwrap} provides for that. */
    private void take(Protocol bctls, ByteBuffer src, int size) throws IOException {
        int start = src.position();
        src.position(start + size);
        if (src.hasArray()) {
            bctls.tls().offerInput(src.array(), src.arrayOffset() + start, size);
        } else {
            byte[] copy = new byte[size];
            src.get(start, copy);
            bctls.tls().offerInput(copy);
        }
        Negotiated outcome = bctls.incoming().negotiated();
        if (outcome != null && state.handshake() == Handshake.RUNNING) {
            session =
                    new BcSession(this, outcome, sessionValues, bctls.context().getResumableSession());
            apply(Event.COMPLETED);
        }
    }

    // Records out

    @Override
    public SSLEngineResult wrap(ByteBuffer[] srcs, int offset, int length, ByteBuffer dst) throws SSLException {
        Buffers sources = Buffers.sources(srcs, offset, length);
        if (dst == null) {
            throw new IllegalArgumentException("dst is null");
        }
        if (dst.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        lock.lock();
        try {
            return state.output() == Output.CLOSED ? result(Status.CLOSED, 0, 0) : wrap(begun(), sources, dst);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    private SSLEngineResult wrap(Protocol bctls, Buffers sources, ByteBuffer dst) throws IOException {
        // Before application data (RFC 8446 section 4.6.3), and never once we have closed (scenario 24).
        if (state.takesData()) {
            bctls.answer();
        }
        if (bctls.tls().previewOutputRecord() > 0) {
            return emit(bctls, dst, 0);
        }
        int count = (int) Math.min(sources.remaining(), bctls.tls().getApplicationDataLimit());
        if (count == 0 || !state.takesData()) {
            return result(Status.OK, 0, 0);
        }
        if (dst.remaining() < bctls.tls().previewOutputRecord(count).getRecordSize()) {
            return result(Status.BUFFER_OVERFLOW, 0, 0);
        }
        sources.take(count, bctls.tls()::writeApplicationData);
        return emit(bctls, dst, count);
    }

    /** All whole records that there is room for: a flight in one write, or Nagle's algorithm would hold back its end. */
    private SSLEngineResult emit(Protocol bctls, ByteBuffer dst, int consumed) {
        int start = dst.position();
        for (int next = bctls.tls().previewOutputRecord();
                next > 0;
                next = bctls.tls().previewOutputRecord()) {
            if (next > dst.remaining()) {
                break;
            }
            bctls.tls().readOutput(dst, next);
        }
        int produced = dst.position() - start;
        if (produced == 0) {
            return result(Status.BUFFER_OVERFLOW, 0, 0);
        }
        // A full record is likely one of many, and the next can have the buffer; after a shorter one it may be idle.
        if (consumed < bctls.tls().getApplicationDataLimit()) {
            bctls.shrink();
        }
        SSLEngineResult result = result(Status.OK, consumed, produced);
        return state.output() == Output.CLOSED
                ? new SSLEngineResult(Status.CLOSED, result.getHandshakeStatus(), consumed, produced)
                : result;
    }

    // Beginning

    @Override
    public void beginHandshake() throws SSLException {
        if (state.isEstablished()) {
            throw new SSLException("there is no renegotiation");
        }
        if (state.output() == Output.CLOSED) {
            throw new SSLException("the engine has been closed");
        }
        lock.lock();
        try {
            begun();
            settle();
        } catch (IOException e) {
            throw failed(e);
        } finally {
            lock.unlock();
        }
    }

    private Protocol begun() throws IOException {
        Protocol bctls = protocol;
        if (bctls == null) {
            bctls = beginning.apply(this);
            protocol = bctls;
            apply(Event.BEGUN);
            bctls.begin();
        }
        return bctls;
    }

    @Override
    protected boolean hasBegun() {
        return state.handshake() != Handshake.NEW;
    }

    // Ending

    /** Rules E1, E7. bctls's own {@code close()} would stop it from reading. */
    @Override
    public void closeOutbound() {
        lock.lock();
        try {
            EngineState before = state;
            if (before.output() == Output.OPEN) {
                apply(Event.CLOSE_OUTPUT);
                say(before);
                settle();
            }
        } catch (IOException e) {
            failed(e); // The alert could not be made. There is nobody to tell here; the output is closed all the same.
        } finally {
            lock.unlock();
        }
    }

    private void say(EngineState before) throws IOException {
        Protocol bctls = protocol;
        if (bctls == null) {
            return;
        }
        if (!before.isEstablished()) {
            bctls.warn(AlertDescription.user_canceled);
        }
        bctls.warn(AlertDescription.close_notify);
    }

    /** Rule E4. */
    @Override
    public void closeInbound() throws SSLException {
        lock.lock();
        try {
            if (state.input() == Input.CLOSED) {
                return;
            }
            boolean unused = state.handshake() == Handshake.NEW;
            if (state.handshake() == Handshake.RUNNING) {
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

    // State

    private void apply(Event event) {
        state = state.next(event);
    }

    private SSLException failed(IOException e) {
        boolean handshaking = !state.isEstablished();
        apply(e instanceof TlsFatalAlertReceived ? Event.PEER_FATAL_ALERT : Event.FAILED);
        session.invalidate();
        settle();
        return e instanceof SSLException tls ? tls : Failures.translate(e, handshaking);
    }

    private SSLEngineResult result(Status what, int consumed, int produced) {
        return new SSLEngineResult(what, settle(), consumed, produced);
    }

    /** Sums up after each step; {@code FINISHED} once, when the last of the handshake has been wrapped. */
    private HandshakeStatus settle() {
        Handshake before = state.handshake();
        boolean hasOutput = hasOutput();
        if (!hasOutput) {
            apply(Event.FLUSHED);
        }
        status = state.status(hasOutput);
        return before == Handshake.COMPLETE && state.handshake() == Handshake.REPORTED
                ? HandshakeStatus.FINISHED
                : status;
    }

    private boolean hasOutput() {
        Protocol bctls = protocol;
        return bctls != null
                && (bctls.tls().getAvailableOutputBytes() > 0
                        || (state.takesData() && !bctls.incoming().owed().isEmpty()));
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
            Protocol bctls = protocol;
            if (bctls == null || state.handshake() != Handshake.RUNNING || !Negotiated.isKnownIn(bctls.context())) {
                return null;
            }
            return new BcSession(this, Negotiated.in(bctls.context()), sessionValues);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return state.isEstablished() ? session.negotiated().applicationProtocol() : null;
    }

    @Override
    public @Nullable String getHandshakeApplicationProtocol() {
        return getHandshakeSession() instanceof BcSession now ? now.negotiated().applicationProtocol() : null;
    }

    @Override
    public String toString() {
        return "bc engine " + state + ", " + status;
    }
}
