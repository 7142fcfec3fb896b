// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.peer.Messages.emptyData;
import static tls.close.tck.peer.Messages.header;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import tls.close.CloseLimits;
import tls.close.CloseReport.Received;
import tls.close.DiscardLimitException;
import tls.close.Progress;
import tls.close.tck.harness.Refusal;
import tls.close.tck.harness.Role;
import tls.close.tck.harness.Session;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.PeerMessage;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.TlsRecord;

/** Rule 12.4: what a peer announces, or sends without end, costs no more than what was allowed. */
@Tag("admission")
public abstract class HostileInputScenarios {
    private static final int FRAGMENT = 1 << 14;

    /** The body of a record of TLS 1.2 (RFC 5246, section 6.2.3); that of TLS 1.3 is shorter. */
    private static final int LONGEST = FRAGMENT + 2048;

    /** Far more than any honest handshake needs. */
    private static final int MOST_HANDSHAKE_BYTES = 8 << 20;

    /** Nothing follows the header: who waits for the rest waits for ever. */
    @Settings
    void rule12_4_aRecordThatIsAnnouncedTooLongIsRefusedByItsHeader(Setting setting) throws Exception {
        for (int length : new int[] {LONGEST + 1, 0xffff}) {
            try (Session session = setting.connect()) {
                session.peer().send(header(ContentType.APPLICATION_DATA, length));
                assertRefuses(session, session.subject()::readToEnd);
            }
            try (Session session = setting.connect()) {
                session.peer().send(header(ContentType.APPLICATION_DATA, length));
                assertRefuses(session, () -> session.subject().bye(SHUT_RDWR));
            }
        }
    }

    @Settings
    void rule12_4_soIsOneInTheHandshake(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            session.far()
                    .send(ByteBuffer.allocate(5)
                            .put((byte) ContentType.HANDSHAKE.code())
                            .putShort((short) 0x0303)
                            .putShort((short) 0xffff)
                            .array());
            assertRefuses(session, session.subject()::handshake);
        }
    }

    /** A client that speaks another protocol, and waits for an answer in it. */
    @Settings
    void rule12_4_whatIsNoTlsIsRefusedInTheHandshake(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            session.far().send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertRefuses(session, session.subject()::handshake);
        }
    }

    /** 16 MB are announced, and sent for as long as somebody takes them in. */
    @Settings
    void rule12_4_aHandshakeMessageWithoutEndIsRefusedBeforeItIsStored(Setting setting) throws Exception {
        try (Session session = setting.open()) {
            BackgroundCall<?> handshake = BackgroundCall.run(session.subject()::handshake);
            byte[] fragment = new byte[FRAGMENT];
            fragment[0] = (byte) (setting.role() == Role.CLIENT ? 2 : 1); // ServerHello, ClientHello
            fragment[1] = (byte) 0xff;
            int sent = 0;
            while (!handshake.isDone() && sent < 64 * FRAGMENT) {
                session.far().send(TlsRecord.of(ContentType.HANDSHAKE, fragment).bytes());
                sent += FRAGMENT;
                fragment = new byte[FRAGMENT];
                awaitReadOrDone(session, handshake);
            }
            Refusal.assertRefusal(assertThrows(Exception.class, handshake::result));
            assertTrue(sent < 64 * FRAGMENT, "it took " + sent + " bytes");
        }
    }

    /** They are allowed there, but they don't bring the handshake on. No version is agreed on yet. */
    @Settings(versions = TlsVersion.TLS_1_3)
    void rule12_4_warningsWithoutEndAreRefusedInTheHandshake(Setting setting) throws Exception {
        int most = 1 << 18;
        int chunk = 1 << 12;
        byte[] warning = TlsRecord.of(ContentType.ALERT, new byte[] {1, 90}).bytes();
        ByteBuffer warnings = ByteBuffer.allocate(chunk * warning.length);
        while (warnings.hasRemaining()) {
            warnings.put(warning);
        }
        try (Session session = setting.open()) {
            BackgroundCall<?> handshake = BackgroundCall.run(session.subject()::handshake);
            for (int sent = 0; sent < most && !handshake.isDone(); sent += chunk) {
                session.far().send(warnings.array());
                awaitReadOrDone(session, handshake);
            }
            assertTrue(handshake.isDone(), () -> "it took " + most + " warnings");
            Refusal.assertRefusal(assertThrows(Exception.class, handshake::result));
            assertEquals(Received.INVALID, session.subject().report().received());
        }
    }

    /** Records as full as they can be: what is bounded in records only could be a gigabyte. */
    @Settings
    void rule12_4_scenario146_warningsInFullRecordsAreBoundedInBytes(Setting setting) throws Exception {
        assertBoundedInBytes(setting, filled(ContentType.ALERT, (byte) 1, (byte) 90));
    }

    @Settings(roles = Role.CLIENT)
    void rule12_4_scenario146_helloRequestsInFullRecordsAreBoundedInBytes(Setting setting) throws Exception {
        assertBoundedInBytes(setting, filled(ContentType.HANDSHAKE, new byte[4]));
    }

    private static byte[] filled(ContentType type, byte... message) {
        ByteBuffer body = ByteBuffer.allocate(FRAGMENT);
        while (body.hasRemaining()) {
            body.put(message);
        }
        return TlsRecord.of(type, body.array()).bytes();
    }

    private static void assertBoundedInBytes(Setting setting, byte... record) throws Exception {
        try (Session session = setting.open()) {
            BackgroundCall<?> handshake = BackgroundCall.run(session.subject()::handshake);
            int sent = 0;
            while (!handshake.isDone() && sent < MOST_HANDSHAKE_BYTES) {
                session.far().send(record);
                sent += record.length;
                awaitReadOrDone(session, handshake);
            }
            assertTrue(handshake.isDone(), () -> "it took more than " + MOST_HANDSHAKE_BYTES + " bytes");
            Refusal.assertRefusal(assertThrows(Exception.class, handshake::result));
            assertEquals(Received.INVALID, session.subject().report().received());
        }
    }

    /** A backend may refuse them at once; one that doesn't absorbs no more of them than allowed. */
    @Settings
    void rule12_4_emptyRecordsWithoutEndCostNoMoreThanAllowed(Setting setting) throws Exception {
        int most = 300;
        CloseLimits limits = CloseLimits.DEFAULT.withDiscardedRecords(most);
        try (Session session = setting.connect()) {
            BackgroundCall<Progress> bye = session.start(() -> session.subject().bye(SHUT_RDWR, limits));
            session.peer().expectCloseNotify();
            PeerMessage[] hundred = new PeerMessage[100];
            Arrays.fill(hundred, emptyData());
            for (int sent = 0; sent < 10 * most && !bye.isDone(); sent += hundred.length) {
                session.far().send(session.heard().say(hundred));
                awaitReadOrDone(session, bye);
            }
            try {
                bye.result();
                throw new AssertionError("done, without a close_notify");
            } catch (DiscardLimitException e) {
                assertEquals(most + 1, e.report().discardedRecords(), session::toString);
            } catch (SSLException e) {
                assertEquals(Received.INVALID, session.subject().report().received(), session::toString);
            }
        }
    }

    private static void assertRefuses(Session session, BackgroundCall.Action action) throws Exception {
        BackgroundCall<?> call = BackgroundCall.run(action);
        Refusal.assertRefusal(assertThrows(Exception.class, call::result));
        assertEquals(Received.INVALID, session.subject().report().received());
    }

    /** So that no more is sent than is taken in. */
    private static void awaitReadOrDone(Session session, BackgroundCall<?> call) throws IOException {
        Deadline deadline = Deadline.orElse(() -> "What was sent is not read");
        while (session.wire().unread() > 0 && !call.isDone()) {
            deadline.pause();
        }
    }
}
