// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.CloseRequest.SHUT_WR;
import static tls.close.tck.harness.Ends.assertNotOrderly;
import static tls.close.tck.harness.Ends.assertOrderly;
import static tls.close.tck.harness.Ends.assertOrderlyToTheEnd;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.keyUpdateRequest;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TruncationException;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;

/** C: one side is closed, the other goes on. */
public abstract class HalfCloseScenarios {

    @Settings
    void rule2_3_scenario19_shutWrAndReadingToTheEndIsAnOrderlyEnd(Setting setting) throws Exception {
        byte[] much = new byte[200_000];
        much[much.length - 1] = 1;
        try (Session session = setting.connect()) {
            assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
            session.peer().expectCloseNotify();
            BackgroundCall<byte[]> reader = session.start(session.subject()::readToEnd);
            session.peer().send(data(much), closeNotify());
            assertArrayEquals(much, reader.result());
            assertFalse(session.subject().connection().isInputOpen());
            assertOrderly(session, First.LOCAL);
            assertEquals(0, session.subject().report().discardedBytes(), session::toString);
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_RDWR), "nothing is left to do");
            session.assertCarriesPlaintext();
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings
    void rule4_1_scenario20_shutWrAndTheEndOfTheTransportIsATruncation(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.peer().expectCloseNotify();
            session.peer().send(data("part"));
            session.far().finish();
            assertEquals("part", session.subject().readText(4));
            assertThrows(TruncationException.class, () -> session.subject().read(ByteBuffer.allocate(1)));
            assertThrows(TruncationException.class, () -> session.subject().read(ByteBuffer.allocate(1)), "still");
            assertThrows(TruncationException.class, () -> session.subject().bye(SHUT_RDWR));
            assertEquals(Received.CUT_AT_BOUNDARY, session.subject().report().received());
            assertNotOrderly(session.subject().report());
            assertEquals(1, session.heardToTheEnd().alerts().size(), session::toString);
        }
    }

    /** A peer that answers at once, as RFC 5246 section 7.2.1 asks; RFC 8446 only allows it. */
    @Settings
    void rule2_1_scenario21_aPeerThatAnswersAtOnceHasHeardEverything(Setting setting) throws Exception {
        byte[] much = new byte[200_000];
        much[much.length - 1] = 1;
        try (Session session = setting.connect()) {
            BackgroundCall<byte[]> reader = session.start(() -> {
                session.subject().write(much);
                session.subject().bye(SHUT_WR);
                return session.subject().readToEnd();
            });
            session.peer().expectCloseNotify();
            session.peer().send(closeNotify());
            assertEquals(0, reader.result().length);
            session.peer().expectData(much);
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    @Settings
    void rule2_2_scenario22_afterShutWrWritingFailsAndNothingIsSent(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().write("before");
            session.subject().bye(SHUT_WR);
            assertWritingFails(session);
            session.arrive(closeNotify());
            assertEquals("", session.subject().readTextToEnd());
            assertWritingFails(session);
            assertOrderlyToTheEnd(session, First.LOCAL);
            assertEquals("before", session.heard().text());
        }
    }

    @Settings
    void rule2_4_scenario23_aSecondShutWrSendsNothing(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_WR));
            session.arrive(closeNotify());
            assertEquals("", session.subject().readTextToEnd());
            assertEquals(Progress.DONE, session.subject().connection().bye(SHUT_WR));
            assertOrderlyToTheEnd(session, First.LOCAL);
        }
    }

    /** An answer would follow our close_notify, where the peer may expect plaintext. There are none in TLS 1.2. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule2_2_scenario24_aKeyUpdateRequestAfterShutWrIsNotAnswered(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            session.subject().bye(SHUT_WR);
            session.arrive(keyUpdateRequest(), data("under the new key"), closeNotify());
            assertEquals("under the new key", session.subject().readTextToEnd());
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            session.peer().expectCloseNotify();
            session.assertCarriesPlaintext();
            assertOrderlyToTheEnd(session, First.LOCAL);
            assertEquals(0, session.heard().keyUpdates());
        }
    }

    /** The complement of scenario 14: exactly where the backend has declared that it cannot. */
    @Settings(lacking = Ability.WRITE_AFTER_PEER_CLOSE)
    void rule2_2_scenario25_aBackendThatClosedItsOutputSaysSo(Setting setting) throws Exception {
        try (Session session = setting.connect()) {
            assertTrue(session.subject().connection().isOutputOpen());
            session.arrive(closeNotify());
            assertEquals("", session.subject().readTextToEnd());
            assertFalse(session.subject().connection().isOutputOpen());
            assertWritingFails(session);
            session.peer().expectCloseNotify();
            assertOrderly(session, First.PEER);
            assertEquals(Progress.DONE, session.subject().bye(SHUT_RDWR));
            session.assertCarriesPlaintext();
            assertOrderlyToTheEnd(session, First.PEER);
            assertEquals(0, session.heard().data().length, session::toString);
        }
    }

    /** In every way to write; that nothing reached the wire is seen at its end. */
    private static void assertWritingFails(Session session) {
        TlsConnection connection = session.subject().connection();
        assertFalse(connection.isOutputOpen());
        ByteBuffer data = ByteBuffer.allocate(1);
        assertThrows(ClosedChannelException.class, () -> connection.write(data));
        assertEquals(1, data.remaining(), "taken from a buffer that was refused");
        assertThrows(ClosedChannelException.class, () -> connection.write(ByteBuffer.allocate(0)));
        assertThrows(
                ClosedChannelException.class, () -> connection.outputStream().write(1));
    }
}
