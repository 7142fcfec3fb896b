// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.damaged;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseRequest;
import tls.close.ConnectionEnd;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Rounds;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Threads;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.NearEnd;

/**
 * A reader meets the peer's last word at the same moment as others write and end the connection. The peer notes which
 * alerts come: what the report says is what went out (rule 10.1), and what is told of, once, is what the report says
 * (rule 10.3).
 */
@Tag("races")
@Tag("threads")
class VerdictRaceTest {
    /** The bits of the longest way to a call, in turns of a loop. */
    private static final int MOST_BITS = 15;

    /** After which the peer ends the transport: for those whom close() leaves in it, and who wait for what others read. */
    private static final Duration MOMENT = Duration.ofMillis(6);

    private static final CloseLimits NO_TIME = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);

    /** What the peer says. */
    enum Word {
        FATAL_ALERT(Received.FATAL_ALERT),
        FORGERY(Received.INVALID),
        CLOSE_NOTIFY(Received.CLOSE_NOTIFY);

        private final Received received;

        Word(Received received) {
            this.received = received;
        }
    }

    /** What a thread does beside the reader. */
    private enum Busy {
        WRITING,
        SHUT_WR,
        SHUT_RDWR,
        CLOSING,
        CLOSING_AT_ONCE
    }

    record Race(Setting setting, Word word) {}

    static Stream<Race> races() {
        return TlsProviders.installed().stream()
                .filter(TlsProvider::isAvailable)
                .flatMap(provider -> Stream.of(TlsVersion.values())
                        .flatMap(version -> Stream.of(NearEnd.values())
                                .map(near -> new Setting(provider, version, Role.CLIENT, near))))
                .flatMap(setting -> Stream.of(Word.values()).map(word -> new Race(setting, word)));
    }

    @ParameterizedTest
    @MethodSource("races")
    void rule8_3_rule10_1_rule10_3_whatIsToldIsWhatWentOut(Race race) {
        Rounds.play((random, threads) -> {
            List<ConnectionEnd> told = new CopyOnWriteArrayList<>();
            try (Session session =
                    Session.of(race.setting()).listener(told::add).open()) {
                session.handshake();
                play(race, session, random, threads, told);
            }
        });
    }

    private static void play(Race race, Session session, Random random, Threads threads, List<ConnectionEnd> told)
            throws Exception {
        Set<Busy> busy = EnumSet.noneOf(Busy.class);
        for (int i = random.nextInt(2); i >= 0; i--) {
            busy.add(Busy.values()[random.nextInt(Busy.values().length)]);
        }
        session.subject().share();
        CyclicBarrier start = new CyclicBarrier(busy.size() + 2);
        List<BackgroundCall<?>> calls = new ArrayList<>();
        calls.add(inTime(start, random, threads, () -> session.subject().readToEnd()));
        for (Busy each : busy) {
            calls.add(inTime(start, random, threads, () -> {
                beBusy(each, session);
                return true;
            }));
        }
        byte[] word = session.heard()
                .say(
                        switch (race.word()) {
                            case FATAL_ALERT -> fatal(AlertDescription.ACCESS_DENIED);
                            case FORGERY -> damaged(data("forged"));
                            case CLOSE_NOTIFY -> closeNotify();
                        });
        int turns = turns(random);
        start.await();
        spin(turns);
        session.far().send(word);
        hearUntilDone(calls, session);
        session.subject().connection().close();
        judge(race, session, busy, told);
    }

    private static <T> BackgroundCall<T> inTime(CyclicBarrier start, Random random, Threads threads, Callable<T> call) {
        int turns = turns(random);
        return BackgroundCall.call(
                () -> {
                    start.await();
                    spin(turns);
                    return call.call();
                },
                threads.factory());
    }

    private static int turns(Random random) {
        return random.nextInt(1 << random.nextInt(MOST_BITS));
    }

    private static void spin(int turns) {
        for (int i = 0; i < turns; i++) {
            Thread.onSpinWait();
        }
    }

    private static void beBusy(Busy how, Session session) throws IOException {
        switch (how) {
            case WRITING -> {
                while (session.subject().connection().isInputOpen()) {
                    session.subject().connection().write(ByteBuffer.allocate(1));
                }
            }
            case SHUT_WR -> session.subject().bye(CloseRequest.SHUT_WR);
            case SHUT_RDWR -> session.subject().bye(CloseRequest.SHUT_RDWR);
            case CLOSING -> session.subject().connection().close();
            case CLOSING_AT_ONCE -> session.subject().connection().close(NO_TIME);
        }
    }

    private static void hearUntilDone(List<BackgroundCall<?>> calls, Session session) throws Exception {
        Deadline deadline = Deadline.orElse(() -> "still not done: " + calls + "; " + session);
        long begun = System.nanoTime();
        boolean ended = false;
        while (!calls.stream().allMatch(BackgroundCall::isDone)) {
            deadline.remaining();
            if (!session.peer().pump()) {
                session.far().awaitInput(Duration.ofMillis(1));
            }
            if (!ended && System.nanoTime() - begun > MOMENT.toNanos()) {
                ended = true;
                session.far().finish();
            }
        }
        for (BackgroundCall<?> each : calls) {
            try {
                each.result();
            } catch (IOException e) {
                // What is thrown in which order others judge.
            }
        }
    }

    private static void judge(Race race, Session session, Set<Busy> busy, List<ConnectionEnd> told) throws IOException {
        CloseReport report = session.subject().report();
        List<Alert> alerts = session.heardToTheEnd().alerts();
        String what = busy + ", " + race + ": " + report + ", heard " + alerts + ", told " + told;
        switch (report.sent()) {
            case CLOSE_NOTIFY -> assertEquals(List.of(Alert.CLOSE_NOTIFY), alerts, what);
            case FATAL_ALERT -> assertTrue(alerts.size() == 1 && !alerts.get(0).equals(Alert.CLOSE_NOTIFY), what);
            case FAILED -> assertEquals(List.of(), alerts, what);
            case NOTHING, CLOSE_NOTIFY_PENDING -> throw new AssertionError(what);
        }
        boolean closes = busy.contains(Busy.CLOSING) || busy.contains(Busy.CLOSING_AT_ONCE);
        // Whom close() leaves inside may meet something afterwards.
        Set<Received> possible =
                closes ? EnumSet.of(Received.NOTHING, race.word().received) : Set.of(race.word().received);
        assertTrue(possible.contains(report.received()), what);
        assertEquals(1, told.size(), what);
        CloseReport said = told.get(0).report();
        assertTrue(said.received() == report.received() || (closes && said.received() == Received.NOTHING), what);
        assertTrue(said.sent() == report.sent() || (closes && answersByItself(race.setting())), what);
    }

    /** An SSLSocket does so while it reads, and lets nobody see it before that is out. */
    private static boolean answersByItself(Setting setting) {
        return setting.provider().name().equals("jsse") && setting.nearEnd() == NearEnd.SOCKET;
    }
}
