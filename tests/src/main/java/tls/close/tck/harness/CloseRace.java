// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.keyUpdateRequest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import tls.close.CloseLimits;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.DecryptedRecord;
import tls.close.tck.peer.ScriptedPeer;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.NearEnd;

/**
 * A connection that one thread closes while others are busy with it, each at a moment that chance chooses, and a peer
 * that hears everything (rule 8.4, scenario 127).
 */
public final class CloseRace {
    private static final Duration MOMENT = Duration.ofMillis(1);

    /** The bits of the longest way to the first call, in turns of a loop, and of the largest piece that is written. */
    private static final int MOST_BITS = 15;

    /** Fewer than a backend takes for an attack, and as much as has room in any buffer: nobody may read it. */
    private static final int MOST_MESSAGES = 8;

    /** What a thread does beside the one that closes. */
    public enum Busy {
        WRITING,
        READING,
        SHUT_WR,
        SHUT_RDWR,
        CLOSING
    }

    /** Who closes. */
    public enum Closer {
        /** Within limits of some kind. */
        ANY,
        /** With the thread's interrupt status set, and time enough. */
        INTERRUPTED
    }

    private final Setting setting;
    private final Session session;
    private final Random random;

    /** The writer's own. */
    private final Random lengths;

    private final Threads threads;
    private final Set<Busy> busy;
    private final Closer closer;
    private final CyclicBarrier start;

    /** How much was given to a write, and how much of that write has taken; of the one writer. */
    private final AtomicLong attempted = new AtomicLong();

    private final AtomicLong written = new AtomicLong();

    /** What the peer may still say: data, and then close_notify. */
    private int messages = MOST_MESSAGES;

    private boolean silent;
    private boolean saidGoodbye;
    private boolean closesFirst;

    private CloseRace(Setting setting, Session session, Random random, Threads threads, Set<Busy> busy, Closer closer) {
        this.setting = setting;
        this.session = session;
        this.random = random;
        this.lengths = new Random(random.nextLong());
        this.threads = threads;
        this.busy = busy;
        this.closer = closer;
        this.start = new CyclicBarrier(busy.size() + 1);
    }

    /** Closes in many rounds while one thread for each of these is busy. */
    public static void run(Setting setting, Closer closer, Set<Busy> busy) {
        Rounds.play((random, threads) -> {
            try (Session session = setting.connect()) {
                new CloseRace(setting, session, random, threads, busy, closer).run();
            }
        });
    }

    private void run() throws Exception {
        CloseLimits limits = closer == Closer.ANY && random.nextInt(4) == 0
                ? CloseLimits.DEFAULT.withTimeout(Duration.ZERO)
                : CloseLimits.DEFAULT;
        session.subject().share();
        closesFirst = busy.contains(Busy.READING) && random.nextInt(4) == 0;
        boolean peerAnswers = random.nextInt(4) > 0;
        List<BackgroundCall<?>> others = new ArrayList<>();
        for (Busy each : busy) {
            others.add(inTime(() -> {
                beBusy(each);
                return true;
            }));
        }
        BackgroundCall<Boolean> closing = inTime(() -> {
            if (closer == Closer.INTERRUPTED) {
                Thread.currentThread().interrupt();
            }
            connection().close(limits);
            return Thread.interrupted();
        });
        hearUntilDone(List.of(closing), peerAnswers);
        assertEquals(closer == Closer.INTERRUPTED, closing.result(), "the interrupt status");
        if (!busy.contains(Busy.READING) && setting.nearEnd() != NearEnd.NON_BLOCKING_CHANNEL) {
            hearUntilDone(others, peerAnswers); // No one needs the transport to move.
        }
        silent = true;
        session.far().finish();
        hearUntilDone(others, peerAnswers);
        for (BackgroundCall<?> each : others) {
            each.result();
        }
        judge(limits);
    }

    /** In a thread of its own, which chance holds up for a while after all have come to the start. */
    private <T> BackgroundCall<T> inTime(Callable<T> call) {
        int turns = random.nextInt(1 << random.nextInt(MOST_BITS));
        return BackgroundCall.call(
                () -> {
                    start.await();
                    for (int i = 0; i < turns; i++) {
                        Thread.onSpinWait();
                    }
                    return call.call();
                },
                threads.factory());
    }

    private TlsConnection connection() {
        return session.subject().connection();
    }

    private void beBusy(Busy how) throws IOException {
        try {
            switch (how) {
                case WRITING -> write();
                case READING -> session.subject().readToEnd();
                case SHUT_WR -> session.subject().bye(CloseRequest.SHUT_WR);
                case SHUT_RDWR -> session.subject().bye(CloseRequest.SHUT_RDWR);
                case CLOSING -> connection().close();
            }
        } catch (ClosedChannelException e) {
            // As it should be.
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes, others look.
    private void write() throws IOException {
        while (true) {
            int length = 1 + lengths.nextInt(1 << lengths.nextInt(MOST_BITS + 1));
            ByteBuffer piece = ByteBuffer.wrap(Sequence.bytes(attempted.getAndAdd(length), length));
            while (piece.hasRemaining() || connection().interestOps() == SelectionKey.OP_WRITE) {
                written.addAndGet(connection().write(piece));
                if (piece.hasRemaining()) {
                    session.subject().write(new byte[0]); // Waits until there is room for more.
                }
            }
        }
    }

    // The peer

    private void hearUntilDone(List<BackgroundCall<?>> calls, boolean peerAnswers) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "still not done: " + calls + "; " + session);
        while (!calls.stream().allMatch(BackgroundCall::isDone)) {
            deadline.remaining();
            if (!session.peer().pump()) {
                session.far().awaitInput(MOMENT);
            }
            if (!silent) {
                speak(peerAnswers);
            }
        }
    }

    private void speak(boolean answers) throws IOException {
        if ((answers && session.heard().closeNotifies() > 0) || (closesFirst && messages == 0)) {
            silent = true;
            saidGoodbye = true;
            session.peer().send(closeNotify());
        } else if (busy.contains(Busy.READING) && messages > 0) {
            messages--;
            session.peer().send(data("for the reader"));
            if (setting.version() == TlsVersion.TLS_1_3 && random.nextBoolean()) {
                session.peer().send(keyUpdateRequest());
            }
        }
    }

    // The judge

    private void judge(CloseLimits limits) throws IOException {
        assertFalse(
                setting.nearEnd() == NearEnd.SOCKET
                        ? session.wire().socket().isClosed()
                        : !session.wire().channel().isOpen(),
                "the transport is the caller's");
        ScriptedPeer heard = session.heardToTheEnd();
        boolean blocking = setting.nearEnd() != NearEnd.NON_BLOCKING_CHANNEL;
        Sent sent = session.subject().report().sent();
        boolean isSent = sent == Sent.CLOSE_NOTIFY;
        assertTrue(saidGoodbye || session.subject().report().received() != Received.CLOSE_NOTIFY, this::toString);
        assertTrue(isSent || sent == Sent.FAILED, this::toString);
        assertTrue(isSent || !blocking || limits.timeout().isZero(), () -> "not sent in time: " + this);
        assertEquals(isSent ? List.of(Alert.CLOSE_NOTIFY) : List.of(), heard.alerts(), this::toString);
        assertTrue(heard.failure().isEmpty(), this::toString);
        List<DecryptedRecord> records = heard.records();
        assertEquals(isSent, records.get(records.size() - 1).type() == ContentType.ALERT, this::toString);
        if (isSent || blocking) {
            assertEquals(0, heard.surplus().length, this::toString);
            assertTrue(heard.data().length >= written.get(), this::toString);
        }
        assertTrue(heard.data().length <= attempted.get(), this::toString);
        Sequence.assertIsBeginning(heard.data());
    }

    @Override
    public String toString() {
        return written + " of " + attempted + " bytes written in " + threads + " threads; " + session;
    }
}
