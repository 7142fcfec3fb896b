// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.RecordPreview;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsUtils;
import org.jspecify.annotations.Nullable;
import tls.close.TlsEndpoint;
import tls.close.bc.EngineState.Event;
import tls.close.bc.EngineState.Handshake;
import tls.close.internal.provider.Buffers;
import tls.close.internal.provider.RecordEngine;
import tls.close.internal.provider.SupportedNames;

/**
 * An {@code SSLEngine} over bctls that keeps the engine contract (rules E1 to E10). Each {@code wrap} makes one record of
 * data or all that is ready of the handshake.
 */
final class BcEngine extends RecordEngine<EngineState, Protocol> {
    private static final SupportedNames SUPPORTED =
            new SupportedNames("bc", CipherSuites.SUPPORTED, CipherSuites.DEFAULT);

    private final Function<BcEngine, Protocol> beginning;
    private final Map<String, Object> sessionValues = new ConcurrentHashMap<>();

    private volatile BcSession session = new BcSession(this, Negotiated.NOTHING, sessionValues);

    /** @param beginning makes the protocol when the handshake begins: the settings are known only then */
    BcEngine(TlsEndpoint endpoint, Function<BcEngine, Protocol> beginning) {
        super(
                endpoint.host().orElse(null),
                endpoint.isClient() ? endpoint.port() : -1,
                endpoint.isClient(),
                SUPPORTED,
                EngineState.INITIAL);
        this.beginning = beginning;
    }

    // Beginning

    @Override
    protected Protocol make() {
        return beginning.apply(this);
    }

    @Override
    protected void begin(Protocol bctls) throws IOException {
        apply(Event.BEGUN);
        bctls.begin();
    }

    // Records in

    @Override
    protected Preview preview(Protocol bctls, ByteBuffer src) throws IOException {
        byte[] header = new byte[HEADER];
        src.get(src.position(), header);
        RecordPreview preview = previewed(bctls, header);
        // bctls looks at the type only, and would wait for the body of whatever this is (RFC 8446 section 5.1).
        if (header[1] != 3) {
            bctls.refuse(AlertDescription.protocol_version, "no TLS record");
            throw new SSLException(
                    String.format("the peer sent what is no TLS record: version 0x%02x%02x", header[1], header[2]));
        }
        return new Preview(preview.getRecordSize(), preview.getContentLimit());
    }

    private static RecordPreview previewed(Protocol bctls, byte[] header) throws IOException {
        try {
            return bctls.tls().previewInputRecord(header);
        } catch (TlsFatalAlert e) {
            if (e.getAlertDescription() != AlertDescription.unexpected_message) {
                throw e;
            }
            throw new SSLException(
                    String.format("the peer sent what is no TLS record (first byte 0x%02x)", header[0]), e);
        }
    }

    @Override
    protected SSLEngineResult take(Protocol bctls, ByteBuffer src, int size, Buffers targets) throws IOException {
        process(bctls, src, size);
        int produced = targets.put(bctls.incoming().takeData());
        if (bctls.incoming().hasCloseNotify()) {
            if (!state().isEstablished()) {
                throw canceled(bctls);
            }
            apply(Event.PEER_CLOSE_NOTIFY);
        }
        return result(isInboundDone() ? Status.CLOSED : Status.OK, size, produced);
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

    /** Has bctls process a record, in place where the buffer allows it: {@code SSLEngine.unwrap} provides for that. */
    private void process(Protocol bctls, ByteBuffer src, int size) throws IOException {
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
        if (outcome != null && state().isHandshaking()) {
            session =
                    new BcSession(this, outcome, sessionValues, bctls.context().getResumableSession());
            apply(Event.COMPLETED);
        }
    }

    // Records out

    @Override
    protected SSLEngineResult say(Protocol bctls, Buffers sources, ByteBuffer dst) throws IOException {
        // Before application data (RFC 8446 section 4.6.3), and never once we have closed (scenario 24).
        if (state().takesData()) {
            bctls.answer();
        }
        if (bctls.tls().previewOutputRecord() > 0) {
            return emit(bctls, dst, 0);
        }
        int count = (int) Math.min(sources.remaining(), bctls.tls().getApplicationDataLimit());
        if (count == 0 || !state().takesData()) {
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
        return isOutboundDone()
                ? new SSLEngineResult(Status.CLOSED, result.getHandshakeStatus(), consumed, produced)
                : result;
    }

    // Ending

    /** bctls's own {@code close()} would stop it from reading. */
    @Override
    protected void closeOutput(@Nullable Protocol bctls) throws IOException {
        boolean established = state().isEstablished();
        apply(Event.CLOSE_OUTPUT);
        if (bctls != null) {
            if (!established) {
                bctls.warn(AlertDescription.user_canceled);
            }
            bctls.warn(AlertDescription.close_notify);
        }
    }

    @Override
    protected void closeInput() {
        apply(Event.CLOSE_INPUT);
    }

    @Override
    protected void fail(@Nullable Protocol bctls, IOException failure) {
        apply(failure instanceof TlsFatalAlertReceived ? Event.PEER_FATAL_ALERT : Event.FAILED);
        session.invalidate();
    }

    @Override
    protected SSLException translated(IOException failure) {
        return Failures.translate(failure, !state().isEstablished());
    }

    // State

    private void apply(Event event) {
        enter(state().next(event));
    }

    /** Once the last of the handshake has been wrapped. */
    @Override
    protected boolean isFinishedBy(@Nullable Protocol bctls) {
        Handshake before = state().handshake();
        if (!hasOutput(bctls)) {
            apply(Event.FLUSHED);
        }
        return before == Handshake.COMPLETE && state().handshake() == Handshake.REPORTED;
    }

    @Override
    protected HandshakeStatus next(@Nullable Protocol bctls) {
        return state().status(hasOutput(bctls));
    }

    private boolean hasOutput(@Nullable Protocol bctls) {
        return bctls != null
                && (bctls.tls().getAvailableOutputBytes() > 0
                        || (state().takesData() && !bctls.incoming().owed().isEmpty()));
    }

    @Override
    public SSLSession getSession() {
        return session;
    }

    @Override
    protected @Nullable SSLSession handshakeSession(Protocol bctls) {
        return negotiating(bctls);
    }

    private @Nullable BcSession negotiating(Protocol bctls) {
        return state().isHandshaking() && Negotiated.isKnownIn(bctls.context())
                ? new BcSession(this, Negotiated.in(bctls.context()), sessionValues)
                : null;
    }

    @Override
    public @Nullable String getApplicationProtocol() {
        return state().isEstablished() ? session.negotiated().applicationProtocol() : null;
    }

    @Override
    protected @Nullable String handshakeApplicationProtocol(Protocol bctls) {
        BcSession now = negotiating(bctls);
        return now == null ? null : now.negotiated().applicationProtocol();
    }
}
