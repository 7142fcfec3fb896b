// SPDX-License-Identifier: Apache-2.0
package tls.close.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.DiscardLimitException;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;

/**
 * The closing state machine: drives a record layer and keeps the rules, over whatever transport.
 *
 * <p>Each side has a lock, held across I/O by the one thread that is in that side. The input side is taken before the
 * output side, never the other way round. State is in {@link Sides} and changes in {@link #apply} alone.
 */
final class Connection implements TlsConnection {

    /** Who may use the transport. */
    private enum Use {
        OURS,
        /** {@code bye(SHUT_RDWR)} is done: it is the caller's again. */
        HANDED_BACK,
        CLOSED
    }

    private static final String PEER_LATE = "the peer has not sent close_notify in time; bye can be called again";

    /** As much as one record can carry. */
    private static final int SCRATCH = 1 << 14;

    private final TimedTransport transport;
    private final RecordLayer layer;
    private final TlsEndpoint endpoint;
    private final Function<SSLException, OptionalInt> alerts;

    private final AtomicReference<Sides> sides = new AtomicReference<>(Sides.INITIAL);
    private final AtomicReference<Use> use = new AtomicReference<>(Use.OURS);
    private final AtomicBoolean announced = new AtomicBoolean();
    private final Journal journal = new Journal();

    private final ReentrantLock input = new ReentrantLock();
    private final ReentrantLock output = new ReentrantLock();
    /** Somebody met something to send while another thread was in the output side: that one sends it. */
    private final AtomicBoolean flushOwed = new AtomicBoolean();

    /** When the end has to be reached, while it is asked for in several calls. */
    private final AtomicReference<@Nullable Deadline> closeBy = new AtomicReference<>();

    private volatile int readInterest;
    private volatile int writeInterest;
    private volatile @Nullable IOException inputFailure;
    private volatile @Nullable IOException outputFailure;

    Connection(
            TimedTransport transport,
            RecordLayer layer,
            TlsEndpoint endpoint,
            Function<SSLException, OptionalInt> alerts) {
        this.transport = transport;
        this.layer = layer;
        this.endpoint = endpoint;
        this.alerts = alerts;
    }

    // Ending

    @Override
    public Progress bye(CloseRequest how, CloseLimits limits) throws IOException {
        Deadline deadline = Objects.requireNonNullElseGet(closeBy.get(), () -> Deadline.after(limits.timeout()));
        Progress progress = Progress.DONE;
        try {
            if (!isFulfilled(how)) {
                progress =
                        how == CloseRequest.SHUT_WR ? sendCloseNotify(deadline) : exchangeCloseNotify(limits, deadline);
            }
            if (progress == Progress.DONE && how == CloseRequest.SHUT_RDWR) {
                use.compareAndSet(Use.OURS, Use.HANDED_BACK);
                release();
            }
            return progress;
        } finally {
            closeBy.set(progress == Progress.DONE ? null : deadline);
        }
    }

    /** Whether a request was fulfilled before: then nothing is sent and nothing is read (rule 2.4). */
    private boolean isFulfilled(CloseRequest how) throws ClosedChannelException {
        Sides now = sides();
        boolean fulfilled = now.hasClosedOutput() && (how == CloseRequest.SHUT_WR || now.needsNoMoreInput());
        if (!fulfilled && use.get() == Use.CLOSED) {
            throw new ClosedChannelException();
        }
        return fulfilled;
    }

    private Progress exchangeCloseNotify(CloseLimits limits, Deadline deadline) throws IOException {
        IOException unsent = null;
        try {
            Progress sent = sendCloseNotify(deadline);
            if (sent != Progress.DONE) {
                return sent;
            }
        } catch (InterruptedIOException | SSLException e) {
            throw e;
        } catch (IOException e) {
            // The transport takes nothing more, but the peer's close_notify may have come before it broke (rule 4.5).
            unsent = e;
        }
        try {
            Progress received = awaitCloseNotify(limits, deadline);
            if (received == Progress.DONE && unsent != null) {
                throw unsent;
            }
            return received;
        } catch (IOException e) {
            if (unsent != null && e != unsent) {
                e.addSuppressed(unsent);
            }
            throw e;
        }
    }

    private Progress sendCloseNotify(Deadline deadline) throws IOException {
        lock(output, deadline, "another thread is writing");
        try {
            transport.writeBy(deadline);
            if (sides().output() == OutputSide.OPEN && apply(Event.CLOSE).output() == OutputSide.CLOSING) {
                makeCloseNotify();
            }
            return switch (sides().output()) {
                case OPEN, CLOSING -> flush();
                case CLOSED, UNUSED -> Progress.DONE;
                case ABORTED -> {
                    // Our fatal alert is all that is left to send (rule 9.3).
                    if (flush() == Progress.WANT_WRITE) {
                        yield Progress.WANT_WRITE;
                    }
                    throw inputEnd();
                }
                case FAILED -> throw Objects.requireNonNullElseGet(outputFailure, this::inputEnd);
            };
        } finally {
            transport.writeBy(null);
            unlockOutput();
        }
    }

    private void makeCloseNotify() throws IOException {
        try {
            layer.closeOutput();
        } catch (IOException e) {
            throw failed(e, Event.WRITE_FAILED);
        }
    }

    private Progress awaitCloseNotify(CloseLimits limits, Deadline deadline) throws IOException {
        lock(input, deadline, "another thread is reading and has not met the peer's close_notify");
        ByteBuffer discarded = null;
        try {
            transport.readBy(deadline);
            while (sides().input() == InputSide.OPEN) {
                discarded = discarded == null
                        ? Buffers.take(SCRATCH)
                        : discarded.clear().limit(SCRATCH);
                Progress waiting = discardRecord(discarded, limits);
                // A time of zero tries once: everything that is here already.
                boolean stuck = waiting != Progress.DONE || !limits.timeout().isZero();
                if (sides().input() == InputSide.OPEN && stuck && deadline.isOver()) {
                    throw timeout(PEER_LATE);
                }
                if (waiting != Progress.DONE) {
                    return waiting;
                }
            }
        } catch (SocketTimeoutException e) {
            throw timeout(PEER_LATE);
        } finally {
            transport.readBy(null);
            if (discarded != null) {
                Buffers.give(discarded);
            }
            unlockInput();
        }
        if (sides().needsNoMoreInput()) {
            return Progress.DONE;
        }
        throw inputEnd();
    }

    private Progress discardRecord(ByteBuffer bin, CloseLimits limits) throws IOException {
        if (journal.exceeds(limits)) {
            throw new DiscardLimitException(limits, report());
        }
        Step step = readRecord(bin);
        if (step == Step.TAKEN) {
            journal.discarded(bin.position());
        }
        return progress(step);
    }

    @Override
    public void close() {
        Use before = use.getAndSet(Use.CLOSED);
        if (before == Use.OURS && sides().handshake() != Handshake.NEW) {
            try {
                sendCloseNotify(Deadline.after(CloseLimits.DEFAULT.timeout()));
            } catch (IOException e) {
                // Quiet (rule 10.2): the report says what could not be sent.
            }
        }
        announce();
        release();
    }

    /** Frees what the backend holds once nobody is in a side; whoever leaves one later tries again. */
    private void release() {
        if (use.get() != Use.OURS && input.tryLock()) {
            try {
                if (output.tryLock()) {
                    try {
                        layer.release();
                    } finally {
                        output.unlock();
                    }
                }
            } finally {
                input.unlock();
            }
        }
    }

    // Handshake

    @Override
    public Progress handshake() throws IOException {
        input.lock();
        try {
            return shakeHands();
        } finally {
            unlockInput();
        }
    }

    /** In the input side. */
    private Progress shakeHands() throws IOException {
        requireOurs();
        return sides().handshake() == Handshake.DONE ? Progress.DONE : negotiate();
    }

    /** In the input side. */
    private Progress negotiate() throws IOException {
        while (true) {
            if (apply(Event.HANDSHAKE_STARTED).input() != InputSide.OPEN) {
                throw inputEnd();
            }
            Step step = goOnWithHandshake();
            if (step == Step.TAKEN) {
                journal.protocol(layer.session().getProtocol());
                apply(Event.HANDSHAKE_DONE);
                return progress(step);
            }
            if (step != Step.WANT_FLUSH) {
                return progress(step);
            }
            if (lockAndFlush() == Progress.WANT_WRITE) {
                readInterest = 0;
                return Progress.WANT_WRITE;
            }
        }
    }

    /** A later handshake, which TLS 1.2 allows. */
    private Progress renegotiate() throws IOException {
        input.lock();
        try {
            return negotiate();
        } finally {
            unlockInput();
        }
    }

    private Step goOnWithHandshake() throws IOException {
        Step step;
        try {
            step = layer.handshake();
            if (step == Step.CLOSE_NOTIFY) {
                throw new SSLHandshakeException("the peer sent close_notify in the middle of the handshake");
            }
        } catch (IOException e) {
            throw failed(e, Event.READ_FAILED);
        }
        if (step == Step.END_OF_TRANSPORT) {
            transportEnded();
            throw inputEnd();
        }
        return step;
    }

    // Reading

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return read(dst, null);
    }

    int read(ByteBuffer dst, @Nullable Deadline deadline) throws IOException {
        input.lock();
        try {
            if (deadline != null) {
                transport.readBy(deadline);
            }
            if (shakeHands() != Progress.DONE || !dst.hasRemaining()) {
                return 0;
            }
            return readData(dst);
        } finally {
            if (deadline != null) {
                transport.readBy(null);
            }
            unlockInput();
        }
    }

    /** In the input side. Returns with data, at the end, or when the transport has nothing. */
    private int readData(ByteBuffer dst) throws IOException {
        int start = dst.position();
        Progress progress = Progress.DONE;
        while (progress == Progress.DONE && dst.position() == start) {
            switch (sides().input()) {
                case OPEN -> progress = progress(readRecord(dst));
                case CLOSE_NOTIFY -> {
                    return -1;
                }
                case TRUNCATED -> {
                    if (endpoint.isLenient()) {
                        return -1; // rule 4.2
                    }
                    throw inputEnd();
                }
                case UNUSED, FATAL_ALERT, INVALID, TRANSPORT_FAILURE -> throw inputEnd();
            }
        }
        return dst.position() - start;
    }

    /** In the input side. */
    private Step readRecord(ByteBuffer dst) throws IOException {
        int start = dst.position();
        Step step;
        try {
            step = layer.read(dst);
        } catch (IOException e) {
            throw failed(e, Event.READ_FAILED);
        }
        switch (step) {
            case TAKEN -> {
                if (dst.position() == start) {
                    journal.controlRecord();
                }
            }
            case CLOSE_NOTIFY -> apply(Event.PEER_CLOSE_NOTIFY);
            case END_OF_TRANSPORT -> transportEnded();
            case WANT_FLUSH -> {
                if (lockAndFlush() == Progress.WANT_WRITE) {
                    return Step.WANT_WRITE;
                }
            }
            case WANT_READ, WANT_WRITE, WANT_TASK -> {}
        }
        if (step == Step.CLOSE_NOTIFY || step == Step.END_OF_TRANSPORT || layer.hasOutput()) {
            answer();
        }
        return step;
    }

    private void transportEnded() {
        journal.cutAfter(layer.cutAfter());
        apply(Event.TRANSPORT_ENDED);
    }

    /**
     * Sends what the backend answers by itself: to a key update, to close_notify in TLS 1.2, to what it cannot accept.
     * That this fails is no failure of reading; the output side remembers it.
     */
    private void answer() {
        if (!output.tryLock()) {
            flushOwed.set(true);
            if (!output.tryLock()) {
                return; // Whoever is in there sends it, when leaving.
            }
        }
        try {
            transport.writeBy(Deadline.after(CloseLimits.DEFAULT.timeout()));
            flush();
        } catch (IOException e) {
            // Remembered where it was caught first.
        } finally {
            transport.writeBy(null);
            output.unlock();
        }
    }

    // Writing

    @Override
    public int write(ByteBuffer src) throws IOException {
        return write(src, null);
    }

    int write(ByteBuffer src, @Nullable Deadline deadline) throws IOException {
        int start = src.position();
        requireOutput();
        Progress ready = handshake();
        while (ready == Progress.DONE) {
            if (lockAndWrite(src, deadline) != Step.WANT_READ) {
                break;
            }
            ready = renegotiate();
        }
        return src.position() - start;
    }

    private Step lockAndWrite(ByteBuffer src, @Nullable Deadline deadline) throws IOException {
        output.lock();
        try {
            transport.writeBy(deadline);
            return writeRecords(src);
        } finally {
            transport.writeBy(null);
            unlockOutput();
        }
    }

    /** In the output side. */
    private Step writeRecords(ByteBuffer src) throws IOException {
        Step step;
        do {
            requireOutput();
            try {
                step = layer.write(src);
            } catch (IOException e) {
                throw failed(e, Event.WRITE_FAILED);
            }
            if (layer.isOutputDone()) {
                apply(Event.ANSWERED);
            }
        } while (step == Step.TAKEN && src.hasRemaining());
        writeInterest = layer.hasOutput() ? transport.interestOps(SelectionKey.OP_WRITE) : 0;
        return step;
    }

    private void requireOutput() throws IOException {
        requireOurs();
        if (sides().output() != OutputSide.OPEN) {
            throw new ClosedChannelException();
        }
    }

    private Progress lockAndFlush() throws IOException {
        output.lock();
        try {
            return flush();
        } finally {
            unlockOutput();
        }
    }

    /** In the output side. */
    private Progress flush() throws IOException {
        try {
            if (layer.flush() == Step.WANT_WRITE) {
                return progress(Step.WANT_WRITE);
            }
        } catch (IOException e) {
            throw failed(e, Event.WRITE_FAILED);
        }
        writeInterest = 0;
        if (layer.isOutputDone()) {
            apply(Event.ANSWERED);
            apply(Event.FLUSHED);
        }
        return Progress.DONE;
    }

    // Failing

    /** Notes what went wrong, tells the peer where TLS wants that, and returns what the caller is to be told. */
    private IOException failed(IOException e, Event transportFailed) {
        if (e instanceof InterruptedIOException) {
            return e; // Nothing is lost: the same step can be taken again.
        }
        if (e instanceof SSLException tls) {
            return refused(tls);
        }
        IOException told = e instanceof TransportAbandonedException
                ? timeout("the transport had to be closed because an operation on it was stuck")
                : e;
        if (transportFailed == Event.WRITE_FAILED) {
            outputFailure = told;
        } else {
            inputFailure = told;
        }
        apply(transportFailed);
        return told;
    }

    private IOException refused(SSLException e) {
        OptionalInt alert = alerts.apply(e);
        alert.ifPresent(journal::alert);
        apply(alert.isPresent() ? Event.PEER_FATAL_ALERT : Event.INVALID_INPUT);
        IOException told = alert.isPresent() ? new FatalAlertException(alert.getAsInt(), report(), e) : e;
        if (inputFailure == null) {
            inputFailure = told;
            answer();
        }
        return told;
    }

    /** Why nothing more can be read. */
    private IOException inputEnd() {
        return switch (sides().input()) {
            case TRUNCATED -> new TruncationException(report());
            case FATAL_ALERT, INVALID, TRANSPORT_FAILURE ->
                Objects.requireNonNullElseGet(inputFailure, ClosedChannelException::new);
            case OPEN, CLOSE_NOTIFY, UNUSED -> new ClosedChannelException();
        };
    }

    private CloseTimeoutException timeout(String reason) {
        return new CloseTimeoutException(reason, report());
    }

    // State

    private Sides sides() {
        return Objects.requireNonNull(sides.get());
    }

    private Sides apply(Event event) {
        Sides before = sides.getAndUpdate(now -> now.next(event));
        Sides after = before.next(event);
        journal.note(before, after);
        if (after.isOver()) {
            announce();
        }
        return after;
    }

    private void announce() {
        if (!announced.getAndSet(true)) {
            Announcement.of(endpoint, report());
        }
    }

    private Progress progress(Step step) {
        return switch (step) {
            case TAKEN, CLOSE_NOTIFY, END_OF_TRANSPORT, WANT_FLUSH -> {
                readInterest = 0;
                yield Progress.DONE;
            }
            case WANT_READ -> {
                readInterest = transport.interestOps(SelectionKey.OP_READ);
                yield Progress.WANT_READ;
            }
            case WANT_WRITE -> {
                writeInterest = transport.interestOps(SelectionKey.OP_WRITE);
                yield Progress.WANT_WRITE;
            }
            case WANT_TASK -> {
                readInterest = 0;
                yield Progress.WANT_TASK;
            }
        };
    }

    private void requireOurs() throws ClosedChannelException {
        if (use.get() != Use.OURS) {
            throw new ClosedChannelException();
        }
    }

    private void lock(ReentrantLock side, Deadline deadline, String busy) throws IOException {
        // Without waiting first: a thread that is interrupted may still do what needs no waiting.
        if (side.tryLock()) {
            return;
        }
        try {
            if (!side.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                throw timeout(busy);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while " + busy).initCause(e);
        }
    }

    private void unlockInput() {
        input.unlock();
        release();
    }

    private void unlockOutput() {
        output.unlock();
        if (flushOwed.getAndSet(false)) {
            answer();
        }
        release();
    }

    // What is known

    @Override
    public int interestOps() {
        return readInterest | writeInterest;
    }

    boolean isBlocking() {
        return transport.isBlocking();
    }

    @Override
    public boolean isInputOpen() {
        return use.get() == Use.OURS && sides().input() == InputSide.OPEN;
    }

    @Override
    public boolean isOutputOpen() {
        return use.get() == Use.OURS && sides().output() == OutputSide.OPEN;
    }

    @Override
    public boolean isOpen() {
        return use.get() != Use.CLOSED;
    }

    @Override
    public CloseReport report() {
        return journal.report(sides());
    }

    @Override
    public SSLSession sslSession() {
        return layer.session();
    }

    @Override
    public String applicationProtocol() {
        return layer.applicationProtocol();
    }

    @Override
    public InputStream inputStream() {
        return new ConnectionInputStream(this);
    }

    @Override
    public OutputStream outputStream() {
        return new ConnectionOutputStream(this);
    }

    @Override
    public String toString() {
        return "TLS " + endpoint + ", " + report();
    }
}
