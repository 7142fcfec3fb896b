// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;

/** What a connection notes for its report. Safe for use by many threads. */
final class Journal {
    /** A time that was not. */
    private static final long NEVER = Long.MIN_VALUE;

    private final AtomicReference<First> first = new AtomicReference<>(First.NOBODY);

    /** By {@link System#nanoTime}, or {@link #NEVER}. */
    private final AtomicLong asked = new AtomicLong(NEVER);

    private final AtomicLong discardedBytes = new AtomicLong();
    private final AtomicLong discardedRecords = new AtomicLong();
    private final AtomicLong controlRecords = new AtomicLong();
    private volatile String protocol = "NONE";
    private volatile OptionalInt alert = OptionalInt.empty();
    private volatile int cutAfter;

    // Nanoseconds since it was asked, or NEVER.
    private volatile long flushTime = NEVER;
    private volatile long peerTime = NEVER;

    void note(Event event, Sides before, Sides after) {
        if (before.output() == OutputSide.OPEN && asksToClose(after)) {
            asked.compareAndSet(NEVER, System.nanoTime());
            first.compareAndSet(First.NOBODY, First.LOCAL);
        }
        if (isOurVerdict(event) && before.input() != after.input()) {
            first.compareAndSet(First.NOBODY, First.LOCAL);
        }
        if (before.output() != after.output() && after.output() == OutputSide.CLOSED) {
            flushTime = sinceAsked();
        }
        if (before.input() != after.input()) {
            first.compareAndSet(First.NOBODY, First.PEER);
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
        long start = asked.get();
        return start == NEVER ? NEVER : System.nanoTime() - start;
    }

    private static Optional<Duration> time(long nanos) {
        return nanos == NEVER ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }

    void protocol(String name) {
        protocol = name;
    }

    void alert(int number) {
        alert = OptionalInt.of(number);
    }

    void cutAfter(int bytes) {
        cutAfter = bytes;
    }

    void controlRecord() {
        controlRecords.incrementAndGet();
    }

    void discarded(int bytes) {
        discardedBytes.addAndGet(bytes);
        discardedRecords.incrementAndGet();
    }

    boolean exceeds(CloseLimits limits) {
        return discardedBytes.get() > limits.discardedBytes() || discardedRecords.get() > limits.discardedRecords();
    }

    CloseReport report(Sides sides) {
        return new CloseReport(
                protocol,
                sent(sides.output()),
                received(sides.input()),
                Objects.requireNonNull(first.get()),
                alert,
                cutAfter,
                discardedBytes.get(),
                discardedRecords.get(),
                controlRecords.get(),
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
            case OPEN, UNUSED -> Received.NOTHING;
            case CLOSE_NOTIFY -> Received.CLOSE_NOTIFY;
            case TRUNCATED -> cutAfter == 0 ? Received.CUT_AT_BOUNDARY : Received.CUT_INSIDE_RECORD;
            case FATAL_ALERT -> Received.FATAL_ALERT;
            case PLAINTEXT -> Received.PLAINTEXT;
            case INVALID -> Received.INVALID;
            case TRANSPORT_FAILURE -> Received.TRANSPORT_FAILURE;
        };
    }
}
