// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.InterruptedIOException;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.internal.transport.Deadline;

/** What was asked of all connections that are ended together. Safe for use by many threads. */
final class GoodbyeTerms {
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

    static InterruptedIOException interrupted() {
        return new InterruptedIOException("interrupted while waiting for the peer; it can be repeated");
    }
}
