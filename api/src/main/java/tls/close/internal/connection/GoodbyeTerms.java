// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.internal.transport.Deadline;

/** What was asked of all connections that are ended together. Safe for use by many threads. */
final class GoodbyeTerms {
    /** How long nothing has to come of the workers once the time is over: a stuck write ends a little later. */
    private static final long GIVE_UP = TimeUnit.SECONDS.toNanos(1);

    /** The same after an interrupt: a wait of theirs has ended by then, so that it is a stuck write. */
    private static final long GIVE_UP_INTERRUPTED = TimeUnit.MILLISECONDS.toNanos(300);

    private final CloseRequest how;
    private final CloseLimits limits;
    private final Deadline deadline;
    private volatile boolean canceled;

    GoodbyeTerms(CloseRequest how, CloseLimits limits) {
        this.how = how;
        this.limits = limits;
        this.deadline = Deadline.after(limits.timeout());
    }

    CloseRequest how() {
        return how;
    }

    CloseLimits limits() {
        return limits;
    }

    Deadline deadline() {
        return deadline;
    }

    /** The caller was interrupted: nobody waits for a peer any more. */
    void cancel() {
        canceled = true;
    }

    boolean areCanceled() {
        return canceled;
    }

    /** Whether nobody is waited for any more. */
    boolean areOver() {
        return canceled || deadline.isOver();
    }

    /** Whether what workers do is left to them, when nothing has come of it for so long. */
    boolean areGivenUp(long nanos) {
        return nanos > (canceled ? GIVE_UP_INTERRUPTED : GIVE_UP);
    }

    /** What is told where somebody is waited for then. */
    IOException reason(Exchange exchange) {
        return canceled ? interrupted() : exchange.late();
    }

    static InterruptedIOException interrupted() {
        return new InterruptedIOException("interrupted while waiting for the peer; it can be repeated");
    }
}
