// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tls.close.CloseLimits;
import tls.close.Progress;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;

/** The output side of a connection. */
final class Sender extends SideLock {
    static final String TRANSPORT_LATE =
            "the transport has not taken our close_notify in time; bye can be called again";

    private final ConnectionState state;
    private final HeldTransport transport;
    private final RecordLayer layer;
    private final Doorkeeper doorkeeper;

    /** By which whoever is inside wants to be back. Guarded by the lock. */
    private @Nullable Deadline deadline;

    /** Somebody met something to send while another thread was in here: that one sends it when it leaves. */
    private volatile boolean answerOwed;

    Sender(ConnectionState state, HeldTransport transport, RecordLayer layer, Doorkeeper doorkeeper) {
        this.state = state;
        this.transport = transport;
        this.layer = layer;
        this.doorkeeper = doorkeeper;
    }

    /** Writes as much as the transport takes; {@code WANT_READ} if a handshake has to go on first. */
    Step write(ByteBuffer src, @Nullable Deadline by) throws IOException {
        enter(by);
        int start = src.position();
        try {
            Step step = writeRecord(src);
            while (step == Step.TAKEN && src.hasRemaining()) {
                wake(); // An answer that a reader waits for may have gone out before this record.
                step = writeRecord(src);
            }
            state.wrote(layer.hasOutput() ? Step.WANT_WRITE : Step.TAKEN);
            return step;
        } finally {
            state.journal().wrote(src.position() - start);
            leave();
        }
    }

    private Step writeRecord(ByteBuffer src) throws IOException {
        requireOpen(deadline);
        try {
            Step step = layer.write(src);
            RecordLayer.Output end = layer.output();
            if (end != RecordLayer.Output.OPEN) {
                noteEnd(end, !layer.hasOutput());
            }
            return step;
        } catch (IOException e) {
            throw failed(e, Event.WRITE_FAILED, deadline);
        }
    }

    /** Notes how the output ends. Backends do it by themselves too: to answer a close_notify, to refuse what came. */
    private void noteEnd(RecordLayer.Output end, boolean allIsOut) {
        switch (end) {
            case OPEN -> {}
            case CLOSE_NOTIFY -> noteEnd(Event.ANSWERED, Event.FLUSHED, allIsOut);
            case FATAL_ALERT -> noteEnd(Event.GIVEN_UP, Event.ALERTED, allIsOut);
            case SILENCE -> {
                if (allIsOut) {
                    state.apply(Event.SILENCED);
                }
            }
        }
    }

    private void noteEnd(Event made, Event sent, boolean allIsOut) {
        state.apply(made);
        if (allIsOut) {
            state.apply(sent);
        }
    }

    /** A side that has ended sends what is left of its end, and says why it takes nothing more (rule 2.2). */
    void requireOpen(@Nullable Deadline by) throws ClosedChannelException {
        transport.requireOurs();
        if (state.sides().output() != OutputSide.OPEN) {
            answer(by);
            throw state.outputClosed();
        }
    }

    /**
     * Sends what was written before, then one close_notify (rule 2.1).
     *
     * @return with {@link Deadline#TRY} also {@code WANT_TASK}, if another thread has to leave first
     */
    Progress sendCloseNotify(Deadline by) throws IOException {
        if (!lockBy(by)) {
            // Whoever is in there may be a closer who is through just now.
            return by == Deadline.TRY
                    ? Progress.WANT_TASK
                    : state.lateUnless(
                            Sides::hasClosedOutput,
                            "another thread is still writing; close the transport to stop it, or call bye again");
        }
        try {
            if (!state.sides().hasClosedOutput()) {
                transport.requireSending();
            }
            writeBy(by);
            if (state.sides().output() == OutputSide.OPEN
                    && state.apply(Event.CLOSE).output() == OutputSide.CLOSING) {
                makeCloseNotify();
            }
            Progress progress = state.owesOutput() ? flush() : Progress.DONE;
            if (progress == Progress.DONE && !state.sides().hasClosedOutput()) {
                // A failed connection is not closed twice (rule 9.3), nor one that close() has given up.
                throw transport.isClosed() ? state.outputClosed() : state.outputEnd();
            }
            if (progress != Progress.DONE && by.isOver()) {
                throw state.timeout(TRANSPORT_LATE);
            }
            return progress;
        } catch (SocketTimeoutException e) {
            if (by == Deadline.TRY) {
                return Progress.WANT_TASK; // Somebody is in the connection below.
            }
            throw state.timeout(TRANSPORT_LATE);
        } finally {
            leave();
        }
    }

    private void makeCloseNotify() throws IOException {
        try {
            layer.closeOutput();
            if (!layer.hasOutput()) {
                noteEnd(layer.output(), true); // It may have sent it: what the peer says meanwhile does not unsay that.
            }
        } catch (IOException e) {
            throw failed(e, Event.WRITE_FAILED, deadline);
        }
    }

    /** Sends what there is. */
    Progress flush(@Nullable Deadline by) throws IOException {
        enter(by);
        try {
            return flush();
        } finally {
            leave();
        }
    }

    /**
     * Sends the backend's answer, unless a writer does so meanwhile: nothing more is read before (rule 6.6). As with {@link
     * #answer}, that the transport fails is no failure of reading, when it has first done so (rule 4.7).
     */
    Progress flushAnswer(@Nullable Deadline by) throws IOException {
        if (cannotWait(by)) {
            return Progress.WANT_WRITE;
        }
        try {
            if (!enterUnless(() -> !layer.owesAnswer(), by)) {
                return Progress.DONE;
            }
        } catch (SocketTimeoutException e) {
            return Progress.WANT_WRITE;
        }
        boolean isNews = state.owesOutput();
        try {
            writeBy(by);
            return flush();
        } catch (IOException e) {
            if (isNews && state.hasFailedWith(e)) {
                return Progress.DONE;
            }
            throw e;
        } finally {
            leave();
        }
    }

    private Progress flush() throws IOException {
        Step step;
        try {
            step = layer.flush();
        } catch (IOException e) {
            throw failed(e, Event.WRITE_FAILED, deadline);
        }
        noteEnd(layer.output(), step == Step.TAKEN);
        return state.wrote(step);
    }

    /**
     * Sends what the backend answers by itself: to a key update, to close_notify in TLS 1.2, to what it cannot accept.
     * That this fails is no failure of reading; the state remembers it. When the transport has been let go nothing more is
     * sent, but what was sent before is noted: a backend may do so while it reads.
     *
     * @param by when whoever met it wants to be back
     */
    void answer(@Nullable Deadline by) {
        if (!state.owesOutput() || cannotWait(by)) {
            return;
        }
        if (!tryLock()) {
            answerOwed = true;
            if (!tryLock()) {
                return;
            }
        }
        Deadline before = deadline;
        try {
            answerOwed = false;
            writeBy(answerBy(by));
            flush();
        } catch (IOException e) {
            // Noted where it was thrown.
        } finally {
            try {
                unlock(before);
            } finally {
                doorkeeper.leftOutput(); // Whom close() has met in here sees to what that could not.
            }
        }
    }

    /**
     * While the output is open an answer waits for the transport as the caller's own data does; what ends the output has
     * at most the time of a {@code close()}.
     */
    private @Nullable Deadline answerBy(@Nullable Deadline by) {
        boolean isOpen = state.sides().output() == OutputSide.OPEN && layer.output() == RecordLayer.Output.OPEN;
        return isOpen ? by : Deadline.after(CloseLimits.DEFAULT.timeout()).or(by);
    }

    /** Whoever only takes what is here leaves it to the next who can. What nobody will hear takes no time. */
    private boolean cannotWait(@Nullable Deadline by) {
        return by == Deadline.NOW && transport.isBlocking() && state.owesOutput();
    }

    /** Notes a failure, tells the peer of it where TLS asks for that, and returns what the caller is to be told. */
    IOException failed(IOException e, Event transportFailed, @Nullable Deadline by) {
        boolean mayPass = transportFailed == Event.WRITE_FAILED ? transport.maySend() : transport.isOurs();
        if (e instanceof ClosedChannelException && !mayPass) {
            return e; // We have let go: that says nothing of the transport.
        }
        boolean news = e instanceof SSLException && !state.hasRefused();
        IOException told = state.failed(e, transportFailed);
        if (news) {
            answer(by);
        }
        return told;
    }

    // Who is inside

    /** Waits for whoever is inside, until the deadline if there is one. What is done inside has it too. */
    @Override
    void enter(@Nullable Deadline by) throws IOException {
        super.enter(by);
        writeBy(by);
    }

    private void leave() {
        Deadline by = deadline;
        try {
            unlock(null);
            if (answerOwed) {
                answer(by);
            }
        } finally {
            doorkeeper.leftOutput();
        }
    }

    /** For whoever {@linkplain #enterIfEmpty came} to look: what others have left to him meanwhile he sends. */
    void leaveLooked() {
        unlock();
        if (answerOwed) {
            answer(null);
        }
    }

    /** Whatever the transport throws: others wait for whoever leaves. */
    private void unlock(@Nullable Deadline before) {
        try {
            writeBy(before);
        } finally {
            unlock();
        }
    }

    private void writeBy(@Nullable Deadline by) {
        deadline = by;
        transport.writeBy(by);
    }
}
