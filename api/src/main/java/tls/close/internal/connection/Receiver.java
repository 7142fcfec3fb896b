// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.CloseTimeoutException;
import tls.close.DiscardLimitException;
import tls.close.Progress;
import tls.close.TlsEndpoint;
import tls.close.internal.record.Buffers;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.TimedTransport;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;

/** The input side of a connection; the handshake belongs to it too. Enters the output side, never the other way round. */
final class Receiver {
    private static final String PEER_LATE = "the peer has not sent close_notify in time; bye can be called again";

    /** As much as one record can carry. */
    private static final int FRAGMENT = 1 << 14;

    /** In which whoever waits for the end notices that the connection is being closed. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** Records without data that one call takes from a transport that doesn't block. */
    private static final int MOST_EMPTY_AT_ONCE = 1 << 8;

    /** As good as for ever, and short enough to be counted in nanoseconds. */
    private static final Duration LONG = Duration.ofDays(36_500);

    private static final ByteBuffer NO_ROOM = ByteBuffer.allocate(0);

    private final ConnectionState state;
    private final Custody custody;
    private final TimedTransport transport;
    private final RecordLayer layer;
    private final Sender sender;
    private final boolean lenient;
    private final Duration handshakeTimeout;
    private final Runnable afterLeaving;
    private final SideLock lock = new SideLock();

    /** For those who need the handshake done: whoever does it may go on to read, and hold the other lock for long. */
    private final SideLock handshakeLock = new SideLock();

    private final ReentrantLock guard = new ReentrantLock();
    private final Condition taken = guard.newCondition();

    /** Whether a writer has ever waited for a reader. */
    private volatile boolean readerAwaited;

    /** Whether whoever is in this side waits for the peer's close_notify, and leaves when the connection is closed. */
    private volatile boolean awaitsEnd;

    /** From the first call that began the handshake on (rule 7.8). */
    private @Nullable Deadline handshakeDeadline;

    Receiver(
            ConnectionState state,
            Custody custody,
            TimedTransport transport,
            RecordLayer layer,
            Sender sender,
            TlsEndpoint endpoint,
            Runnable afterLeaving) {
        this.state = state;
        this.custody = custody;
        this.transport = transport;
        this.layer = layer;
        this.sender = sender;
        this.lenient = endpoint.isLenient();
        this.handshakeTimeout = endpoint.handshakeTimeout();
        this.afterLeaving = afterLeaving;
    }

    // Handshake

    Progress handshake() throws IOException {
        return handshake(null);
    }

    /** Waits for a handshake in another thread, but not for what that thread reads then (rule 8.1). */
    private Progress handshake(@Nullable Deadline deadline) throws IOException {
        if (isHandshakeDone()) {
            return Progress.DONE;
        }
        handshakeLock.lock();
        try {
            return isHandshakeDone() ? Progress.DONE : lockAndNegotiate(deadline);
        } finally {
            handshakeLock.unlock();
        }
    }

    private boolean isHandshakeDone() throws IOException {
        custody.requireOurs();
        return state.sides().handshake() == Handshake.DONE;
    }

    private Progress lockAndNegotiate(@Nullable Deadline deadline) throws IOException {
        lock.lock();
        Progress progress;
        try {
            progress = isHandshakeDone() ? Progress.DONE : negotiateBy(deadline);
        } finally {
            leave();
        }
        if (progress != Progress.DONE) { // A callback may have asked for the end, which has followed just now.
            custody.requireOurs();
            requireOpen();
        }
        return progress;
    }

    private Progress negotiateBy(@Nullable Deadline deadline) throws IOException {
        Deadline end = handshakeDeadline == null ? Deadline.after(handshakeTimeout) : handshakeDeadline;
        handshakeDeadline = end;
        try {
            transport.readBy(deadline);
            transport.handshakeBy(end);
            Progress progress = negotiate();
            if (progress != Progress.DONE && end.isOver()) {
                throw handshakeLate(state.handshakeTimeout());
            }
            return progress;
        } catch (SocketTimeoutException e) {
            throw end.isOver() ? handshakeLate(state.handshakeTimeout()) : e;
        } catch (CloseTimeoutException e) {
            throw handshakeLate(e); // A write was stuck.
        } finally {
            transport.handshakeBy(null);
            transport.readBy(null);
        }
    }

    private IOException handshakeLate(CloseTimeoutException told) {
        sender.giveUp();
        state.handshakeLate(told);
        return told;
    }

    /** Goes on with a later handshake, which TLS 1.2 allows. */
    Progress renegotiate() throws IOException {
        lock.lock();
        try {
            return negotiate();
        } finally {
            leave();
        }
    }

    private Progress negotiate() throws IOException {
        while (true) {
            custody.requireOurs();
            state.apply(Event.HANDSHAKE_STARTED);
            requireOpen();
            Step step = goOnWithHandshake();
            if (step == Step.TAKEN) {
                requireOpen(); // The peer can complete a handshake that we have canceled meanwhile (rule 9.2).
                state.handshakeDone(layer.session().getProtocol());
            }
            Progress progress = state.read(step);
            if (step == Step.WANT_FLUSH) {
                progress = sender.lockAndFlush();
            }
            if (step != Step.WANT_FLUSH || progress != Progress.DONE) {
                return progress;
            }
        }
    }

    private void requireOpen() throws IOException {
        if (state.sides().input() != InputSide.OPEN) {
            throw state.inputEnd();
        }
    }

    private Step goOnWithHandshake() throws IOException {
        Step step;
        try {
            step = layer.handshake();
        } catch (IOException e) {
            IOException told = sender.failed(e, Event.READ_FAILED);
            // What an engine makes of a handshake that another thread has canceled meanwhile is nobody's business.
            throw state.sides().input() == InputSide.UNUSED ? state.inputEnd() : told;
        }
        if (step == Step.CLOSE_NOTIFY) {
            throw closedByPeer();
        }
        if (step == Step.END_OF_TRANSPORT) {
            state.transportEnded(layer.cutAfter());
            sender.answer();
            throw state.inputEnd();
        }
        return step;
    }

    /** The peer does not want the handshake; only before the first is done does that fail the connection. */
    private IOException closedByPeer() {
        IOException told;
        if (state.sides().handshake() == Handshake.DONE) {
            state.apply(Event.PEER_CLOSE_NOTIFY);
            told = new ClosedChannelException();
        } else {
            told = state.canceled();
        }
        sender.answer();
        return told;
    }

    // Reading

    int read(ByteBuffer dst, @Nullable Deadline deadline) throws IOException {
        if (handshake(deadline) != Progress.DONE) {
            return 0;
        }
        lock.lock();
        try {
            transport.readBy(deadline);
            return dst.hasRemaining() ? readData(dst) : 0;
        } finally {
            transport.readBy(null);
            leave();
        }
    }

    /** Returns with data, at the end, or when the transport has nothing. */
    private int readData(ByteBuffer dst) throws IOException {
        if (state.sides().input() != InputSide.OPEN && layer.hasOutput()) {
            sender.answer(); // What the transport did not take when the end was met.
        }
        int start = dst.position();
        int empty = 0;
        Progress progress = Progress.DONE;
        while (progress == Progress.DONE && dst.position() == start) {
            custody.requireOurs();
            InputSide side = state.sides().input();
            if (side == InputSide.CLOSE_NOTIFY || (side == InputSide.TRUNCATED && lenient)) { // rule 4.2
                return -1;
            }
            if (side != InputSide.OPEN) {
                throw state.inputEnd();
            }
            progress = readRecord(dst);
            if (progress == Progress.DONE && dst.position() == start && isEnough(++empty)) {
                progress = state.read(Step.WANT_READ);
            }
        }
        return dst.position() - start;
    }

    /** Whether a call has met so many records without data that others have their turn first (rule 6.5). */
    private boolean isEnough(int empty) {
        return empty >= MOST_EMPTY_AT_ONCE
                && state.sides().input() == InputSide.OPEN
                && !transport.isBlocking()
                && !layer.holdsData()
                && !transport.holdsMore();
    }

    private Progress readRecord(ByteBuffer dst) throws IOException {
        int start = dst.position();
        Step step;
        try {
            step = layer.read(dst);
        } catch (IOException e) {
            throw sender.failed(e, Event.READ_FAILED);
        }
        Progress progress = state.read(step);
        switch (step) {
            case TAKEN -> {
                if (dst.position() == start) {
                    state.journal().controlRecord();
                }
            }
            case CLOSE_NOTIFY -> state.apply(Event.PEER_CLOSE_NOTIFY);
            case END_OF_TRANSPORT -> state.transportEnded(layer.cutAfter());
            case WANT_FLUSH -> progress = sender.flushAnswer();
            case WANT_READ, WANT_WRITE, WANT_TASK -> {}
        }
        if (state.sides().input() != InputSide.OPEN || mayAnswer()) {
            sender.answer();
        }
        return progress;
    }

    /** What the caller has not got out on a transport that blocks is left to it: a reader would wait with it. */
    private boolean mayAnswer() {
        return transport.isBlocking() ? layer.owesAnswer() : layer.hasOutput();
    }

    // Waiting for the end

    /** Reads on until the peer's close_notify, within the limits (rules 3.1 to 3.4). */
    Progress awaitCloseNotify(CloseLimits limits, Deadline deadline) throws IOException {
        if (state.sides().needsNoMoreInput()) {
            return Progress.DONE; // Whoever is still in here, as in a handshake that was canceled, is not waited for.
        }
        if (!lock.lockBy(deadline)) {
            throw state.timeout("another thread is reading and has not met the peer's close_notify");
        }
        Progress progress;
        try {
            awaitsEnd = true;
            transport.readBy(deadline);
            progress = discardUntilEnd(limits, deadline);
        } catch (SocketTimeoutException e) {
            throw state.timeout(PEER_LATE);
        } finally {
            transport.readBy(null);
            awaitsEnd = false;
            leave();
        }
        if (progress == Progress.DONE && !state.sides().needsNoMoreInput()) {
            custody.requireOurs(); // Others may have met an end that is no business of ours any more.
            throw state.inputEnd();
        }
        return progress;
    }

    private Progress discardUntilEnd(CloseLimits limits, Deadline deadline) throws IOException {
        if (state.sides().input() != InputSide.OPEN) {
            return Progress.DONE;
        }
        // A time of zero tries once: it takes all that is here.
        boolean mayGoOn = limits.timeout().isZero();
        ByteBuffer bin = Buffers.take(FRAGMENT);
        try {
            Progress progress = Progress.DONE;
            int empty = 0;
            while (progress == Progress.DONE && state.sides().input() == InputSide.OPEN) {
                custody.requireOurs();
                progress = discardRecord(bin.clear().limit(FRAGMENT), limits);
                if (progress == Progress.DONE && bin.position() == 0 && isEnough(++empty)) {
                    progress = state.read(Step.WANT_READ);
                }
                if (deadline.isOver()
                        && state.sides().input() == InputSide.OPEN
                        && !(mayGoOn && progress == Progress.DONE)) {
                    throw state.timeout(PEER_LATE);
                }
            }
            return progress;
        } finally {
            Buffers.give(bin);
        }
    }

    private Progress discardRecord(ByteBuffer bin, CloseLimits limits) throws IOException {
        if (state.journal().exceeds(limits)) {
            throw new DiscardLimitException(limits, state.report());
        }
        Progress progress = readRecord(bin);
        if (progress == Progress.DONE && state.sides().input() == InputSide.OPEN) {
            state.journal().discarded(bin.position());
        }
        return progress;
    }

    /**
     * Takes what can be read without waiting. Bytes that are left unread make the closing of a socket a reset, and that
     * takes with it what the peer has not read yet (rule 2.5).
     */
    void takeWhatIsHere(CloseLimits limits, Deadline deadline) {
        try {
            if (mayHaveMore() && (awaitsEnd ? lock.lockBy(deadline.orAfter(MOMENT)) : lock.tryLock())) {
                try {
                    transport.readBy(Deadline.NOW);
                    discardWhatIsHere(limits, deadline);
                } finally {
                    transport.readBy(null);
                    leave();
                }
            }
        } catch (IOException e) {
            // Noted where it was thrown; nobody waits for it.
        }
    }

    /** Reads what is here up to the next application data, which stays for the reader. */
    void lookForAlert() {
        if (!mayHaveMore() || !lock.tryLock()) {
            return; // Whoever is inside reads it.
        }
        try {
            transport.readBy(Deadline.NOW);
            Progress progress = Progress.DONE;
            for (int i = 0; i < MOST_EMPTY_AT_ONCE && progress == Progress.DONE; i++) {
                progress = mayHaveMore() && !layer.holdsData() ? readRecord(NO_ROOM) : Progress.WANT_READ;
            }
        } catch (IOException e) {
            // Noted where it was thrown.
        } finally {
            transport.readBy(null);
            leave();
        }
    }

    private boolean mayHaveMore() {
        return state.sides().handshake() == Handshake.DONE && state.sides().input() == InputSide.OPEN;
    }

    private void discardWhatIsHere(CloseLimits limits, Deadline deadline) throws IOException {
        ByteBuffer bin = Buffers.take(FRAGMENT);
        try {
            Progress progress = Progress.DONE;
            while (progress == Progress.DONE && mayHaveMore()) {
                progress = discardRecord(bin.clear().limit(FRAGMENT), limits);
                if (deadline.isOver() && !limits.timeout().isZero()) {
                    return;
                }
            }
        } finally {
            Buffers.give(bin);
        }
    }

    /**
     * Waits until somebody has read the data that a later handshake has met on its way: a writer over a blocking transport
     * can neither go on without it nor come back without progress.
     */
    void awaitReader() throws IOException {
        long left = handshakeTimeout.compareTo(LONG) < 0 ? handshakeTimeout.toNanos() : LONG.toNanos();
        guard.lock();
        try {
            readerAwaited = true;
            while (layer.holdsData() && state.sides().input() == InputSide.OPEN && !custody.isClosed()) {
                if (left <= 0) {
                    throw new IOException(
                            "the peer wants another handshake, and nobody reads the data that it has sent before");
                }
                left = taken.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a reader; it can be repeated");
        } finally {
            guard.unlock();
        }
    }

    private void wakeWriter() {
        if (readerAwaited) {
            guard.lock();
            try {
                taken.signalAll();
            } finally {
                guard.unlock();
            }
        }
    }

    private void leave() {
        lock.unlock();
        wakeWriter();
        afterLeaving.run();
    }

    // Who is inside

    boolean isMine() {
        return lock.isMine();
    }

    void dismiss() {
        lock.dismiss();
        handshakeLock.dismiss();
        wakeWriter();
    }

    void ifNobodyIsInside(Runnable action) {
        if (!lock.isMine() && lock.tryLock()) {
            try {
                action.run();
            } finally {
                lock.unlock();
            }
        }
    }
}
