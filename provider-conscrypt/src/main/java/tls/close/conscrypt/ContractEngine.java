// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tls.close.TlsEndpoint;
import tls.close.conscrypt.Admission.Refusal;
import tls.close.conscrypt.EngineState.Event;
import tls.close.conscrypt.EngineState.Handshake;
import tls.close.conscrypt.EngineState.Output;
import tls.close.internal.provider.Buffers;
import tls.close.internal.provider.RefusedCertificate;

/**
 * Conscrypt's engine with the engine contract (rules E1 to E10): what Conscrypt does differently is put right here, beside
 * the reason.
 */
final class ContractEngine extends NegotiatedEngine {
    private final Beginning beginning;
    private final Admission admission = new Admission(this);
    private final OwnAlerts alerts = new OwnAlerts();

    /** Makes Conscrypt's engine when the handshake begins: the settings are known only then. */
    interface Beginning {
        NativeEngine of(ContractEngine engine) throws SSLException;
    }

    ContractEngine(TlsEndpoint endpoint, Supported supported, Beginning beginning) {
        super(endpoint, supported);
        this.beginning = beginning;
    }

    // Beginning

    @Override
    NativeEngine newNativeEngine() throws SSLException {
        return beginning.of(this);
    }

    @Override
    protected void begin(NativeEngine engine) throws SSLException {
        apply(Event.BEGUN);
        engine.begin(this);
    }

    Admission admission() {
        return admission;
    }

    boolean isEstablished() {
        return state().isEstablished();
    }

    // Records in

    @Override
    protected Preview preview(NativeEngine engine, ByteBuffer src) throws SSLException {
        if (state().isDeaf()) {
            throw new SSLException(
                    "the output was closed in a handshake that the peer had asked for, so that nothing more"
                            + " can be read; the peer has not closed");
        }
        if (!Framing.isRecord(src)) {
            throw refusal(engine, src.get(src.position()));
        }
        boolean mayHoldData = state().handshake() == Handshake.DONE;
        return new Preview(HEADER + Framing.bodyLength(src), mayHoldData ? Framing.mostData(src) : 0);
    }

    @Override
    protected SSLEngineResult take(NativeEngine engine, ByteBuffer src, int size, Buffers targets) throws SSLException {
        int start = src.position();
        ByteOrder order = src.order();
        int produced = 0;
        try {
            src.order(ByteOrder.BIG_ENDIAN); // Conscrypt reads the record's length in the buffer's order.
            produced = isAnswerless(src)
                    ? engine.takeData(src, targets).bytesProduced()
                    : takeUnanswered(engine, src, targets);
            if (produced == 0 && engine.hasMetCloseNotify()) {
                apply(Event.PEER_CLOSE_NOTIFY);
            } else if (state().handshake() == Handshake.RUNNING) {
                admit(engine);
            }
        } catch (SSLException e) {
            // BoringSSL fails then, but not with an alert; and the connection was never more than an attempt.
            if (!state().isHandshaking() || !BoringSslError.isCloseNotifyInHandshake(e)) {
                src.position(start);
                throw RefusedCertificate.explained(admission.explained(e));
            }
            apply(Event.PEER_CANCELED);
        } finally {
            src.order(order);
        }
        // CLOSED is also what Conscrypt says once it has closed its output, with data.
        return result(isInboundDone() ? Status.CLOSED : Status.OK, src.position() - start, produced);
    }

    /**
     * Whether Conscrypt can answer nothing to a record: because in TLS 1.2 its type says that it holds no close_notify, or
     * because we have said ours.
     */
    private boolean isAnswerless(ByteBuffer record) {
        return isEstablished()
                && Framing.isApplicationData(record)
                && (!state().isOutputOpen() || getSession().getProtocol().equals(Supported.TLS_1_2));
    }

    private int takeUnanswered(NativeEngine engine, ByteBuffer record, Buffers targets) throws SSLException {
        boolean holdsData = engine.take(this, record).getStatus() == Status.BUFFER_OVERFLOW;
        return holdsData ? engine.deliver(this, targets).bytesProduced() : 0;
    }

    private SSLException refusal(NativeEngine engine, int firstByte) {
        String reason = String.format("the peer sent what is no TLS record (first byte 0x%02x)", firstByte);
        return state().handshake() == Handshake.RUNNING && alerts.arePossible()
                ? alerts.refuse(new Refusal(ClearAlert.UNEXPECTED_MESSAGE, reason))
                : engine.refuse(this, reason);
    }

    /** It can be refused as long as the peer reads in clear. */
    private void admit(NativeEngine engine) throws SSLException {
        SSLSession now = engine.handshakeSession();
        Optional<Refusal> refusal = now == null || !alerts.arePossible() ? Optional.empty() : admission.refusal(now);
        if (refusal.isPresent()) {
            throw alerts.refuse(refusal.get());
        }
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
        if (alerts.arePending()) {
            alerts.moveTo(dst);
        } else {
            SSLEngineResult made = state().takesData() ? engine.wrapData(sources, dst) : engine.wrap(this, dst);
            consumed = made.bytesConsumed();
        }
        if (state().handshake() == Handshake.RUNNING) {
            alerts.note(dst.duplicate().position(start).limit(dst.position()));
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

    private void cancel(@Nullable NativeEngine engine, ByteBuffer reason) {
        alerts.cancel(reason, getUseClientMode());
        free(engine);
        flushedUnless(alerts.arePending());
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
        if (state().isDeaf()) {
            apply(Event.CLOSE_INPUT); // What Conscrypt had is free.
            return;
        }
        // Of Conscrypt's own accord, a close_notify would follow the peer's alert.
        boolean alerted = BoringSslError.alert(failure).isPresent();
        if (state().handshake() == Handshake.RUNNING
                && alerts.arePossible()
                && BoringSslError.isNothingToChoose(failure)) {
            alerts.fail(ClearAlert.HANDSHAKE_FAILURE); // It would say internal_error.
        }
        apply(alerted ? Event.PEER_FATAL_ALERT : Event.FAILED);
        getSession().invalidate();
        if (alerts.arePending()) {
            free(engine); // In place of what was not sent yet.
        } else if (engine != null) {
            engine.closeOutbound();
            flushedUnless(engine.hasOutput());
        }
    }
}
