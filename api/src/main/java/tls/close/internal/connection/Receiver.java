// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tls.close.Progress;
import tls.close.internal.transport.Deadline;
import tls.close.spi.RecordLayer;
import tls.close.spi.RecordLayer.Step;

/** The input side of a connection. Enters the output side, never the other way round. */
final class Receiver extends SideLock {
    /** Records without data that one call takes from a transport that doesn't block. */
    static final int MOST_EMPTY_AT_ONCE = 1 << 8;

    private final ConnectionState state;
    private final HeldTransport transport;
    private final RecordLayer layer;
    private final Sender sender;
    private final boolean lenient;
    private final Doorkeeper doorkeeper;

    /** By which whoever is inside wants to be back. Guarded by the lock. */
    private @Nullable Deadline deadline;

    /**
     * Whether whoever is inside reads for a caller, and may be here for long. All others leave when the connection is
     * closed, and say nothing when they come: nobody can look before they have said it.
     */
    private volatile boolean readsForCaller;

    /** @param lenient whether a truncated end is reported as an end by reads (rule 4.2) */
    Receiver(
            ConnectionState state,
            HeldTransport transport,
            RecordLayer layer,
            Sender sender,
            boolean lenient,
            Doorkeeper doorkeeper) {
        this.state = state;
        this.transport = transport;
        this.layer = layer;
        this.sender = sender;
        this.lenient = lenient;
        this.doorkeeper = doorkeeper;
    }

    /** Returns with data, at the end, or when the transport has nothing. The handshake is done by then. */
    int read(ByteBuffer dst, @Nullable Deadline deadline) throws IOException {
        enter(deadline);
        try {
            return dst.hasRemaining() ? readData(dst) : 0;
        } finally {
            leave();
        }
    }

    private int readData(ByteBuffer dst) throws IOException {
        if (state.sides().input() != InputSide.OPEN && layer.hasOutput()) {
            answer(); // What the transport did not take when the end was met.
        }
        transport.requireOurs(); // To whoever had to wait for a bye(SHUT_RDWR) that has thrown data away (rule 3.7).
        int start = dst.position();
        int empty = 0;
        Progress progress = Progress.DONE;
        while (progress == Progress.DONE && dst.position() == start) {
            InputSide side = state.sides().input();
            if (side == InputSide.CLOSE_NOTIFY) {
                return -1; // Also if whoever waits for this end hands the transport back meanwhile.
            }
            transport.requireOurs();
            if (side == InputSide.TRUNCATED && lenient) { // rule 4.2
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
        if (dst.position() > start) {
            noteTaken();
            state.journal().read(dst.position() - start);
        }
        return dst.position() - start;
    }

    /** The reader waits for nothing more, but a goodbye in another thread may, if a selector tells of it (rule 6.5). */
    private void noteTaken() {
        if (!(state.isEndAwaited() && holdsNothing())) {
            state.read(Step.TAKEN);
        }
    }

    // For whoever is inside

    /** Reads one record, and sees to what it calls for. */
    Progress readRecord(ByteBuffer dst) throws IOException {
        transport.requireHeld(); // Or the backend may be freed by now, and say whatever it likes.
        int start = dst.position();
        Step step;
        try {
            step = layer.read(dst);
        } catch (IOException e) {
            throw failed(e);
        }
        // A record is no reason to forget for what a reader waits: that one may be another thread.
        Progress progress = step == Step.TAKEN ? Progress.DONE : state.read(step);
        switch (step) {
            case TAKEN -> {
                if (dst.position() == start) {
                    state.journal().controlRecord();
                }
            }
            case CLOSE_NOTIFY -> state.closedByPeer();
            case END_OF_TRANSPORT -> state.transportEnded(layer.cutAfter());
            case WANT_FLUSH -> progress = sender.flushAnswer(deadline);
            case WANT_READ, WANT_WRITE, WANT_TASK -> {}
        }
        if (state.sides().input() != InputSide.OPEN || mayAnswer()) {
            answer();
        }
        return progress;
    }

    /** What the caller has not got out on a transport that blocks is left to it: a reader would wait with it. */
    private boolean mayAnswer() {
        return transport.isBlocking() ? layer.owesAnswer() : layer.hasOutput();
    }

    /** Sends what the backend has to say to what was read, in the time of whoever is inside. */
    void answer() {
        sender.answer(deadline);
    }

    IOException failed(IOException e) {
        return sender.failed(e, Event.READ_FAILED, deadline);
    }

    @Nullable
    Deadline deadline() {
        return deadline;
    }

    /** Whether a call has met so many records without data that others have their turn first (rule 6.5). */
    boolean isEnough(int empty) {
        return empty >= MOST_EMPTY_AT_ONCE
                && state.sides().input() == InputSide.OPEN
                && !transport.isBlocking()
                && holdsNothing();
    }

    /** Whether a selector tells of all that there is to be read. */
    boolean holdsNothing() {
        return !layer.holdsData() && !transport.holdsMore();
    }

    // Who is inside

    /** Waits for whoever is inside, until the deadline if there is one. What is done inside has it too. */
    @Override
    void enter(@Nullable Deadline value) throws IOException {
        super.enter(value);
        readsForCaller = true;
        wake();
        readBy(value);
    }

    /** Whether it was entered by the first; what is done inside has the second. */
    boolean enterBy(Deadline latest, Deadline value) throws IOException {
        boolean entered = latest == Deadline.NOW ? tryLock() : lockBy(latest);
        if (entered) {
            readBy(value);
        }
        return entered;
    }

    /** The same, unless that is not needed any more. */
    boolean enterUnless(BooleanSupplier unneeded, Deadline latest, Deadline value) throws IOException {
        boolean entered = enterUnless(unneeded, latest);
        if (entered) {
            readBy(value);
        }
        return entered;
    }

    /** Whether a caller's reader is inside, who may be there for long. */
    boolean isReadForCaller() {
        return readsForCaller;
    }

    void leave() {
        readsForCaller = false;
        try {
            readBy(null);
        } finally {
            unlock();
            doorkeeper.leftInput(); // Whatever the transport throws.
        }
    }

    private void readBy(@Nullable Deadline value) {
        deadline = value;
        transport.readBy(value);
    }
}
