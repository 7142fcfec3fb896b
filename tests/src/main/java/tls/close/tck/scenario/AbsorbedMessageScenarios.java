// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.peer.Messages.certificateRequest;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.inOneRecord;
import static tls.close.tck.peer.Messages.keyUpdate;
import static tls.close.tck.peer.Messages.keyUpdateRequest;
import static tls.close.tck.peer.Messages.newSessionTicket;
import static tls.close.tck.peer.Messages.plaintext;
import static tls.close.tck.peer.Messages.split;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
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

    @Settings(versions = TlsVersion.TLS_1_3)
    void rule3_3_scenario92_manyKeyUpdatesBeforeCloseNotify(Setting setting) throws Exception {
        setting.require(Ability.ABSORB_MANY_KEY_UPDATES);
        assertAbsorbedByBye(
                setting, MANY, Collections.nCopies(MANY, keyUpdate()).toArray(PeerMessage[]::new));
    }

    @Settings(versions = TlsVersion.TLS_1_3)
    void rule7_6_scenario92_moreKeyUpdatesThanAllowedAreTooMany(Setting setting) throws Exception {
        int most = 20;
        CloseLimits limits = CloseLimits.DEFAULT.withDiscardedRecords(most);
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(Collections.nCopies(most + 1, keyUpdate()).toArray(PeerMessage[]::new));
            session.arrive(closeNotify());
            assertThrows(DiscardLimitException.class, () -> session.subject().bye(SHUT_RDWR, limits));
            Ends.assertNotOrderly(session.subject().report());
        }
    }

    /** Then they are refused, and that is no orderly end. */
    @Settings(versions = TlsVersion.TLS_1_3, lacking = Ability.ABSORB_MANY_KEY_UPDATES)
    void rule4_3_scenario92_keyUpdatesThatAreNotAbsorbedAreNoOrderlyEnd(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(Collections.nCopies(MANY, keyUpdate()).toArray(PeerMessage[]::new));
            session.arrive(closeNotify());
            assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR));
            Ends.assertNotOrderly(session.subject().report());
        }
    }

    /** We don't offer post_handshake_auth: "an unexpected_message fatal alert" (RFC 8446 section 4.6.2). */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule4_3_scenario93_aCertificateRequestAfterTheHandshakeIsRefused(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("before"), certificateRequest(), closeNotify());
            assertEquals("before", session.subject().readText(6));
            assertThrows(SSLException.class, () -> session.subject().readToEnd());
            assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR));
            Ends.assertNotOrderly(session.subject().report());
            Ends.assertClosedOnceAsReported(session);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule4_1_scenario93_aCertificateRequestIsNoEndForBye(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(certificateRequest());
            session.far().finish();
            assertThrows(SSLException.class, () -> session.subject().bye(SHUT_RDWR));
            Ends.assertNotOrderly(session.subject().report());
        }
    }

    /** Whoever owns the transport finds it there: nothing of it is ours any more (rules 2.5, 5.1). */
    @Settings(versions = TlsVersion.TLS_1_3, roles = Role.CLIENT)
    void rule5_1_scenario95_aTicketThatComesAfterWeLetGoStaysInTheTransport(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().write("all of it");
            session.subject().bye(SHUT_WR);
            session.subject().connection().close();
            CloseReport before = session.subject().report();
            byte[] ticket = session.heard().say(newSessionTicket());
            session.far().send(ticket);
            session.wire().awaitUnread(ticket.length);
            assertThrows(
                    ClosedChannelException.class,
                    () -> session.subject().connection().read(ByteBuffer.allocate(1)));
            assertEquals(ticket.length, session.wire().unread());
            assertEquals(before, session.subject().report());
            assertEquals("all of it", session.heardToTheEnd().text());
            assertEquals(1, session.heard().closeNotifies());
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
