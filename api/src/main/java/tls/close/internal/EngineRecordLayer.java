// SPDX-License-Identifier: Apache-2.0
package tls.close.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tls.close.spi.RecordLayer;
import tls.close.spi.Transport;

/**
 * Drives an {@link SSLEngine} record by record. It trusts byte counts, {@code isInboundDone} and
 * {@code isOutboundDone}, never {@code Status.CLOSED} alone, and stops with a clear error where an engine makes no
 * progress (rule 6.4).
 */
final class EngineRecordLayer implements RecordLayer {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Application data, one byte, which no cipher of TLS 1.2 or 1.3 makes. */
    private static final ByteBuffer FORGED =
            ByteBuffer.wrap(new byte[] {23, 3, 3, 0, 1, 0}).asReadOnlyBuffer();

    /** No engine needs a larger buffer for one record; one that asks for more is broken. */
    private static final int MOST_BUFFER = 1 << 17;

    /** Records of one handshake: enough for the longest messages in pieces of one byte, too few to keep a thread busy. */
    private static final int MOST_HANDSHAKE_RECORDS = 1 << 16;

    /** What the engine thinks of what came. */
    private enum Verdict {
        NONE,
        /** A close_notify in a handshake, which some engines answer with close_notify and some with a fatal alert. */
        CANCELED,
        REFUSED
    }

    private final SSLEngine engine;
    private final Transport transport;
    private final DelegatedTasks tasks;
    private final Diagnosis diagnosis;

    // The input side.
    private final RecordReader reader;
    private @Nullable ByteBuffer plaintext;
    private boolean begun;
    private int handshakeRecords;
    private volatile Verdict verdict = Verdict.NONE;

    // The output side; volatile because the input side asks whether there is something.
    private volatile @Nullable ByteBuffer ciphertext;
    private volatile boolean closing;
    private volatile Output output = Output.OPEN;

    /** Nothing is said any more: closing the engine to free it makes it ask for an alert. */
    private volatile boolean released;

    EngineRecordLayer(SSLEngine engine, Transport transport, Optional<Executor> executor, Diagnosis diagnosis) {
        this.engine = engine;
        this.transport = transport;
        this.diagnosis = diagnosis;
        this.tasks = new DelegatedTasks(engine, executor.filter(e -> !transport.isBlocking()));
        this.reader = new RecordReader(transport);
    }

    @Override
    public Step handshake() throws IOException {
        if (tasks.areRunning()) {
            return Step.WANT_TASK;
        }
        if (!begun) {
            engine.beginHandshake();
            begun = true;
        }
        // Data that a later handshake met on its way has to be read first: there is no place for more.
        Step step = plaintext == null ? Step.TAKEN : Step.WANT_READ;
        while (step == Step.TAKEN && isHandshaking()) {
            step = switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> tasks.run() ? Step.TAKEN : Step.WANT_TASK;
                case NEED_WRAP -> Step.WANT_FLUSH;
                // What we have said must be on its way before an answer can be waited for.
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> ciphertext != null ? Step.WANT_FLUSH : readHandshakeRecord();
                case NOT_HANDSHAKING, FINISHED -> Step.TAKEN;
            };
        }
        return step == Step.TAKEN && hasOutput() ? Step.WANT_FLUSH : step;
    }

    /** Warnings are no progress (rule 12.4). */
    private Step readHandshakeRecord() throws IOException {
        if (handshakeRecords == MOST_HANDSHAKE_RECORDS) {
            judge(Verdict.REFUSED);
            refuseInTheEngine();
            throw new SSLException("the handshake has not ended after " + handshakeRecords + " records of the peer's");
        }
        Step step = readRecord(NOTHING);
        if (step == Step.TAKEN) {
            handshakeRecords++;
        }
        return step;
    }

    @Override
    public Step read(ByteBuffer dst) throws IOException {
        Step step = plaintext == null ? readRecord(dst) : Step.TAKEN;
        if (plaintext != null) {
            deliver(plaintext, dst);
        }
        return step;
    }

    /** Whole records are decrypted straight into the caller's buffer; only what does not fit waits here. */
    private void deliver(ByteBuffer from, ByteBuffer dst) {
        int count = Math.min(from.remaining(), dst.remaining());
        dst.put(from.slice(from.position(), count));
        from.position(from.position() + count);
        if (!from.hasRemaining()) {
            plaintext = null;
            Buffers.give(from);
        }
    }

    private Step readRecord(ByteBuffer dst) throws IOException {
        if (tasks.areRunning()) {
            return Step.WANT_TASK;
        }
        if (engine.isInboundDone()) {
            return Step.CLOSE_NOTIFY;
        }
        Step filled = reader.fill();
        if (filled != Step.TAKEN) {
            return filled;
        }
        try {
            Step step = unwrap(reader.record(), dst);
            if (step == Step.TAKEN || step == Step.CLOSE_NOTIFY) {
                reader.forget();
            }
            return step;
        } catch (RuntimeException e) {
            judge(Verdict.REFUSED);
            reader.forget();
            throw new SSLException(engine.getClass() + " failed on a record: " + e, e);
        } catch (SSLException e) {
            reader.forget();
            if (diagnosis.isCloseNotify(e)) {
                judge(Verdict.CANCELED);
                return Step.CLOSE_NOTIFY;
            }
            judge(Verdict.REFUSED);
            throw e;
        }
    }

    private void judge(Verdict value) {
        if (!closing) { // What ends the output is decided by then.
            verdict = value;
        }
    }

    /** Has the engine consume one record, whatever it asks for meanwhile. */
    private Step unwrap(ByteBuffer record, ByteBuffer dst) throws SSLException {
        ByteBuffer own = null;
        boolean again = true;
        try {
            while (again) {
                SSLEngineResult result = engine.unwrap(record, own == null ? dst : own);
                again = record.hasRemaining();
                if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    own = larger(own, engine.getSession().getApplicationBufferSize());
                } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
                    if (!tasks.run()) {
                        return Step.WANT_TASK;
                    }
                    again = true; // What a task threw is thrown by the next call.
                } else if (again && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                    return Step.WANT_FLUSH;
                } else if (again && result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                    throw refused(record, result);
                }
            }
        } finally {
            if (own != null) {
                keep(own.flip());
            }
        }
        // Data first: a close_notify that is already here is met again by the next call.
        return engine.isInboundDone() && plaintext == null ? Step.CLOSE_NOTIFY : Step.TAKEN;
    }

    private void keep(ByteBuffer target) {
        if (target.hasRemaining()) {
            plaintext = target;
        } else {
            Buffers.give(target);
        }
    }

    private SSLException refused(ByteBuffer record, SSLEngineResult result) {
        if (!Tls.isHeader(record)) {
            refuseInTheEngine();
            return new SSLException(
                    String.format("the peer sent what is no TLS record (first byte 0x%02x)", record.get(0)));
        }
        return new SSLException(engine.getClass() + " makes no progress on a whole record: " + result.getStatus() + ", "
                + result.getHandshakeStatus());
    }

    /**
     * What is no record does not always count as a failure to the engine (to JSSE's it may be the beginning of an SSL 2
     * message), and without one there is no fatal alert to send. A record that cannot be authentic is one.
     */
    private void refuseInTheEngine() {
        ByteBuffer target = Buffers.take(engine.getSession().getApplicationBufferSize());
        try {
            engine.unwrap(FORGED.duplicate(), target);
        } catch (SSLException e) {
            // As it should.
        } finally {
            Buffers.give(target);
        }
    }

    private ByteBuffer larger(@Nullable ByteBuffer now, int asked) throws SSLException {
        int size = now == null ? Math.max(asked, Buffers.MAX_RECORD) : 2 * now.capacity();
        if (size > MOST_BUFFER) {
            throw new SSLException(engine.getClass() + " asks for a buffer of more than " + MOST_BUFFER + " bytes");
        }
        if (now != null) {
            Buffers.give(now);
        }
        return Buffers.take(size);
    }

    @Override
    public Step write(ByteBuffer src) throws IOException {
        Step flushed = flush();
        if (flushed != Step.TAKEN || !src.hasRemaining() || engine.isOutboundDone()) {
            return flushed;
        }
        if (hasOutput()) {
            return Step.TAKEN; // An answer, to what was read meanwhile: it goes first, in the next call.
        }
        if (isHandshaking()) {
            return Step.WANT_READ;
        }
        wrap(src);
        flush();
        return Step.TAKEN;
    }

    @Override
    public Step flush() throws IOException {
        while (hasOutput() || isCloseOwed()) {
            ByteBuffer waiting = ciphertext;
            if (waiting != null) {
                transport.write(waiting);
                if (waiting.hasRemaining()) {
                    return Step.WANT_WRITE;
                }
                ciphertext = null;
                Buffers.give(waiting);
            } else if (tasks.areRunning()) {
                return Step.WANT_TASK;
            } else {
                if (closing) {
                    engine.closeOutbound(); // If a task was running at first.
                }
                if (wrap(NOTHING) == 0) {
                    break;
                }
            }
        }
        return Step.TAKEN;
    }

    @Override
    public void closeOutput() {
        closing = true;
        if (!tasks.areRunning()) {
            engine.closeOutbound();
        }
    }

    /** Some engines have an alert pending and don't show it in their handshake status. */
    private boolean isCloseOwed() {
        return closing && !released && (tasks.areRunning() || !engine.isOutboundDone());
    }

    /** Makes one record, and returns its length: 0 if the engine has nothing to say. */
    private int wrap(ByteBuffer src) throws SSLException {
        ByteBuffer target = Buffers.take(Math.max(engine.getSession().getPacketBufferSize(), Buffers.MAX_RECORD));
        try {
            SSLEngineResult result = engine.wrap(src, target);
            while (result.getStatus() == Status.BUFFER_OVERFLOW) {
                target = larger(target, 0);
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
            if (target.flip().hasRemaining()) {
                ciphertext = target;
                noteEnd(target);
            } else {
                Buffers.give(target);
            }
        }
        return target.limit();
    }

    private void noteEnd(ByteBuffer record) {
        if (engine.isOutboundDone() && output == Output.OPEN) {
            boolean refused = switch (verdict) {
                case NONE -> false;
                case CANCELED -> Tls.isFatalInHandshake(record);
                case REFUSED -> true;
            };
            output = refused ? Output.FATAL_ALERT : Output.CLOSE_NOTIFY;
        }
    }

    private void checkSilence(SSLEngineResult result) throws SSLException {
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
            throw new SSLException(engine.getClass() + " asks to wrap but has nothing to say: " + result.getStatus());
        }
        if (closing && !engine.isOutboundDone()) {
            throw new SSLException(engine.getClass() + " made no close_notify: " + result.getStatus());
        }
    }

    @Override
    public boolean hasOutput() {
        return ciphertext != null
                || (!released && !tasks.areRunning() && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
    }

    private boolean isHandshaking() {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK, NEED_WRAP, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> true;
            case NOT_HANDSHAKING, FINISHED -> false;
        };
    }

    @Override
    public Output output() {
        return output == Output.OPEN && engine.isOutboundDone() ? Output.SILENCE : output;
    }

    @Override
    public int cutAfter() {
        return reader.cutAfter();
    }

    @Override
    public SSLSession session() {
        return engine.getSession();
    }

    @Override
    public String applicationProtocol() {
        String chosen = engine.getApplicationProtocol();
        return chosen == null ? "" : chosen;
    }

    @Override
    public void release() {
        if (released || tasks.areRunning()) {
            return; // An engine that hands out tasks is Java all through: it is the garbage collector's.
        }
        released = true;
        engine.closeOutbound();
        try {
            engine.closeInbound();
        } catch (SSLException e) {
            // It says that no close_notify has come, which is known by now.
        }
        reader.forget();
        if (plaintext != null) {
            Buffers.give(plaintext);
            plaintext = null;
        }
        ByteBuffer waiting = ciphertext;
        if (waiting != null) {
            ciphertext = null;
            Buffers.give(waiting);
        }
    }
}
