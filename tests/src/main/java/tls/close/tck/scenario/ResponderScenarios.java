// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertOrderlyToTheEnd;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.plaintext;

import java.nio.ByteBuffer;
import tls.close.CloseReport.First;
import tls.close.Progress;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.wire.BackgroundCall;

/** B: the peer closes first. */
public abstract class ResponderScenarios {

    @Settings
    void rule3_4_scenario11_afterThePeersCloseNotifyWasReadByeOnlySends(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            assertEquals("", session.subject().readTextToEnd());
            assertFalse(session.subject().connection().isInputOpen());
            // A single call, while nobody acts as the peer: there is nothing to wait for.
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.assertCarriesPlaintext();
            assertOrderlyToTheEnd(session, First.PEER);
        }
    }

    @Settings
    void rule3_4_scenario12_aCloseNotifyInTheTransportsBufferIsFoundByBye(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            assertTrue(session.subject().connection().isInputOpen(), "nobody has read it yet");
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_RDWR));
            assertEquals(0, session.wire().unread());
            session.peer().expectCloseNotify();
            session.assertCarriesPlaintext();
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    /** Some backends answer by themselves, in TLS 1.2 or always; the peer must not be able to tell. */
    @Settings
    void rule3_5_scenario13_whatTheBackendAnsweredIsNotSaidAgain(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            assertEquals("", session.subject().readTextToEnd());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
            session.peer().expectCloseNotify();
            assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertOrderlyToTheEnd(session, First.PEER);
        }
    }

    @Settings
    void rule2_1_scenario14_thePeersCloseNotifyLeavesOurOutputOpen(Setting setting) throws Exception {
        setting.require(Ability.WRITE_AFTER_PEER_CLOSE);
        try (Session session = setting.connect()) {
            session.arrive(closeNotify());
            assertEquals("", session.subject().readTextToEnd());
            assertTrue(session.subject().connection().isOutputOpen());
            session.subject().write("more");
            session.peer().expectData("more");
            assertEquals(0, session.heard().closeNotifies(), session::toString);
            assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
            session.peer().expectCloseNotify();
            assertOrderlyToTheEnd(session, First.PEER);
        }
    }

    @Settings
    void rule2_1_scenario15_muchCanBeSentAfterThePeersHalfClose(Setting setting) throws Exception {
        setting.require(Ability.WRITE_AFTER_PEER_CLOSE);
        byte[] much = new byte[1 << 20];
        for (int i = 0; i < much.length; i++) {
            much[i] = (byte) ((i * 31) >> 8);
        }
        try (Session session = setting.connect()) {
            session.arrive(data("request"), closeNotify());
            assertEquals("request", session.subject().readTextToEnd());
            BackgroundCall<Progress> answer = session.start(() -> {
                session.subject().write(much);
                return session.subject().bye(SHUT_RDWR);
            });
            session.peer().expectData(much);
            session.peer().expectCloseNotify();
            assertEquals(Progress.DONE, answer.result());
            session.assertCarriesPlaintext();
            assertOrderlyToTheEnd(session, First.PEER);
        }
    }

    /** After the first, whatever comes is no longer TLS (RFC 5246 section 7.2.1, RFC 8446 section 6.1). */
    @Settings
    void rule5_2_scenario16_aSecondCloseNotifyStaysInTheTransport(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            byte[] second = session.heard().say(closeNotify(), closeNotify());
            int length = second.length / 2;
            session.far().send(second);
            session.wire().awaitUnread(2 * length);
            assertEquals("", session.subject().readTextToEnd());
            assertEquals(length, session.wire().unread());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals(length, session.wire().unread());
            session.peer().expectCloseNotify();
            assertOrderlyToTheEnd(session, First.PEER);
        }
    }

    @Settings
    void rule5_2_scenario17_bytesAfterCloseNotifyStayInTheTransport(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("last"), closeNotify(), plaintext("220 ready\r\n"));
            assertEquals("last", session.subject().readTextToEnd());
            assertEquals(11, session.wire().unread());
            assertEquals(-1, session.subject().read(ByteBuffer.allocate(100)), "and asking again takes none either");
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals("220 ready\r\n", session.readPlaintext(11));
            session.peer().expectCloseNotify();
            session.assertCarriesPlaintext();
            assertOrderlyToTheEnd(session, First.PEER);
        }
    }

    @Settings
    void rule3_2_scenario18_dataThatWasNotReadYetIsDiscardedAndCounted(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("un"), data("read"), closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals(6, session.subject().report().discardedBytes(), session::toString);
            assertEquals(2, session.subject().report().discardedRecords(), session::toString);
            session.peer().expectCloseNotify();
            session.assertCarriesPlaintext();
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings
    void rule3_2_scenario18_theUnreadRestOfARecordIsDiscardedAndCounted(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.arrive(data("half read"), closeNotify());
            assertEquals("half", session.subject().readText(4));
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            assertEquals(5, session.subject().report().discardedBytes(), session::toString);
            session.peer().expectCloseNotify();
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings
    void rule2_3_scenario18_shutWrLosesNothingThatThePeerSentBefore(Setting setting) throws Exception {
        byte[] last = new byte[40_000];
        last[last.length - 1] = 1;
        try (Session session = setting.connect()) {
            session.arrive(data(last), closeNotify());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
            assertArrayEquals(last, session.subject().readToEnd());
            session.peer().expectCloseNotify();
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }
}
