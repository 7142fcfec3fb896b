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
import tls.close.internal.record.EngineOutput.Verdict;
import tls.close.spi.NotTlsException;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

/** The input side of an {@link EngineRecordLayer}, and the handshake. */
final class EngineInput {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Application data, one byte, which no cipher of TLS 1.2 or 1.3 makes. */
    private static final ByteBuffer FORGED =
            ByteBuffer.wrap(new byte[] {23, 3, 3, 0, 1, 0}).asReadOnlyBuffer();

    /** Records of one handshake: enough for the longest messages in pieces of one byte, too few to keep a thread busy. */
    private static final int MOST_HANDSHAKE_RECORDS = 1 << 16;

    /** The same in bytes: as much as those records take, and no more when each of them is full. */
    private static final int MOST_HANDSHAKE_BYTES = 1 << 22;

    /** Handshake records that one call takes from a transport that doesn't block. */
    private static final int MOST_RECORDS_AT_ONCE = 1 << 8;

    private final SSLEngine engine;
    private final DelegatedTasks tasks;
    private final Diagnosis diagnosis;
    private final EngineOutput output;
    private final RecordReader reader;
    private @Nullable ByteBuffer plaintext;
    private final Transport transport;
    private boolean begun;
    private int handshakeRecords;
    private int handshakeBytes;
    private int lastRecord;

    /**
     * Whether the engine may have come to its end with the last record and not know it: Netty's, as a client of TLS 1.2,
     * asks for more until it is given nothing ({@code ReferenceCountedOpenSslEngine.unwrap}).
     */
    private boolean mayBeDone;

    /** 0 in a handshake. A few bytes at most, and there is one of these for each idle connection. */
    private byte shortestCloseNotify;

    /** Whether one behind the first goes on, as far as the peer's records tell: our own last word does not end it. */
    private volatile boolean inLaterHandshake;

    EngineInput(SSLEngine engine, Transport transport, DelegatedTasks tasks, Diagnosis diagnosis, EngineOutput output) {
        this.engine = engine;
        this.tasks = tasks;
        this.diagnosis = diagnosis;
        this.output = output;
        this.transport = transport;
        this.reader = new RecordReader(transport);
    }

    Step handshake() throws IOException {
        if (tasks.areRunning()) {
            return Step.WANT_TASK;
        }
        if (!begun) {
            engine.beginHandshake();
            begun = true;
        }
        // Data that a later handshake met on its way has to be read first: there is no place for more.
        Step step = plaintext == null ? Step.TAKEN : Step.WANT_READ;
        int before = handshakeRecords;
        while (step == Step.TAKEN && isHandshaking(engine.getHandshakeStatus())) {
            if (handshakeRecords - before >= MOST_RECORDS_AT_ONCE
                    && !transport.isBlocking()
                    && !transport.holdsMore()) {
                return Step.WANT_READ; // Rule 6.5.
            }
            step = switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> tasks.run() ? Step.TAKEN : Step.WANT_TASK;
                case NEED_WRAP -> Step.WANT_FLUSH;
                // What we have said must be on its way before an answer can be waited for.
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN ->
                    output.isHeldUp() ? Step.WANT_FLUSH : plaintext == null ? readHandshakeRecord() : Step.WANT_READ;
                case NOT_HANDSHAKING, FINISHED -> Step.TAKEN;
            };
        }
        return step == Step.TAKEN && output.hasOutput() ? Step.WANT_FLUSH : step;
    }

    static boolean isHandshaking(HandshakeStatus status) {
        return switch (status) {
            case NEED_TASK, NEED_WRAP, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> true;
            case NOT_HANDSHAKING, FINISHED -> false;
        };
    }

    /** Warnings are no progress (rule 12.4). */
    private Step readHandshakeRecord() throws IOException {
        if (handshakeRecords == MOST_HANDSHAKE_RECORDS || handshakeBytes > MOST_HANDSHAKE_BYTES) {
            output.judge(Verdict.REFUSED);
            refuseInTheEngine();
            throw new SSLException("the handshake has not ended after " + handshakeRecords + " records of the peer's, "
                    + handshakeBytes + " bytes");
        }
        if (mayBeDone
                && reader.isBetweenRecords()
                && engine.unwrap(NOTHING.duplicate(), NOTHING).getHandshakeStatus() == HandshakeStatus.FINISHED) {
            mayBeDone = false;
            return Step.TAKEN;
        }
        mayBeDone = false;
        Step step = readRecord(NOTHING);
        if (step == Step.TAKEN) {
            handshakeRecords++;
            handshakeBytes += lastRecord;
            mayBeDone = true;
        }
        return step;
    }

    Step read(ByteBuffer dst) throws IOException {
        if (plaintext == null && reader.isBetweenRecords() && output.owesAnswer()) {
            return Step.WANT_FLUSH; // Rule 6.6.
        }
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
        Step filled = reader.fill(stillToCome());
        if (filled != Step.TAKEN) {
            return filled;
        }
        if (reader.isStray() && !output.isOpen()) {
            byte[] stray = reader.stray();
            reader.forget();
            throw new NotTlsException(stray); // The engine need not refuse it: there is no alert to be said any more.
        }
        try {
            ByteBuffer record = reader.record();
            lastRecord = record.remaining();
            Step step = unwrap(record, dst);
            if (step == Step.TAKEN || step == Step.CLOSE_NOTIFY) {
                reader.forget();
            }
            if (step == Step.CLOSE_NOTIFY && reader.isAhead()) {
                throw new SSLException("the peer's close_notify came in two records, as RFC 8446 section 5.1 forbids");
            }
            return step;
        } catch (RuntimeException e) {
            output.judge(Verdict.REFUSED);
            reader.forget();
            refuseInTheEngine();
            throw new SSLException(engine.getClass() + " failed on a record: " + e, e);
        } catch (SSLException e) {
            reader.forget();
            if (diagnosis.isCloseNotify(e)) {
                output.judge(Verdict.CANCELED);
                return Step.CLOSE_NOTIFY;
            }
            output.judge(Verdict.REFUSED);
            throw e;
        } finally {
            output.noteJudged();
        }
    }

    /**
     * Bytes of the peer's that nothing but a cut can keep from us. Not known in the middle of a handshake, from which
     * another cipher suite may come.
     */
    private int stillToCome() {
        if (isHandshaking(engine.getHandshakeStatus())) {
            shortestCloseNotify = 0;
            return Tls.HEADER;
        }
        if (shortestCloseNotify == 0) {
            shortestCloseNotify = (byte) Tls.shortestCloseNotify(engine.getSession());
        }
        return shortestCloseNotify;
    }

    /** Has the engine consume one record, whatever it asks for meanwhile. */
    private Step unwrap(ByteBuffer record, ByteBuffer dst) throws SSLException {
        ByteBuffer own = null;
        boolean again = true;
        try {
            while (again) {
                output.awaitJudgement();
                SSLEngineResult result = engine.unwrap(record, own == null ? dst : own);
                output.noteJudged(); // If it throws, that is judged first.
                noteLaterHandshake(isHandshaking(result.getHandshakeStatus()));
                again = record.hasRemaining();
                if (result.getStatus() == Status.BUFFER_OVERFLOW) {
                    own = Buffers.larger(own, engine.getSession().getApplicationBufferSize(), engine);
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

    /**
     * Before its tasks run. It begins with a record that was not expected to be of a handshake; in TLS 1.3, which has none,
     * that calls for an answer.
     */
    private void noteLaterHandshake(boolean isHandshaking) {
        if (!isHandshaking && inLaterHandshake) {
            inLaterHandshake = false;
        } else if (isHandshaking
                && shortestCloseNotify != 0
                && !engine.getSession().getProtocol().equals("TLSv1.3")) {
            inLaterHandshake = true;
        }
    }

    boolean isInLaterHandshake() {
        return inLaterHandshake;
    }

    private void keep(ByteBuffer target) {
        if (target.hasRemaining()) {
            plaintext = target;
        } else {
            Buffers.give(target.clear());
        }
    }

    private SSLException refused(ByteBuffer record, SSLEngineResult result) {
        if (!Tls.isHeader(record)) {
            output.judge(Verdict.REFUSED);
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
        } catch (SSLException | RuntimeException e) {
            // As it should.
        } finally {
            Buffers.give(target);
        }
    }

    /** Asked by any thread: for one that is not the reader it is an estimate. */
    int heldData() {
        ByteBuffer held = plaintext;
        return held == null ? 0 : held.remaining();
    }

    int cutAfter() {
        return reader.cutAfter();
    }

    void release() {
        reader.forget();
        if (plaintext != null) {
            Buffers.give(plaintext);
            plaintext = null;
        }
    }
}
