// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.unprotected;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.ConnectionEnd;
import tls.close.FatalAlertException;
import tls.close.TlsConnection;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.NearEnd;

/**
 * A client that the peer turns away, over a transport that takes nothing of what it says: several threads begin its
 * handshake, and some end it, each at a moment that chance chooses (rule 4.7, scenario 155).
 */
public final class HandshakeRace {
    private static final AlertDescription VERDICT = AlertDescription.INTERNAL_ERROR;

    /** The bits of the longest way to a call, in turns of a loop. */
    private static final int MOST_BITS = 15;

    /** What a thread does. */
    public enum Busy {
        HANDSHAKING,
        READING,
        WRITING,
        SHUT_WR,
        SHUT_RDWR,
        CLOSING
    }

    /** Beside these a call may come too late, and the end before anything was said (rules 2.2, 8.4 and 9.1). */
    private static final Set<Busy> ENDING = EnumSet.of(Busy.SHUT_WR, Busy.SHUT_RDWR, Busy.CLOSING);

    /** When the peer's alert comes. */
    public enum Word {
        /** Before anything is said to it. */
        FIRST,
        /** Whenever chance wants, so that the transport's failure may be known by then. */
        MEANWHILE
    }

    /** What a call came to. */
    private enum Outcome {
        TOLD,
        FAILED,
        REFUSED,
        INTERRUPTED,
        DONE
    }

    private final Setting setting;
    private final Session session;
    private final Word word;
    private final Set<Busy> busy;
    private final List<ConnectionEnd> ends;
    private final Random random;
    private final Threads threads;
    private final CyclicBarrier start;
    private final Optional<Busy> interrupted;
    private final Map<Busy, Outcome> outcomes = new EnumMap<>(Busy.class);

    private HandshakeRace(
            Setting setting,
            Session session,
            Word word,
            Set<Busy> busy,
            List<ConnectionEnd> ends,
            Random random,
            Threads threads) {
        this.setting = setting;
        this.session = session;
        this.word = word;
        this.busy = EnumSet.copyOf(busy); // In one order, so that the seed says all.
        this.ends = ends;
        this.random = random;
        this.threads = threads;
        this.start = new CyclicBarrier(busy.size() + 1);
        // One that comes in a write of a channel that blocks has the JDK close it (rule 5.1).
        this.interrupted = random.nextBoolean() && setting.nearEnd() != NearEnd.BLOCKING_CHANNEL
                ? busy.stream().skip(random.nextInt(busy.size())).findFirst()
                : Optional.empty();
    }

    /** Plays many rounds, with one thread for each of these. */
    public static void run(Setting setting, Word word, Set<Busy> busy) {
        Rounds.play((random, threads) -> {
            List<ConnectionEnd> ends = new CopyOnWriteArrayList<>();
            try (Session session = Session.of(setting).listener(ends::add).open()) {
                new HandshakeRace(setting, session, word, busy, ends, random, threads).run();
            }
        });
    }

    private void run() throws Exception {
        session.subject().share();
        session.finish();
        if (word == Word.FIRST) {
            session.arrive(unprotected(fatal(VERDICT)));
        }
        Map<Busy, BackgroundCall<Outcome>> calls = new EnumMap<>(Busy.class);
        for (Busy each : busy) {
            int turns = turns();
            calls.put(
                    each,
                    BackgroundCall.call(
                            () -> {
                                start.await();
                                spin(turns);
                                return outcome(each);
                            },
                            threads.factory()));
        }
        int turns = turns();
        start.await();
        spin(turns);
        if (interrupted.isPresent()) {
            Objects.requireNonNull(calls.get(interrupted.get())).thread().interrupt();
        }
        if (word == Word.MEANWHILE) {
            session.peer().send(unprotected(fatal(VERDICT)));
        }
        for (Map.Entry<Busy, BackgroundCall<Outcome>> each : calls.entrySet()) {
            outcomes.put(each.getKey(), each.getValue().result());
        }
        judge();
    }

    private int turns() {
        return random.nextInt(1 << random.nextInt(MOST_BITS));
    }

    private static void spin(int turns) {
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
    }

    private TlsConnection connection() {
        return session.subject().connection();
    }

    private Outcome outcome(Busy how) {
        try {
            switch (how) {
                case HANDSHAKING -> session.subject().handshake();
                case READING -> session.subject().read(ByteBuffer.allocate(1));
                case WRITING -> session.subject().write("for nobody");
                case SHUT_WR -> session.subject().bye(CloseRequest.SHUT_WR);
                case SHUT_RDWR -> session.subject().bye(CloseRequest.SHUT_RDWR);
                case CLOSING -> connection().close();
            }
            assertTrue(ENDING.contains(how), () -> how + " has succeeded: " + this);
            return Outcome.DONE;
        } catch (FatalAlertException e) {
            assertVerdict(e);
            return Outcome.TOLD;
        } catch (ClosedChannelException e) {
            if (e.getCause() instanceof FatalAlertException reason) { // What a writer is told who comes late.
                assertVerdict(reason);
                return Outcome.TOLD;
            }
            return Outcome.REFUSED;
        } catch (InterruptedIOException e) {
            assertTrue(Thread.interrupted(), () -> "nobody interrupts: " + e);
            return Outcome.INTERRUPTED;
        } catch (IOException e) {
            Faults.assertTransportFails(() -> {
                throw e;
            });
            return Outcome.FAILED;
        }
    }

    private static void assertVerdict(FatalAlertException told) {
        assertEquals(VERDICT.code(), told.alert());
        assertTrue(told.getSuppressed().length <= 1, "the transport's failure, however often it is told");
    }

    // The judge

    private void judge() {
        boolean ending = busy.stream().anyMatch(ENDING::contains);
        assertFalse(
                setting.nearEnd() == NearEnd.SOCKET
                        ? session.wire().socket().isClosed()
                        : !session.wire().channel().isOpen(),
                "the transport is the caller's");
        if (!ending) {
            awaitTold();
        }
        // To one who ends a connection before it begins nobody has said anything (rule 9.1).
        boolean begun = connection().report().sent() != Sent.NOTHING;
        if (word == Word.FIRST && begun && !busy.contains(Busy.CLOSING)) {
            outcomes.forEach((each, outcome) -> assertTrue(isVerdict(each, outcome), this::toString));
        }
        outcomes.forEach(
                (each, outcome) -> assertTrue(outcome != Outcome.INTERRUPTED || isInterrupted(each), this::toString));
        connection().close();
        CloseReport report = connection().report();
        assertEquals(begun ? Sent.FAILED : Sent.NOTHING, report.sent(), this::toString);
        boolean isMet = word == Word.FIRST && begun && !isInterrupted(Busy.CLOSING);
        if (outcomes.containsValue(Outcome.TOLD) || !ending || isMet) {
            assertEquals(Received.FATAL_ALERT, report.received(), this::toString);
            assertEquals(OptionalInt.of(VERDICT.code()), report.alert(), this::toString);
        }
        Ends.assertNotOrderly(report);
        awaitEnd();
        assertEquals(1, ends.size(), () -> ends + ": " + this);
    }

    /** Whoever says goodbye for a closer that has no time may know a moment later that this has failed. */
    private void awaitEnd() {
        Deadline deadline = Deadline.orElse(() -> "the end is not told: " + this);
        while (ends.isEmpty()) {
            deadline.pause();
        }
    }

    private boolean isVerdict(Busy each, Outcome outcome) {
        return outcome == Outcome.TOLD
                || isInterrupted(each) // It may have left before.
                || each == Busy.SHUT_WR // It does not read.
                || (each == Busy.HANDSHAKING && outcome == Outcome.REFUSED && busy.contains(Busy.SHUT_WR));
    }

    private boolean isInterrupted(Busy each) {
        return interrupted.isPresent() && interrupted.get() == each;
    }

    /** The alert may still be on its way. */
    private void awaitTold() {
        Deadline deadline = Deadline.orElse(() -> "the alert is not told: " + this);
        while (outcome(Busy.SHUT_RDWR) != Outcome.TOLD) {
            deadline.pause();
        }
    }

    @Override
    public String toString() {
        return busy + " came to " + outcomes + " in " + threads + " threads; interrupted: " + interrupted + "; "
                + session;
    }
}
