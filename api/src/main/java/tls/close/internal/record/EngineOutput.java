// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.io.IOException;
import java.io.InterruptedIOException;
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

    /** Bytes that are worth a write of their own: no more is waited for. */
    private static final int ENOUGH_AT_ONCE = 1 << 13;

    private enum Phase {
        OPEN,
        /** A close_notify has been asked for. */
        CLOSING,
        /** The transport takes nothing more. What the engine says to what comes is lost, so that it reads on (rule 4.7). */
        BROKEN,
        /** Nothing is said any more: closing the engine to free it makes it ask for an alert. */
        RELEASED
    }

    /** What the engine thinks of what came. */
    enum Verdict {
        NONE,
        /** It has a record, and may have said already what it thinks of that. */
        TO_COME,
        /** A close_notify in a handshake, which some engines answer with close_notify and some with a fatal alert. */
        CANCELED,
        REFUSED
    }

    /** What {@link #ciphertext} holds, for the input side, which must not look into it. */
    private enum Waiting {
        NOTHING,
        DATA,
        /** What the engine says by itself. */
        ANSWER,
        /** One that nobody waits for: see {@link #isPostponed}. */
        CHANGE_CIPHER_SPEC
    }

    /** Records that an engine may have to say when it is released: an answer, an alert, and more than that for others. */
    private static final int MOST_UNHEARD = 8;

    private final Transport transport;
    private final DelegatedTasks tasks;

    /**
     * What the transport has not taken; null if there is nothing. Guarded by the output side: whoever has it last gives it
     * to others.
     */
    private @Nullable ByteBuffer ciphertext;

    private volatile Waiting waiting = Waiting.NOTHING;
    private volatile Phase phase = Phase.OPEN;
    private volatile Verdict verdict = Verdict.NONE;
    private volatile Output ending = Output.OPEN;

    EngineOutput(Transport transport, DelegatedTasks tasks) {
        this.transport = transport;
        this.tasks = tasks;
    }

    /** What goes out next is judged by what came in, unless it was asked for before. */
    void judge(Verdict value) {
        if (phase == Phase.OPEN) {
            verdict = value;
        }
    }

    /**
     * The engine gets a record. What it says from now on is its verdict on that, and may be taken out by a writer: nobody
     * goes by {@link #verdict}, nor asks for a close_notify, before {@link #noteJudged}.
     */
    synchronized void awaitJudgement() {
        if (phase == Phase.OPEN && verdict == Verdict.NONE) {
            verdict = Verdict.TO_COME;
        }
    }

    /** The verdict is noted, if there is one. */
    synchronized void noteJudged() {
        if (verdict == Verdict.TO_COME) {
            verdict = Verdict.NONE;
        }
        notifyAll();
    }

    /** For no longer than the engine takes for a record, for which its own lock makes others wait, too. */
    private synchronized void awaitVerdict() {
        boolean interrupted = false;
        while (verdict == Verdict.TO_COME) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it can say what it likes: no close_notify has been asked for, and the transport has not failed. */
    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    private SSLEngine engine() {
        return tasks.engine();
    }

    boolean isReleased() {
        return phase == Phase.RELEASED;
    }

    /** Whether the transport has not taken all of what was made, and should. */
    boolean isHeldUp() {
        return switch (waiting) {
            case NOTHING -> false;
            case DATA, ANSWER -> true;
            case CHANGE_CIPHER_SPEC -> !isPostponed();
        };
    }

    /**
     * A client of TLS 1.3 may make its change_cipher_spec, which is there to look like TLS 1.2 (RFC 8446 appendix D.4),
     * as soon as it has read the server's hello. Nobody waits for it: it leaves with what it has to say next.
     */
    private boolean isPostponed() {
        return phase == Phase.OPEN
                && (tasks.areRunning()
                        || switch (engine().getHandshakeStatus()) {
                            case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NEED_TASK -> true;
                            case NEED_WRAP, NOT_HANDSHAKING, FINISHED -> false;
                        });
    }

    boolean hasOutput() {
        return isHeldUp()
                || (phase != Phase.RELEASED
                        && !tasks.areRunning()
                        && engine().getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    /**
     * Whether the engine has answered the peer and that is not out, or waits to answer. The input side asks this while a
     * writer is here, so that it waits for the record that is being made: that has left the engine, and is not yet where
     * {@link #waiting} tells of it.
     */
    synchronized boolean owesAnswer() {
        return (phase == Phase.OPEN || phase == Phase.BROKEN)
                && !tasks.areRunning()
                && (waiting == Waiting.ANSWER || engine().getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    /** Asks no engine: that may be in a callback in another thread, for as long as that takes. */
    Output ending() {
        return ending;
    }

    Step write(ByteBuffer src) throws IOException {
        Step flushed = send();
        if (flushed != Step.TAKEN || !src.hasRemaining()) {
            return flushed;
        }
        HandshakeStatus status = engine().getHandshakeStatus();
        if (EngineInput.isHandshaking(status)) {
            // What was read meanwhile may call for an answer: it goes first, in the next call.
            boolean isAnswer = status == HandshakeStatus.NEED_WRAP && !tasks.areRunning();
            noteSilence();
            return isAnswer || engine().isOutboundDone() ? Step.TAKEN : Step.WANT_READ;
        }
        wrap(src);
        flush();
        return Step.TAKEN;
    }

    Step flush() throws IOException {
        Step step = send();
        noteSilence();
        return step;
    }

    private void noteSilence() {
        if (ending == Output.OPEN && !tasks.areRunning() && engine().isOutboundDone()) {
            ending = Output.SILENCE;
        }
    }

    private Step send() throws IOException {
        while (hasOutput() || isCloseOwed()) {
            ByteBuffer made = ciphertext;
            if (made != null && !(waiting == Waiting.CHANGE_CIPHER_SPEC && mayAdd())) {
                if (waiting == Waiting.CHANGE_CIPHER_SPEC) {
                    waiting = Waiting.ANSWER; // Once it is begun it goes out.
                }
                if (phase != Phase.BROKEN) {
                    pass(made);
                    if (made.hasRemaining()) {
                        return Step.WANT_WRITE;
                    }
                }
                forget(made);
            } else if (tasks.areRunning()) {
                return Step.WANT_TASK;
            } else {
                if (phase == Phase.CLOSING) {
                    engine().closeOutbound(); // If a task was running at first.
                }
                if (wrap(NOTHING) == 0) {
                    break;
                }
                wrapRestOfFlight();
            }
        }
        return Step.TAKEN;
    }

    private void pass(ByteBuffer made) throws IOException {
        try {
            transport.write(made);
        } catch (InterruptedIOException e) {
            throw e; // It can be repeated.
        } catch (IOException e) {
            phase = Phase.BROKEN;
            forget(made);
            ending = Output.SILENCE; // Whatever that was, nobody has heard all of it.
            throw e;
        }
    }

    synchronized void close() {
        awaitVerdict();
        if (phase != Phase.BROKEN) {
            phase = Phase.CLOSING;
        }
        if (!tasks.areRunning()) {
            engine().closeOutbound();
        }
    }

    /** Some engines have an alert pending and don't show it in their handshake status. */
    private boolean isCloseOwed() {
        return phase == Phase.CLOSING && (tasks.areRunning() || !engine().isOutboundDone());
    }

    /**
     * What the engine has to say leaves in one write: of two, the second would wait until the peer has acknowledged the
     * first (RFC 896), which may take its time (RFC 1122 section 4.2.3.2).
     */
    private void wrapRestOfFlight() throws SSLException {
        boolean more = true;
        while (more && mayAdd()) {
            more = wrap(NOTHING) > 0;
        }
    }

    private boolean mayAdd() {
        ByteBuffer made = ciphertext;
        return made != null
                && made.remaining() < ENOUGH_AT_ONCE
                && !tasks.areRunning()
                && engine().getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    /**
     * Makes one record, and returns its length: 0 if the engine has nothing to say. A monitor will do (rule 8.1): nothing
     * here waits for the transport.
     */
    private synchronized int wrap(ByteBuffer src) throws SSLException {
        boolean isData = false; // What has just been read may call for an answer, which is made first.
        ByteBuffer target = Buffers.take(Buffers.MAX_RECORD);
        int length;
        try {
            SSLEngineResult result = engine().wrap(src, target);
            while (result.getStatus() == Status.BUFFER_OVERFLOW) {
                target = Buffers.larger(target, 0, engine());
                result = engine().wrap(src, target);
            }
            isData = result.bytesConsumed() > 0;
            if (target.position() == 0 && result.bytesConsumed() == 0) {
                checkSilence(result);
            }
        } catch (SSLException e) {
            judge(Verdict.REFUSED); // A task has refused what came.
            throw e;
        } catch (RuntimeException e) {
            judge(Verdict.REFUSED);
            throw new SSLException(engine().getClass() + " failed to make a record: " + e, e);
        } finally {
            length = target.position();
            if (length > 0) {
                target.flip();
                Output end = isData ? ending : endWith(target); // Data is never the last that is said.
                keep(behindWhatWaits(target), isData);
                ending = end; // Not before there is something to send.
            } else {
                Buffers.give(target.clear()); // An engine that failed may have used any of it.
            }
        }
        return length;
    }

    private ByteBuffer behindWhatWaits(ByteBuffer record) {
        ByteBuffer before = ciphertext;
        if (before == null) {
            return record;
        }
        ByteBuffer both = Buffers.take(before.remaining() + record.remaining())
                .put(before)
                .put(record)
                .flip();
        Buffers.give(before);
        Buffers.give(record);
        return both;
    }

    private void keep(ByteBuffer made, boolean isData) {
        ciphertext = made;
        if (isData) {
            waiting = Waiting.DATA;
        } else {
            waiting = Tls.isChangeCipherSpec(made) ? Waiting.CHANGE_CIPHER_SPEC : Waiting.ANSWER;
        }
    }

    private void forget(ByteBuffer made) {
        waiting = Waiting.NOTHING;
        ciphertext = null;
        Buffers.give(made);
    }

    /** How the output stands with this record. */
    private Output endWith(ByteBuffer record) {
        if (!engine().isOutboundDone() || ending != Output.OPEN) {
            return ending;
        }
        awaitVerdict();
        boolean refused = switch (verdict) {
            case NONE, TO_COME -> false;
            case CANCELED -> Tls.isFatalInHandshake(record);
            case REFUSED -> true;
        };
        return refused ? Output.FATAL_ALERT : Output.CLOSE_NOTIFY;
    }

    private void checkSilence(SSLEngineResult result) throws SSLException {
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine().isOutboundDone()) {
            throw new SSLException(engine().getClass() + " asks to wrap but has nothing to say: " + result.getStatus());
        }
        if (phase == Phase.CLOSING && !engine().isOutboundDone()) {
            throw new SSLException(engine().getClass() + " made no close_notify: " + result.getStatus());
        }
    }

    /**
     * Ends the engine's output. What nobody will hear has to be taken all the same: an engine that could not say its
     * close_notify, because the transport took nothing more, is not done before, and frees nothing (rule E8).
     */
    void release() {
        phase = Phase.RELEASED;
        ByteBuffer made = ciphertext;
        if (made != null) {
            forget(made);
            ending = Output.SILENCE; // Whatever that was, nobody has heard it.
        }
        engine().closeOutbound();
        if (!engine().isOutboundDone()) {
            takeUnheard();
        }
    }

    private void takeUnheard() {
        ByteBuffer bin = Buffers.take(Math.max(engine().getSession().getPacketBufferSize(), Buffers.MAX_RECORD));
        try {
            int produced = 1;
            for (int i = 0; i < MOST_UNHEARD && produced > 0 && !engine().isOutboundDone(); i++) {
                produced = engine().wrap(NOTHING, bin.clear()).bytesProduced();
            }
        } catch (SSLException | RuntimeException e) {
            // There is nobody to tell.
        } finally {
            Buffers.give(bin.clear());
        }
    }
}
