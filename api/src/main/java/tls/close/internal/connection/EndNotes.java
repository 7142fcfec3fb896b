// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;

/** What a connection notes of its end; before that it has none. Safe for use by many threads. */
final class EndNotes {
    /** A time that was not. */
    private static final long NEVER = Long.MIN_VALUE;

    private static final AtomicReferenceFieldUpdater<EndNotes, First> FIRST =
            AtomicReferenceFieldUpdater.newUpdater(EndNotes.class, First.class, "first");
    private static final AtomicLongFieldUpdater<EndNotes> ASKED = updater("asked");
    private static final AtomicLongFieldUpdater<EndNotes> DISCARDED_BYTES = updater("discardedBytes");
    private static final AtomicLongFieldUpdater<EndNotes> DISCARDED_RECORDS = updater("discardedRecords");

    private volatile First first = First.NOBODY;

    /** By {@link System#nanoTime}, or {@link #NEVER}. */
    private volatile long asked = NEVER;

    private volatile long discardedBytes;
    private volatile long discardedRecords;
    private volatile OptionalInt alert = OptionalInt.empty();
    private volatile int cutAfter;

    // Nanoseconds since it was asked, or NEVER.
    private volatile long flushTime = NEVER;
    private volatile long peerTime = NEVER;

    private static AtomicLongFieldUpdater<EndNotes> updater(String field) {
        return AtomicLongFieldUpdater.newUpdater(EndNotes.class, field);
    }

    void note(Event event, Sides before, Sides after) {
        if (before.output() == OutputSide.OPEN && asksToClose(after)) {
            ASKED.compareAndSet(this, NEVER, System.nanoTime());
            FIRST.compareAndSet(this, First.NOBODY, First.LOCAL);
        }
        if (isOurVerdict(event) && before.input() != after.input()) {
            FIRST.compareAndSet(this, First.NOBODY, First.LOCAL);
        }
        if (before.output() != after.output() && after.output() == OutputSide.CLOSED) {
            flushTime = sinceAsked();
        }
        if (before.input() != after.input()) {
            FIRST.compareAndSet(this, First.NOBODY, First.PEER);
            if (after.input() == InputSide.CLOSE_NOTIFY) {
                peerTime = sinceAsked();
            }
        }
    }

    private static boolean isOurVerdict(Event event) {
        return event == Event.INVALID_INPUT || event == Event.HANDSHAKE_LATE;
    }

    private static boolean asksToClose(Sides after) {
        return after.output() == OutputSide.CLOSING || after.output() == OutputSide.UNUSED;
    }

    private long sinceAsked() {
        long start = asked;
        return start == NEVER ? NEVER : System.nanoTime() - start;
    }

    private static Optional<Duration> time(long nanos) {
        return nanos == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    void alert(int number) {
        alert = OptionalInt.of(number);
    }

    void cutAfter(int bytes) {
        cutAfter = bytes;
    }

    void discarded(int bytes) {
        DISCARDED_BYTES.addAndGet(this, bytes);
        DISCARDED_RECORDS.incrementAndGet(this);
    }

    boolean exceeds(CloseLimits limits) {
        return discardedBytes > limits.discardedBytes() || discardedRecords > limits.discardedRecords();
    }

    CloseReport report(Sides sides, String protocol, long controlRecords) {
        return new CloseReport(
                protocol,
                sent(sides.output()),
                received(sides.input()),
                first,
                sides.input() == InputSide.FATAL_ALERT ? alert : OptionalInt.empty(),
                sides.input() == InputSide.TRUNCATED ? cutAfter : 0,
                discardedBytes,
                discardedRecords,
                controlRecords,
                time(flushTime),
                time(peerTime));
    }

    private static Sent sent(OutputSide side) {
        return switch (side) {
            case OPEN, UNUSED -> Sent.NOTHING;
            case CLOSING -> Sent.CLOSE_NOTIFY_PENDING;
            case CLOSED -> Sent.CLOSE_NOTIFY;
            case ABORTED -> Sent.FATAL_ALERT;
            case FAILED -> Sent.FAILED;
        };
    }

    private Received received(InputSide side) {
        return switch (side) {
            case OPEN, UNUSED, UNHEARD -> Received.NOTHING;
            case CLOSE_NOTIFY -> Received.CLOSE_NOTIFY;
            case TRUNCATED -> cutAfter == 0 ? Received.CUT_AT_BOUNDARY : Received.CUT_INSIDE_RECORD;
            case FATAL_ALERT -> Received.FATAL_ALERT;
            case PLAINTEXT -> Received.PLAINTEXT;
            case INVALID -> Received.INVALID;
            case TRANSPORT_FAILURE -> Received.TRANSPORT_FAILURE;
        };
    }
}
