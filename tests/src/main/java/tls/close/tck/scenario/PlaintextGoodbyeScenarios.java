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
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.header;
import static tls.close.tck.peer.Messages.oversizeRecord;
import static tls.close.tck.peer.Messages.raw;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.function.Executable;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.PlaintextException;
import tls.close.Progress;
import tls.close.TlsCloseException;
import tls.close.TlsConnection;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.NearEnd;

/** U: the peer leaves TLS without a word, and goes on in plaintext where its close_notify was due. */
public abstract class PlaintextGoodbyeScenarios {
    /** As many bytes as a close_notify has at least, in the version and cipher suite where that is most. */
    private static final int MOST_TAKEN = 31;

    /** What an FTP client may say after {@code CCC}, and what looks like TLS for one byte. */
    private static final List<byte[]> TEXTS = List.of(
            text("\n"),
            text("A"),
            text("NOOP\r\n"),
            text("QUIT\r\nthis and that\r\n"),
            text("\u0017X marks the spot"),
            text("\u0015\u0002"),
            text("\u0016\u0016\u0016"),
            text("\u0018 MIME"),
            new byte[] {0},
            new byte[] {(byte) 0x80, 0x2e, 1, 3, 1, 0, 0},
            new byte[] {(byte) 0xff, (byte) 0xf4, (byte) 0xff, (byte) 0xf2}); // Telnet's interrupt and synch

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    // It is there when we say goodbye

    @Settings
    void rule4_6_scenario160_byeTellsItApartAndHandsOverWhatItTook(Setting setting) throws Exception {
        for (byte[] text : TEXTS) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.say(raw(text));
                assertWentOn(session, text, () -> session.subject().bye(SHUT_RDWR));
                assertStays(session, text);
            }
        }
    }

    @Settings
    void rule4_6_scenario160_soDoesReadAfterShutWr(Setting setting) throws Exception {
        for (byte[] text : TEXTS) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.subject().bye(SHUT_WR);
                session.say(raw(text));
                assertWentOn(session, text, () -> session.subject().read(ByteBuffer.allocate(100)));
                assertStays(session, text);
            }
        }
    }

    @Settings
    void rule4_6_scenario160_whatWasSaidUnderTlsBeforeIsReadFirst(Setting setting) throws Exception {
        byte[] text = text("NOOP\r\n");
        try (MemorySession session = MemorySession.connect(setting)) {
            session.subject().bye(SHUT_WR);
            session.say(data("200 OK"), raw(text));
            assertEquals("200 OK", session.subject().readText(6));
            assertWentOn(session, text, () -> session.subject().read(ByteBuffer.allocate(100)));
            assertStays(session, text);
        }
        try (MemorySession session = MemorySession.connect(setting)) {
            session.say(data("200 OK"), raw(text));
            assertWentOn(session, text, () -> session.subject().bye(SHUT_RDWR));
            assertEquals(6, session.subject().report().discardedBytes(), session::toString);
            assertStays(session, text);
        }
    }

    /** With one byte for each read it is seen which byte decides: the first that no header can have. */
    @Settings
    void rule4_6_scenario160_nothingIsTakenOnceAByteHasDecided(Setting setting) throws Exception {
        for (byte[] text : TEXTS) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.wire().readAtMost(1);
                session.say(raw(text));
                PlaintextException told = assertThrows(
                        PlaintextException.class, () -> session.subject().bye(SHUT_RDWR));
                assertEquals(deciding(text), told.taken().length, session::toString);
                assertStays(session, text);
            }
        }
    }

    private static int deciding(byte... text) {
        return text[0] >= 20 && text[0] <= 24 ? 2 : 1;
    }

    // It comes while we wait

    /** Whoever blocks must not go on to wait for the rest of a header. */
    @Settings(nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule4_6_scenario160_aWaitEndsWithTheByteThatDecides(Setting setting) throws Exception {
        for (byte[] text : TEXTS) {
            try (Session session = setting.connect()) {
                BackgroundCall<Progress> bye =
                        session.start(() -> session.subject().bye(SHUT_RDWR));
                session.peer().expectCloseNotify();
                session.peer().sendOneByOne(raw(text));
                assertWentOn(session, text, assertThrows(PlaintextException.class, bye::result));
            }
            try (Session session = setting.connect()) {
                session.subject().bye(SHUT_WR);
                BackgroundCall<Integer> read =
                        session.start(() -> session.subject().read(ByteBuffer.allocate(100)));
                session.peer().expectCloseNotify();
                session.peer().send(raw(text));
                assertWentOn(session, text, assertThrows(PlaintextException.class, read::result));
            }
        }
    }

    @Settings(nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule4_6_scenario160_aCallIsTakenUpAgainAtEachByte(Setting setting) throws Exception {
        for (byte[] text : TEXTS) {
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                for (int i = 0; i < deciding(text); i++) {
                    assertEquals(Progress.WANT_READ, connection.bye(SHUT_RDWR));
                    session.say(raw(text[i]));
                }
                byte[] decided = Arrays.copyOf(text, deciding(text));
                assertWentOn(session, decided, () -> connection.bye(SHUT_RDWR));
                assertStays(session, decided);
            }
        }
    }

    @Settings
    void rule4_6_scenario160_overTcpTheRestIsTheCallersToRead(Setting setting) throws Exception {
        for (byte[] text : TEXTS) {
            try (Session session = setting.connect()) {
                session.arrive(raw(text));
                assertWentOn(
                        session,
                        text,
                        assertThrows(
                                PlaintextException.class,
                                () -> session.subject().bye(SHUT_RDWR)));
            }
        }
    }

    /** All that the peer has sent is what was handed over and what is still there to be read. */
    private static void assertWentOn(Session session, byte[] text, PlaintextException told) throws IOException {
        byte[] taken = told.taken();
        assertTrue(taken.length >= deciding(text) && taken.length <= MOST_TAKEN, session::toString);
        session.wire().awaitUnread(text.length - taken.length);
        session.subject().connection().close();
        String rest = session.readPlaintext(text.length - taken.length);
        assertEquals(
                new String(text, StandardCharsets.ISO_8859_1)
                        .substring(taken.length)
                        .replaceAll("[^\\x00-\\x7f]", "?"),
                rest.replaceAll("[^\\x00-\\x7f]", "?"));
        assertArrayEquals(Arrays.copyOf(text, taken.length), taken);
        assertReported(session.subject().report());
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heardToTheEnd().alerts(), session::toString);
    }

    private static void assertWentOn(MemorySession session, byte[] text, Executable call) throws IOException {
        PlaintextException told = assertThrows(PlaintextException.class, call, session::toString);
        assertTrue(told.taken().length <= MOST_TAKEN, session::toString);
        assertArrayEquals(text, whole(told, session), session::toString);
        assertEquals(Received.PLAINTEXT, told.report().received());
    }

    private static byte[] whole(PlaintextException told, MemorySession session) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(told.taken());
        whole.writeBytes(session.wire().unread());
        return whole.toByteArray();
    }

    /** Every later call says the same and takes nothing; the peer has heard one close_notify and nothing behind it. */
    private static void assertStays(MemorySession session, byte[] text) throws IOException {
        int unread = session.wire().unread().length;
        assertReported(session.subject().report());
        for (Executable again : List.<Executable>of(
                () -> session.subject().bye(SHUT_RDWR),
                () -> session.subject().read(ByteBuffer.allocate(100)),
                () -> session.subject().bye(SHUT_RDWR))) {
            assertWentOn(session, text, again);
            assertEquals(unread, session.wire().unread().length);
        }
        assertEquals(Progress.DONE, session.subject().bye(SHUT_WR));
        session.subject().connection().close();
        assertEquals(unread, session.wire().unread().length);
        assertReported(session.subject().report());
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
        assertEquals(0, session.heard().surplus().length, session::toString);
    }

    private static void assertReported(CloseReport report) {
        assertEquals(Received.PLAINTEXT, report.received(), report::toString);
        assertEquals(Sent.CLOSE_NOTIFY, report.sent(), report::toString);
        assertNotOrderly(report);
    }

    // What it is not

    /** Nobody had asked for an end: it is an attack or a mistake, and nobody is handed the bytes. */
    @Settings
    void rule4_3_scenario160_beforeAnyCloseItIsRefused(Setting setting) throws Exception {
        for (byte[] text : TEXTS) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.say(raw(text));
                assertRefused(session, () -> session.subject().read(ByteBuffer.allocate(100)));
                assertRefused(session, () -> session.subject().bye(SHUT_WR));
                assertRefused(session, () -> session.subject().bye(SHUT_RDWR));
                assertEquals(Sent.FATAL_ALERT, session.subject().report().sent(), session::toString);
            }
        }
    }

    /** What could be a header is a record, if one that nobody may send. */
    @Settings
    void rule4_3_scenario160_anOversizeRecordIsNoPlaintext(Setting setting) throws Exception {
        for (PeerMessage oversize :
                List.of(oversizeRecord(), header(ContentType.APPLICATION_DATA, 0xffff), raw(text("\u0016\u0003ext")))) {
            try (MemorySession session = MemorySession.connect(setting)) {
                session.say(oversize);
                assertRefused(session, () -> session.subject().bye(SHUT_RDWR));
                assertRefused(session, () -> session.subject().read(ByteBuffer.allocate(1)));
            }
            try (MemorySession session = MemorySession.connect(setting)) {
                session.subject().bye(SHUT_WR);
                session.say(oversize);
                assertRefused(session, () -> session.subject().read(ByteBuffer.allocate(1)));
                assertRefused(session, () -> session.subject().bye(SHUT_RDWR));
            }
        }
    }

    private static void assertRefused(MemorySession session, Executable call) {
        SSLException thrown = assertThrows(SSLException.class, call, session::toString);
        assertFalse(thrown instanceof TlsCloseException, thrown::toString);
        assertEquals(Received.INVALID, session.subject().report().received(), session::toString);
        assertNotOrderly(session.subject().report());
    }
}
