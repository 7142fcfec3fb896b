// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.Progress;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.TimedTransport;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;

/** The output side of a connection. */
final class Sender {
    private final ConnectionState state;
    private final TimedTransport transport;
    private final RecordLayer layer;
    private final SideLock lock;
    private final Runnable afterLeaving;

    /** Somebody met something to send while another thread was in here: that one sends it when it leaves. */
    private final AtomicBoolean answerOwed = new AtomicBoolean();

    Sender(ConnectionState state, TimedTransport transport, RecordLayer layer, SideLock lock, Runnable afterLeaving) {
        this.state = state;
        this.transport = transport;
        this.layer = layer;
        this.lock = lock;
        this.afterLeaving = afterLeaving;
    }

    /** Writes as much as the transport takes; {@code WANT_READ} if a handshake has to go on first. */
    Step write(ByteBuffer src, @Nullable Deadline deadline) throws IOException {
        lock.lock();
        try {
            transport.writeBy(deadline);
            Step step = writeRecord(src);
            while (step == Step.TAKEN && src.hasRemaining()) {
                step = writeRecord(src);
            }
            state.wrote(layer.hasOutput() ? Step.WANT_WRITE : Step.TAKEN);
            return step;
        } finally {
            leave();
        }
    }

    private Step writeRecord(ByteBuffer src) throws IOException {
        requireOpen();
        try {
            Step step = layer.write(src);
            noteEnd();
            return step;
        } catch (IOException e) {
            throw failed(e, Event.WRITE_FAILED);
        }
    }

    /** Backends end their output by themselves too: to answer a close_notify, or to refuse what came. */
    private void noteEnd() {
        switch (layer.output()) {
            case OPEN -> {}
            case CLOSE_NOTIFY -> state.apply(Event.ANSWERED);
            case FATAL_ALERT -> state.apply(Event.GIVEN_UP);
            case SILENCE -> state.apply(Event.SILENCED);
        }
    }

    void requireOpen() throws ClosedChannelException {
        state.requireOurs();
        if (state.sides().output() != OutputSide.OPEN) {
            throw new ClosedChannelException(); // rule 2.2
        }
    }

    /** Sends what was written before, then one close_notify (rule 2.1). */
    Progress sendCloseNotify(Deadline deadline) throws IOException {
        if (!lock.lockBy(deadline)) {
            throw state.timeout("another thread is still writing; close the transport to stop it, or call bye again");
        }
        try {
            transport.writeBy(deadline);
            if (state.sides().output() == OutputSide.OPEN
                    && state.apply(Event.CLOSE).output() == OutputSide.CLOSING) {
                makeCloseNotify();
            }
            Progress progress = state.owesOutput() ? flush() : Progress.DONE;
            if (progress == Progress.DONE && !state.sides().hasClosedOutput()) {
                throw state.outputEnd(); // A failed connection is not closed twice (rule 9.3).
            }
            return progress;
        } finally {
            leave();
        }
    }

    private void makeCloseNotify() throws IOException {
        try {
            layer.closeOutput();
        } catch (IOException e) {
            throw failed(e, Event.WRITE_FAILED);
        }
    }

    Progress lockAndFlush() throws IOException {
        lock.lock();
        try {
            return flush();
        } finally {
            leave();
        }
    }

    private Progress flush() throws IOException {
        Step step;
        try {
            step = layer.flush();
        } catch (IOException e) {
            throw failed(e, Event.WRITE_FAILED);
        }
        if (step != Step.TAKEN) {
            return state.wrote(step);
        }
        noteEnd();
        switch (layer.output()) {
            case OPEN, SILENCE -> {}
            case CLOSE_NOTIFY -> state.apply(Event.FLUSHED);
            case FATAL_ALERT -> state.apply(Event.ALERTED);
        }
        state.announceIfOver();
        return state.wrote(Step.TAKEN);
    }

    /**
     * Sends what the backend answers by itself: to a key update, to close_notify in TLS 1.2, to what it cannot accept.
     * That this fails is no failure of reading; the state remembers it.
     */
    void answer() {
        if (!lock.tryLock()) {
            answerOwed.set(true);
            if (!lock.tryLock()) {
                return;
            }
        }
        try {
            answerOwed.set(false);
            transport.writeBy(Deadline.after(CloseLimits.DEFAULT.timeout()));
            flush();
        } catch (IOException e) {
            // Noted where it was thrown.
        } finally {
            transport.writeBy(null);
            lock.unlock();
        }
    }

    /** Notes a failure, tells the peer of it where TLS asks for that, and returns what the caller is to be told. */
    IOException failed(IOException e, Event transportFailed) {
        boolean news = e instanceof SSLException && !state.hasRefused();
        IOException told = state.failed(e, transportFailed);
        if (news) {
            answer();
        }
        return told;
    }

    private void leave() {
        transport.writeBy(null);
        lock.unlock();
        if (answerOwed.get()) {
            answer();
        }
        afterLeaving.run();
    }
}
