// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.inOneRecord;
import static tls.close.tck.peer.Messages.keyUpdate;
import static tls.close.tck.peer.Messages.keyUpdateRequest;
import static tls.close.tck.peer.Messages.newSessionTicket;
import static tls.close.tck.peer.Messages.plaintext;
import static tls.close.tck.peer.Messages.split;

import java.io.IOException;
import java.util.Collections;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.Progress;
import tls.close.tck.harness.Ends;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;

/**
 * K: what TLS 1.3 has to say after the handshake, while we wait for close_notify. Only servers send tickets. All of it
 * is here when {@code bye} is called, so that nothing of it may surface as a call that could not go on.
 */
public abstract class AbsorbedMessageScenarios {
    private static final int MANY = 100;

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule3_3_scenario89_oneTicketBeforeCloseNotify(Setting setting) throws Exception {
        assertAbsorbedByBye(setting, 1, newSessionTicket());
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule3_3_scenario89_twoTicketsBeforeCloseNotify(Setting setting) throws Exception {
        assertAbsorbedByBye(setting, 2, newSessionTicket(), newSessionTicket());
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule3_3_scenario89_manyTicketsBeforeCloseNotify(Setting setting) throws Exception {
        assertAbsorbedByBye(
                setting, MANY, Collections.nCopies(MANY, newSessionTicket()).toArray(PeerMessage[]::new));
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule3_3_scenario89_ticketsAmongDataAreAbsorbedByRead(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(newSessionTicket(), data("da"), newSessionTicket(), data("ta"), closeNotify());
            assertEquals("data", session.subject().readTextToEnd());
            assertEquals(2, session.subject().report().controlRecords(), session::toString);
            assertEquals(0, session.subject().report().discardedRecords(), session::toString);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3)
    void rule3_3_scenario90_closeNotifyUnderANewKey(Setting setting) throws Exception {
        assertAbsorbedByBye(setting, 1, keyUpdate());
    }

    @Settings(versions = TlsVersion.TLS_1_3)
    void rule3_3_scenario90_dataUnderANewKeyIsRead(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("old, "), keyUpdate(), data("new, "), keyUpdate(), data("newer"), closeNotify());
            assertEquals("old, new, newer", session.subject().readTextToEnd());
            assertEquals(2, session.subject().report().controlRecords(), session::toString);
        }
    }

    /** After our close_notify there is no answer: nothing follows that alert (rule 2.1). */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule3_3_scenario91_aRequestForOurNewKeyIsNotAnsweredAfterOurClose(Setting setting) throws Exception {
        assertAbsorbedByBye(setting, 1, keyUpdateRequest());
    }

    /** The answer is due, goes out first, and close_notify follows under our new key. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule2_1_scenario91_aRequestForOurNewKeyIsAnsweredBeforeOurClose(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(keyUpdateRequest(), data("data"));
            assertEquals("data", session.subject().readText(4));
            session.subject().write("answer");
            session.arrive(closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            session.peer().expectData("answer");
            session.peer().expectCloseNotify();
            assertEquals(1, session.heard().keyUpdates(), session::toString);
            Ends.assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule3_3_scenario94_severalTicketsInOneRecord(Setting setting) throws Exception {
        assertAbsorbedByBye(setting, 1, inOneRecord(newSessionTicket(), newSessionTicket(), newSessionTicket()));
    }

    /** A ticket of 53 bytes, in records of 20. */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule3_3_scenario94_oneTicketInSeveralRecords(Setting setting) throws Exception {
        assertAbsorbedByBye(setting, 3, split(newSessionTicket(), 20));
    }

    @Settings(versions = TlsVersion.TLS_1_3)
    void rule3_3_scenario94_allOfItInOneSegment(Setting setting) throws Exception {
        PeerMessage ticket = setting.role() == Role.CLIENT ? newSessionTicket() : keyUpdate();
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(data("12"), ticket, keyUpdate(), data("345"), ticket, closeNotify(), plaintext("220 "));
            assertDoneAtOnce(session);
            CloseReport report = session.subject().report();
            assertEquals(5, report.discardedBytes(), report::toString);
            assertEquals(5, report.discardedRecords(), report::toString);
            assertEquals(3, report.controlRecords(), report::toString);
            assertEquals("220 ", session.readPlaintext(4));
        }
    }

    /** One call of {@code bye} absorbs all, which the report counts, and nothing follows our close_notify. */
    private static void assertAbsorbedByBye(Setting setting, int records, PeerMessage... messages) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(messages);
            session.arrive(closeNotify());
            assertDoneAtOnce(session);
            CloseReport report = session.subject().report();
            assertEquals(0, report.discardedBytes(), report::toString);
            assertEquals(records, report.discardedRecords(), report::toString);
            assertEquals(records, report.controlRecords(), report::toString);
            Ends.assertOrderlyToTheEnd(session, First.LOCAL);
            assertEquals(0, session.heard().keyUpdates(), session::toString);
        }
    }

    private static void assertDoneAtOnce(Session session) throws IOException {
        assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_RDWR), session::toString);
        assertTrue(session.subject().report().transportReusable(), session::toString);
    }
}
