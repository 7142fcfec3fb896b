// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.emptyData;

import java.util.Collections;
import javax.net.ssl.SSLException;
import tls.close.CloseLimits;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.DiscardLimitException;
import tls.close.Progress;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.wire.BackgroundCall;

/** E: application data that comes while we wait for close_notify. */
public abstract class LateDataScenarios {
    private static final int BUDGET = 40_000;

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
