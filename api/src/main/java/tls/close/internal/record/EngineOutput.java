// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tls.close.spi.RecordLayer.Output;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

/** The output side of an {@link EngineRecordLayer}. The input side asks it things and tells it its verdict. */
final class EngineOutput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Bytes, to which no more is added before they are written. */
    private static final int ENOUGH_AT_ONCE = 1 << 13;

    private enum Phase {
        OPEN,
        /** A close_notify has been asked for. */
        CLOSING,
        /** Nothing is said any more: closing the engine to free it makes it ask for an alert. */
        RELEASED
    }

    /** What the engine thinks of what came. */
    enum Verdict {
        NONE,
        /** A close_notify in a handshake, which some engines answer with close_notify and some with a fatal alert. */
        CANCELED,
        REFUSED
    }

    private final SSLEngine engine;
    private final Transport transport;
    private final DelegatedTasks tasks;

    private volatile @Nullable ByteBuffer ciphertext;
    private volatile boolean ciphertextIsAnswer;
    private volatile Phase phase = Phase.OPEN;
    private volatile Verdict verdict = Verdict.NONE;
    private volatile Output ending = Output.OPEN;

    EngineOutput(SSLEngine engine, Transport transport, DelegatedTasks tasks) {
        this.engine = engine;
        this.transport = transport;
        this.tasks = tasks;
    }

    /** What goes out next is judged by what came in, unless it was asked for before. */
    void judge(Verdict value) {
        if (phase == Phase.OPEN) {
            verdict = value;
        }
    }

    /** Whether no close_notify has been asked for. */
    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** Whether the transport has not taken all of what was made, and should. */
    boolean isHeldUp() {
        ByteBuffer waiting = ciphertext;
        return waiting != null && !isPostponed(waiting);
    }

    /**
     * A client of TLS 1.3 may make its change_cipher_spec, which is there to look like TLS 1.2 (RFC 8446 appendix D.4),
     * as soon as it has read the server's hello. Nobody waits for it: it leaves with what it has to say next.
     */
    private boolean isPostponed(ByteBuffer waiting) {
        return phase == Phase.OPEN
                && Tls.isChangeCipherSpec(waiting)
                && (tasks.areRunning()
                        || switch (engine.getHandshakeStatus()) {
                            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NEED_TASK -> true;
                            case NEED_WRAP, NOT_HANDSHAKING, FINISHED -> false;
                        });
    }

    boolean hasOutput() {
        return isHeldUp()
                || (phase != Phase.RELEASED
                        && !tasks.areRunning()
                        && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    /** Whether the engine has answered the peer and that is not out, or waits to answer. */
    boolean owesAnswer() {
        return phase == Phase.OPEN
                && !tasks.areRunning()
                && ((isHeldUp() && ciphertextIsAnswer) || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    Output ending() {
        boolean mayAsk = ending == Output.OPEN && !tasks.areRunning();
        return mayAsk && engine.isOutboundDone() ? Output.SILENCE : ending;
    }

    Step write(ByteBuffer src) throws IOException {
        Step flushed = flush();
        if (flushed != Step.TAKEN || !src.hasRemaining() || engine.isOutboundDone()) {
            return flushed;
        }
        if (hasOutput()) {
            return Step.TAKEN; // An answer, to what was read meanwhile: it goes first, in the next call.
        }
        if (EngineInput.isHandshaking(engine)) {
            return Step.WANT_READ;
        }
        wrap(src);
        flush();
        return Step.TAKEN;
    }

    Step flush() throws IOException {
        while (hasOutput() || isCloseOwed()) {
            ByteBuffer waiting = ciphertext;
            if (waiting != null && !mayAddTo(waiting)) {
                transport.write(waiting);
                if (waiting.hasRemaining()) {
                    return Step.WANT_WRITE;
                }
                ciphertext = null;
                Buffers.give(waiting);
            } else if (tasks.areRunning()) {
                return Step.WANT_TASK;
            } else {
                if (phase == Phase.CLOSING) {
                    engine.closeOutbound(); // If a task was running at first.
                }
                if (!wrapFlight()) {
                    break;
                }
            }
        }
        return Step.TAKEN;
    }

    void close() {
        phase = Phase.CLOSING;
        if (!tasks.areRunning()) {
            engine.closeOutbound();
        }
    }

    /** Some engines have an alert pending and don't show it in their handshake status. */
    private boolean isCloseOwed() {
        return phase == Phase.CLOSING && (tasks.areRunning() || !engine.isOutboundDone());
    }

    /**
     * Makes what the engine has to say, and returns whether that is anything. It leaves in one write: of two, the second
     * would wait until the peer has acknowledged the first (RFC 896), which may take its time (RFC 1122 section 4.2.3.2).
     */
    private boolean wrapFlight() throws SSLException {
        boolean any = wrap(NOTHING) > 0;
        boolean more = any;
        while (more && mayAdd()) {
            more = wrap(NOTHING) > 0;
        }
        return any;
    }

    private boolean mayAdd() {
        ByteBuffer waiting = ciphertext;
        return waiting != null
                && waiting.remaining() < ENOUGH_AT_ONCE
                && !tasks.areRunning()
                && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    /** Whether what was {@linkplain #isPostponed postponed} has something to go with now. */
    private boolean mayAddTo(ByteBuffer waiting) {
        return Tls.isChangeCipherSpec(waiting) && mayAdd();
    }

    /** Makes one record, and returns its length: 0 if the engine has nothing to say. */
    private int wrap(ByteBuffer src) throws SSLException {
        boolean isAnswer = !src.hasRemaining();
        ByteBuffer target = Buffers.take(Math.max(engine.getSession().getPacketBufferSize(), Buffers.MAX_RECORD));
        int length = 0;
        try {
            SSLEngineResult result = engine.wrap(src, target);
            while (result.getStatus() == Status.BUFFER_OVERFLOW) {
                target = Buffers.larger(target, 0, engine);
                result = engine.wrap(src, target);
            }
            if (target.position() == 0 && result.bytesConsumed() == 0) {
                checkSilence(result);
            }
        } catch (SSLException e) {
            judge(Verdict.REFUSED); // A task has refused what came.
            throw e;
        } catch (RuntimeException e) {
            judge(Verdict.REFUSED);
            throw new SSLException(engine.getClass() + " failed to make a record: " + e, e);
        } finally {
            length = target.position();
            if (length > 0) {
                noteEnd(target.flip());
                ciphertextIsAnswer = isAnswer;
                ciphertext = behindWhatWaits(target);
            } else {
                Buffers.give(target.clear()); // An engine that failed may have used any of it.
            }
        }
        return length;
    }

    private ByteBuffer behindWhatWaits(ByteBuffer record) {
        ByteBuffer waiting = ciphertext;
        if (waiting == null) {
            return record;
        }
        ByteBuffer both = Buffers.take(waiting.remaining() + record.remaining())
                .put(waiting)
                .put(record)
                .flip();
        Buffers.give(waiting);
        Buffers.give(record);
        return both;
    }

    private void noteEnd(ByteBuffer record) {
        if (engine.isOutboundDone() && ending == Output.OPEN) {
            boolean refused = switch (verdict) {
                case NONE -> false;
                case CANCELED -> Tls.isFatalInHandshake(record);
                case REFUSED -> true;
            };
            ending = refused ? Output.FATAL_ALERT : Output.CLOSE_NOTIFY;
        }
    }

    private void checkSilence(SSLEngineResult result) throws SSLException {
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
            throw new SSLException(engine.getClass() + " asks to wrap but has nothing to say: " + result.getStatus());
        }
        if (phase == Phase.CLOSING && !engine.isOutboundDone()) {
            throw new SSLException(engine.getClass() + " made no close_notify: " + result.getStatus());
        }
    }

    void release() {
        phase = Phase.RELEASED;
        ByteBuffer waiting = ciphertext;
        if (waiting != null) {
            ciphertext = null;
            Buffers.give(waiting);
        }
    }
}
