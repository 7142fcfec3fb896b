// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.raw;

import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import tls.close.CloseLimits;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseTimeoutException;
import tls.close.Progress;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/** G: the peer takes longer than we are ready to wait. */
public abstract class TimeoutScenarios {
    private static final Duration SHORT = Duration.ofMillis(100);

    /** Much more than a busy machine needs, and much less than the default of ten seconds. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private static final CloseLimits SHORTLY = CloseLimits.DEFAULT.withTimeout(SHORT);
    private static final CloseLimits AT_ONCE = CloseLimits.DEFAULT.withTimeout(Duration.ZERO);

    @Settings
    void rule7_2_scenario57_scenario62_aSilentPeerIsWaitedForUntilTheDeadlineAndAgain(Setting setting)
            throws Exception {
        try (Session session = setting.connect()) {
            assertTimeout(session, SHORTLY);
            assertEquals(Sent.CLOSE_NOTIFY, session.subject().report().sent(), session::toString);
            assertEquals(Received.NOTHING, session.subject().report().received(), session::toString);
            assertTimeout(session, SHORTLY); // The second call has a time of its own.
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.peer().send(closeNotify());
            assertEquals(Progress.DONE, bye.result());
            Ends.assertOrderly(session, First.LOCAL);
            session.assertCarriesPlaintext();
        }
    }

    @Settings
    void rule7_2_scenario60_theDeadlineMayHitInTheMiddleOfARecord(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            byte[] alert = session.heard().say(closeNotify());
            session.arrive(raw(Arrays.copyOf(alert, 9)));
            assertTimeout(session, SHORTLY);
            session.arrive(raw(Arrays.copyOfRange(alert, 9, alert.length)));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            Ends.assertOrderly(session, First.LOCAL);
        }
    }

    @Settings
    void rule7_1_scenario58_aDeadlineOfZeroTriesOnce(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            assertTimeout(session, AT_ONCE);
            session.peer().expectCloseNotify();
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR, AT_ONCE));
            Ends.assertOrderly(session, First.LOCAL);
        }
    }

    @Settings
    void rule7_1_scenario58_aDeadlineOfZeroTakesAllThatIsHere(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("one"), data("two"), closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR, AT_ONCE));
            assertEquals(6, session.subject().report().discardedBytes(), session::toString);
        }
    }

    /** A channel has no such timeout. */
    @Settings(nearEnds = NearEnd.SOCKET)
    void rule7_5_scenario63_theSocketsOwnTimeoutDoesNotCutTheWaitShort(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.wire().socket().setSoTimeout(10);
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            assertFalse(session.far().awaitInput(SHORT), "something follows close_notify");
            assertFalse(bye.isDone(), session::toString);
            session.peer().send(closeNotify());
            assertEquals(Progress.DONE, bye.result());
            assertEquals(10, session.wire().socket().getSoTimeout());
        }
    }

    @Settings(nearEnds = NearEnd.SOCKET) // as above
    void rule7_5_scenario63_theSocketsOwnTimeoutIsBackAfterOurs(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.wire().socket().setSoTimeout(10);
            assertTimeout(session, SHORTLY);
            assertEquals(10, session.wire().socket().getSoTimeout());
        }
    }

    @Settings(nearEnds = NearEnd.SOCKET) // as above
    void rule7_5_scenario63_readsKeepTheSocketsOwnTimeoutAndLoseNothing(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.wire().socket().setSoTimeout(10);
            byte[] record = session.heard().say(data("whole"));
            for (int end : new int[] {0, 3, 9}) {
                session.arrive(part(record, end == 9 ? 3 : 0, end));
                assertThrows(
                        InterruptedIOException.class,
                        () -> session.subject().read(ByteBuffer.allocate(1)),
                        session::toString);
            }
            session.arrive(part(record, 9, record.length));
            assertEquals("whole", session.subject().readText(5));
            assertEquals(10, session.wire().socket().getSoTimeout());
        }
    }

    private static PeerMessage part(byte[] record, int start, int end) {
        return raw(Arrays.copyOfRange(record, start, end));
    }

    /** Not before the time is over, and soon after. */
    private static void assertTimeout(Session session, CloseLimits limits) {
        long start = System.nanoTime();
        CloseTimeoutException thrown = assertThrows(
                CloseTimeoutException.class, () -> session.subject().bye(SHUT_RDWR, limits), session::toString);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(limits.timeout()) >= 0, () -> "only " + took);
        assertTrue(took.compareTo(SOON) < 0, took::toString);
        Ends.assertNotOrderly(thrown.report());
        assertTrue(session.subject().connection().isInputOpen(), session::toString);
    }
}
