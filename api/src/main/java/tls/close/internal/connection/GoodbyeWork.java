// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tls.close.CloseRequest;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.Selectable;

/** What a worker does for a goodbye: it may wait. Used by one worker at a time. */
final class GoodbyeWork {
    private enum Stage {
        SEND,
        RECEIVE
    }

    private final Goodbye goodbye;
    private final Exchange exchange;
    private final Optional<Selectable> selectable;
    private final GoodbyeTerms terms;
    private Stage stage = Stage.SEND;
    private Progress progress = Progress.WANT_TASK;
    private @Nullable Throwable thrown;

    GoodbyeWork(Goodbye goodbye, Exchange exchange, Optional<Selectable> selectable, GoodbyeTerms terms) {
        this.goodbye = goodbye;
        this.exchange = exchange;
        this.selectable = selectable;
        this.terms = terms;
    }

    Goodbye goodbye() {
        return goodbye;
    }

    /** Whether it has come to its end; if not, a selector can wait for it. */
    boolean isDone() {
        return progress == Progress.DONE;
    }

    /** Why it could not be done; null if it could. */
    @Nullable
    Throwable thrown() {
        return thrown;
    }

    /**
     * Goes on, and waits for some time if that is needed: then others have their turn.
     *
     * @return whether it is to be called again
     */
    boolean goOn(Duration patience) {
        try {
            progress = step(patience);
        } catch (IOException | RuntimeException | Error e) {
            thrown = e;
            progress = Progress.DONE;
        }
        return progress == Progress.WANT_TASK;
    }

    private Progress step(Duration patience) throws IOException {
        Progress come = stage == Stage.SEND ? send() : receive(patience);
        return switch (come) {
            case DONE -> Progress.DONE;
            case WANT_TASK -> awaitTasks(patience);
            case WANT_READ, WANT_WRITE -> goodbye.isSeated() ? come : awaitTransport(patience);
        };
    }

    private Progress send() throws IOException {
        Progress sent = Progress.DONE;
        try {
            sent = exchange.bye(CloseRequest.SHUT_WR, terms.limits(), terms.deadline());
        } catch (IOException e) {
            if (terms.how() == CloseRequest.SHUT_WR) {
                throw e;
            }
            // The peer's alert may have come before (rule 4.7): whoever reads it knows better.
        }
        if (sent != Progress.DONE || terms.how() == CloseRequest.SHUT_WR) {
            return sent;
        }
        stage = Stage.RECEIVE;
        return Progress.WANT_TASK;
    }

    private Progress receive(Duration patience) throws IOException {
        Sides now = exchange.sides();
        if (terms.areCanceled() && !(now.hasClosedOutput() && now.needsNoMoreInput())) {
            throw GoodbyeTerms.interrupted();
        }
        Deadline turn = terms.deadline().orAfter(patience);
        try {
            return exchange.bye(terms.how(), terms.limits(), turn);
        } catch (CloseTimeoutException e) {
            Sides since = exchange.sides();
            // Met just now, maybe. What is late before its turn is over is the transport's own, and would be again.
            boolean mayGoOn = since.needsNoMoreInput() || (since.input() == InputSide.OPEN && turn.isOver());
            if (!mayGoOn || terms.deadline().isOver()) {
                throw e;
            }
            return Progress.WANT_TASK;
        }
    }

    private Progress awaitTasks(Duration patience) throws IOException {
        try {
            boolean unused = exchange.awaitTasks(patience);
            return Progress.WANT_TASK;
        } catch (InterruptedException e) {
            throw (IOException) new InterruptedIOException("a thread of ours was interrupted").initCause(e);
        }
    }

    /** It is none that the selector of the others could wait for. */
    private Progress awaitTransport(Duration patience) throws IOException {
        if (terms.areCanceled()) {
            throw GoodbyeTerms.interrupted();
        }
        SelectableChannel channel = selectable
                .orElseThrow(() -> new IOException(
                        "the channel has begun to return without progress, so that nothing can wait for it"))
                .channel();
        try (Selector own = channel.provider().openSelector()) {
            channel.register(own, exchange.interestOps(terms.how()));
            own.select(patience.toMillis());
            return Progress.WANT_TASK;
        }
    }
}
