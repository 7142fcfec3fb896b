// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tls.close.Progress;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.OwnThread;

/**
 * Says close_notify, in time also beside a handshake in another thread. That one may be in a callback of the
 * application's, such as a trust manager, for as long as it likes, and a backend makes every other call wait for it: then
 * it is a thread of ours that waits (rules 7.1, 7.7, 8.4).
 */
final class Farewell {
    /** What it takes where nothing holds it up, for whoever has no time. */
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(50);

    private Farewell() {}

    /** As {@link Sender#sendCloseNotify}. */
    static Progress sendCloseNotify(Connection connection, Deadline by) throws IOException {
        Receiver receiver = connection.receiver();
        if (!isInHandshake(connection) || receiver.isMine()) {
            return connection.sender().sendCloseNotify(by);
        }
        if (receiver.enterIfEmpty()) { // No handshake begins or goes on meanwhile.
            try {
                return connection.sender().sendCloseNotify(by);
            } finally {
                receiver.leave();
            }
        }
        return by == Deadline.TRY ? Progress.WANT_TASK : sendInAThread(connection, by);
    }

    /** The first one, or another: whoever is in the input side then may be in a callback. */
    private static boolean isInHandshake(Connection connection) {
        return connection.state().sides().handshake() != Handshake.DONE
                || connection.layer().isInLaterHandshake();
    }

    private static Progress sendInAThread(Connection connection, Deadline by) throws IOException {
        FutureTask<Progress> sending =
                new FutureTask<>(() -> connection.sender().sendCloseNotify(by));
        OwnThread.start("tls.close farewell", sending);
        boolean interrupted = Thread.interrupted(); // Before, it costs nobody the alert (rule 5.1).
        try {
            return sending.get(Math.max(MOMENT, by.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw connection
                    .state()
                    .timeout("another thread is in a callback of the handshake, such as a trust manager, and has not"
                            + " returned in time; bye can be called again");
        } catch (InterruptedException e) {
            interrupted = true; // rule 7.3
            throw (IOException)
                    new InterruptedIOException("interrupted while another thread is in the handshake").initCause(e);
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException thrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof IOException e ? e : new IOException(cause);
    }
}
