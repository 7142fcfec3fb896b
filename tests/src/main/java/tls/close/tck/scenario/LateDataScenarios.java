// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.emptyData;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.DiscardLimitException;
import tls.close.Progress;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.NearEnd;

/** E: application data that comes while we wait for close_notify. */
public abstract class LateDataScenarios {
    private static final int BUDGET = 40_000;
    private static final long FLOOD = 64 << 20;
    private static final int CHUNK = 1 << 17;

    /** An eighth of the flood: other tests leave their own behind. */
    private static final long MUCH_HEAP = FLOOD / 8;

    private static final int FRAGMENT = 1 << 14;
    private static final int SEGMENT = 777;

    private static final int ALTERNATIONS = 100;

    @Settings
    void rule3_2_scenario45_lateDataIsDiscardedAndCounted(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.peer().send(data("one record"));
            session.peer().send(data("another"));
            session.peer().send(closeNotify());
            assertEquals(Progress.DONE, bye.result());
            assertDiscarded(session, 17, 2);
            Ends.assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings
    void rule3_2_scenario45_dataThatWasReadIsNotDiscarded(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("read"), data("not read"), closeNotify());
            assertEquals("read", session.subject().readText(4));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertDiscarded(session, 8, 1);
        }
    }

    @Settings
    void rule3_2_scenario46_aFullRecordInManySegmentsIsOneRecord(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            byte[] record = session.heard().say(data(new byte[FRAGMENT]));
            for (int start = 0; start < record.length; start += SEGMENT) {
                session.far().send(Arrays.copyOfRange(record, start, Math.min(start + SEGMENT, record.length)));
                awaitReadOrDone(session, bye);
            }
            session.peer().send(closeNotify());
            assertEquals(Progress.DONE, bye.result());
            assertDiscarded(session, FRAGMENT, 1);
            Ends.assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings
    void rule2_3_scenario50_lateDataThatIsReadIsNotDiscarded(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(data("late, "), data("and read"), closeNotify());
            assertEquals("late, and read", session.subject().readTextToEnd());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertDiscarded(session, 0, 0);
            Ends.assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    /** It stops at the limit, and what was discarded until then has left nothing behind. The bytes cost alike in 1.2. */
    @Settings(
            versions = TlsVersion.TLS_1_3,
            roles = Role.CLIENT,
            nearEnds = {NearEnd.SOCKET, NearEnd.NON_BLOCKING_CHANNEL})
    void rule7_6_scenario48_aFloodOf64MebibytesIsTooMuch(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            long before = usedHeap();
            CloseLimits limits =
                    CloseLimits.DEFAULT.withDiscardedBytes(FLOOD - CHUNK).withTimeout(Duration.ofSeconds(50));
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR, limits));
            session.peer().expectCloseNotify();
            byte[] chunk = new byte[CHUNK];
            for (long sent = 0; sent < FLOOD && !bye.isDone(); sent += CHUNK) {
                session.far().send(session.heard().say(data(chunk)));
                awaitReadOrDone(session, bye);
            }
            assertThrows(DiscardLimitException.class, bye::result);
            long discarded = session.subject().report().discardedBytes();
            assertTrue(discarded > FLOOD - CHUNK && discarded <= FLOOD, session::toString);
            assertTrue(usedHeap() - before < MUCH_HEAP, () -> "the heap grew by " + (usedHeap() - before));
            Ends.assertNotOrderly(session.subject().report());
        }
    }

    /** So that no more is sent than is taken in. */
    private static void awaitReadOrDone(Session session, BackgroundCall<?> call) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "What was sent is not read");
        while (session.wire().unread() > 0 && !call.isDone()) {
            deadline.pause();
        }
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Settings
    void rule3_2_scenario52_emptyRecordsAmongDataAreAbsorbed(Setting setting) throws Exception {
        setting.require(Ability.READ_EMPTY_RECORDS);
        PeerMessage[] alternating = new PeerMessage[2 * ALTERNATIONS];
        for (int i = 0; i < alternating.length; i++) {
            alternating[i] = i % 2 == 0 ? emptyData() : data("x");
        }
        try (Session session = setting.connect()) {
            session.arrive(alternating);
            session.arrive(closeNotify());
            assertEquals("x".repeat(ALTERNATIONS), session.subject().readTextToEnd());
            assertEquals(ALTERNATIONS, session.subject().report().controlRecords(), session::toString);
        }
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(alternating);
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertDiscarded(session, ALTERNATIONS, 2 * ALTERNATIONS);
        }
    }

    @Settings
    void rule7_6_scenario47_dataThatJustFillsTheBudgetIsFine(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(data(new byte[BUDGET]), closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR, budget()));
            assertDiscarded(session, BUDGET, 3);
        }
    }

    /** One byte more is too much even with close_notify right behind it; wider limits let it go on. */
    @Settings
    void rule7_6_scenario47_oneByteOverTheBudgetIsTooMuch(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(data(new byte[BUDGET + 1]), closeNotify());
            assertTooMuch(session, budget());
            assertDiscarded(session, BUDGET + 1, 3);
            assertTooMuch(session, budget());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            Ends.assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    /** "Read the data instead": what was not discarded yet is all delivered. */
    @Settings
    void rule7_6_scenario47_whatIsOverTheBudgetCanBeRead(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("lost"), data("found"), closeNotify());
            assertTooMuch(session, CloseLimits.DEFAULT.withDiscardedBytes(0));
            assertEquals("found", session.subject().readTextToEnd());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertDiscarded(session, 4, 1);
        }
    }

    @Settings
    void rule7_6_scenario51_emptyRecordsUpToTheLimitAreFine(Setting setting) throws Exception {
        setting.require(Ability.READ_EMPTY_RECORDS);
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(emptyRecords(20));
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR, twentyRecords()));
            assertDiscarded(session, 0, 20);
            assertEquals(20, session.subject().report().controlRecords(), session::toString);
        }
    }

    @Settings
    void rule7_6_scenario51_oneEmptyRecordMoreIsTooMuch(Setting setting) throws Exception {
        setting.require(Ability.READ_EMPTY_RECORDS);
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(emptyRecords(21));
            session.arrive(closeNotify());
            assertTooMuch(session, twentyRecords());
            assertDiscarded(session, 0, 21);
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
        }
    }

    /**
     * Where a backend may not accept it, it is an error and no end that could be believed. The declaration may outlive
     * the fault: then the record is absorbed.
     */
    @Settings(lacking = Ability.READ_EMPTY_RECORDS)
    void rule4_3_scenario51_anEmptyRecordThatIsNotAcceptedIsNoOrderlyEnd(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(emptyData(), closeNotify());
            try {
                session.subject().bye(SHUT_RDWR);
                assertDiscarded(session, 0, 1);
            } catch (SSLException e) {
                Ends.assertNotOrderly(session.subject().report());
            }
        }
    }

    /** None at all may come then, and none does. */
    @Settings
    void rule7_6_scenario47_aBudgetOfNothingIsEnoughForAPeerThatSaysNothing(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            CloseLimits nothing = CloseLimits.DEFAULT.withDiscardedBytes(0).withDiscardedRecords(0);
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR, nothing));
            assertDiscarded(session, 0, 0);
        }
    }

    private static CloseLimits budget() {
        return CloseLimits.DEFAULT.withDiscardedBytes(BUDGET);
    }

    private static CloseLimits twentyRecords() {
        return CloseLimits.DEFAULT.withDiscardedRecords(20);
    }

    private static PeerMessage[] emptyRecords(int count) {
        return Collections.nCopies(count, emptyData()).toArray(PeerMessage[]::new);
    }

    private static void assertTooMuch(Session session, CloseLimits limits) {
        DiscardLimitException thrown = assertThrows(
                DiscardLimitException.class, () -> session.subject().bye(SHUT_RDWR, limits), session::toString);
        Ends.assertNotOrderly(thrown.report());
    }

    private static void assertDiscarded(Session session, int bytes, int records) {
        CloseReport report = session.subject().report();
        assertEquals(bytes, report.discardedBytes(), report::toString);
        assertEquals(records, report.discardedRecords(), report::toString);
    }
}
