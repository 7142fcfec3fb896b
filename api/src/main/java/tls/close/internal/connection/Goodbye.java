// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tls.close.CloseOutcome;
import tls.close.CloseReport;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsCloseException;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.Selectable;

/** One of the connections that are ended together. Used by the caller's thread, but for its {@link #work}. */
final class Goodbye {
    private final Exchange exchange;
    private final Optional<Selectable> selectable;
    private final GoodbyeTerms terms;
    private final GoodbyeWork work;
    private @Nullable GoodbyeSeat seat;
    private Sides lastSeen = Sides.INITIAL;
    private @Nullable Goodbye carrier;
    private int carried;
    private @Nullable CloseOutcome outcome;

    /** @param selectable what a selector can wait for, if one can */
    Goodbye(Exchange exchange, Optional<Selectable> selectable, GoodbyeTerms terms) {
        this.exchange = exchange;
        this.selectable = selectable;
        this.terms = terms;
        this.work = new GoodbyeWork(this, exchange, selectable, terms);
    }

    Exchange exchange() {
        return exchange;
    }

    /** What workers do for it. */
    GoodbyeWork work() {
        return work;
    }

    // Its place among the others

    /** The other carries this one, and would throw away the close_notify of this one's peer. */
    void endsBefore(Goodbye other) {
        carrier = other;
        other.carried++;
    }

    boolean mayBegin() {
        return carried == 0;
    }

    CloseOutcome outcome() {
        return Objects.requireNonNull(outcome);
    }

    /** Notes how it ended, and returns what may begin now. */
    Optional<Goodbye> end(@Nullable Throwable failure) {
        exchange.forgetDeadline();
        note(failure);
        // Another thread may have brought it to its end just now. Asked behind the report, so that the two agree.
        if (failure instanceof IOException && exchange.hasFulfilled(terms.how())) {
            note(finish());
        }
        Goodbye next = carrier;
        return next != null && --next.carried == 0 ? Optional.of(next) : Optional.empty();
    }

    /** Does what is left of a goodbye that others have brought to its end. */
    private @Nullable Throwable finish() {
        try {
            Progress unused = attempt();
            return null;
        } catch (IOException | RuntimeException e) {
            return e;
        }
    }

    private void note(@Nullable Throwable failure) {
        IOException told = failure == null || failure instanceof IOException
                ? (IOException) failure
                : new IOException("the connection could not be ended: " + failure, failure);
        CloseReport report = told instanceof TlsCloseException known ? known.report() : exchange.report();
        outcome = new CloseOutcome(exchange.peerAddress(), report, Optional.ofNullable(told));
    }

    // On its way

    /**
     * Says close_notify if that selector can wait for it, until {@link #release}.
     *
     * @return whether it can
     */
    boolean begin(Selector selector) throws IOException {
        if (exchange.defers(terms.limits())) {
            throw new IOException("in a callback of the connection's own: its goodbye follows by itself");
        }
        seat = selectable.map(channel -> GoodbyeSeat.of(channel, selector)).orElse(null);
        if (seat != null) {
            trySend();
        }
        return seat != null;
    }

    /** Whether a selector can wait for it, though a worker has it now. */
    boolean isSeated() {
        return seat != null;
    }

    private void trySend() throws IOException {
        try {
            exchange.bye(CloseRequest.SHUT_WR, terms.limits(), Deadline.TRY);
        } catch (IOException e) {
            if (terms.how() == CloseRequest.SHUT_WR) {
                throw e;
            }
            // The peer's alert may have come before (rule 4.7): whoever reads it knows better.
        }
    }

    /** Goes on as far as that needs no waiting; {@code WANT_TASK} where a worker has to wait for another thread. */
    Progress attempt() throws IOException {
        lastSeen = exchange.sides();
        return exchange.bye(terms.how(), terms.limits(), Deadline.TRY);
    }

    /** Waits for what the last try could not do. */
    void await() throws IOException {
        if (seat != null) {
            seat.await(exchange.interestOps(terms.how()), this);
        }
    }

    /** While a worker goes on with it. */
    void awaitNothing() {
        if (seat != null) {
            seat.awaitNothing();
        }
    }

    /** Whether there may be something to do that the selector does not tell: another thread has done something. */
    boolean wasOvertaken() {
        return seat == null || !seat.isWatched() || !exchange.sides().equals(lastSeen) || !exchange.isOpen();
    }

    /** Whether the selector has to look once before it can be {@linkplain #release released}. */
    boolean leave() {
        return seat != null && seat.leave();
    }

    /** Gives the channel its mode back. */
    void release() {
        GoodbyeSeat left = seat;
        seat = null;
        try {
            if (left != null) {
                left.release();
            }
        } catch (RuntimeException e) {
            if (outcome == null || outcome.failure().isEmpty()) {
                note(e); // Somebody has registered it meanwhile, and keeps it in the other mode.
            }
        }
    }
}
