// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.CloseRequest.SHUT_RDWR;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.keyUpdateRequest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import tls.close.CloseLimits;
import tls.close.CloseReport.Sent;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.harness.EngineSession;
import tls.close.tck.harness.MemorySession;
import tls.close.tck.harness.Setting;
import tls.close.tck.harness.Settings;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;
import tls.close.tck.wire.NearEnd;

/**
 * S: a peer of TLS 1.3 asks for key updates, and takes the answers or doesn't. Each answer is owed (RFC 8446 section
 * 4.6.3), so that whoever reads on while one cannot leave collects them without end.
 */
public abstract class KeyUpdateScenarios {
    private static final int MANY = 500;

    /** Header and tag with what TLS 1.3 puts between, and some room: a KeyUpdate is five bytes. */
    private static final int MOST_OF_AN_ANSWER = 100;

    private static final int FRAGMENT = 1 << 14;

    // Nothing takes the answer

    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_6_scenario144_nothingIsReadWhileAnAnswerIsUnsent(Setting setting) throws Exception {
        if (!answersAtOnce(setting)) {
            assertAnswersWithItsNextData(setting);
            return;
        }
        for (int accepted : new int[] {0, 1, 5, 6}) {
            try (MemorySession session = MemorySession.connect(setting)) {
                TlsConnection connection = session.subject().connection();
                session.wire().acceptOnly(accepted);
                int first = session.say(keyUpdateRequest());
                int rest = session.say(keyUpdateRequest(), data("between"), keyUpdateRequest(), data("the end"));
                for (int i = 0; i < 3; i++) {
                    assertEquals(0, connection.read(ByteBuffer.allocate(100)));
                    assertEquals(rest, session.wire().unread().length, "read beyond the first " + first);
                    assertTrue((connection.interestOps() & SelectionKey.OP_WRITE) != 0, session::toString);
                }
                session.wire().acceptAll();
                assertEquals("between", session.subject().readText(7));
                assertEquals("the end", session.subject().readText(7));
                assertEquals(0, connection.read(ByteBuffer.allocate(100)));
                assertEquals(SelectionKey.OP_READ, connection.interestOps());
                assertEquals(3, session.heard().keyUpdates());
                assertSpeaks(session);
            }
        }
    }

    /** However often the application tries. */
    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_6_scenario144_aFloodCostsNoMemory(Setting setting) throws Exception {
        if (!answersAtOnce(setting)) {
            assertAnswersWithItsNextData(setting);
            return;
        }
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().acceptOnly(0);
            session.say(keyUpdateRequest());
            assertEquals(0, session.subject().connection().read(ByteBuffer.allocate(100)));
            int flood = 0;
            for (int i = 0; i < MANY; i++) {
                flood += session.say(keyUpdateRequest());
                assertEquals(0, session.subject().connection().read(ByteBuffer.allocate(100)));
            }
            assertEquals(flood, session.wire().unread().length);
            session.wire().acceptAll();
            session.say(data("after the flood"));
            assertEquals("after the flood", readOn(session, 15));
            assertTrue(session.heard().keyUpdates() <= MANY + 1, session::toString);
            assertSpeaks(session);
        }
    }

    /** One call may stop between them (rule 6.5). */
    private static String readOn(MemorySession session, int length) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(length);
        Deadline deadline = Deadline.orElse(() -> "it does not read on: " + session);
        while (data.hasRemaining()) {
            deadline.remaining();
            session.subject().connection().read(data);
        }
        return new String(data.array(), StandardCharsets.US_ASCII);
    }

    /** The end of such a connection: what is still owed is no longer answered behind a close_notify. */
    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void rule6_6_scenario144_byeEndsAFloodThatNobodyAnswers(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            TlsConnection connection = session.subject().connection();
            session.wire().acceptOnly(0);
            session.say(keyUpdateRequest(), keyUpdateRequest());
            assertEquals(0, connection.read(ByteBuffer.allocate(100)));
            session.say(keyUpdateRequest(), data("late"), closeNotify());
            assertEquals(Progress.WANT_WRITE, connection.bye(SHUT_RDWR));
            assertEquals(0, session.wire().unread().length, "rule 7.9");
            session.wire().acceptAll();
            assertEquals(Progress.DONE, connection.bye(SHUT_RDWR));
            assertEquals(List.of(Alert.CLOSE_NOTIFY), session.heard().alerts());
            assertTrue(session.heard().keyUpdates() <= 1, session::toString);
            assertTrue(session.subject().report().transportReusable(), session::toString);
        }
    }

    // The reader is in the transport with it

    @Settings(
            versions = TlsVersion.TLS_1_3,
            nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule6_6_scenario144_aReaderThatBlocksReadsOnWhenTheAnswerIsOut(Setting setting) throws Exception {
        if (!answersAtOnce(setting)) {
            assertAnswersWithItsNextData(setting);
            return;
        }
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().acceptOnly(0);
            session.say(keyUpdateRequest());
            int rest = session.say(keyUpdateRequest(), data("the end"));
            BackgroundCall<String> reader =
                    BackgroundCall.call(() -> session.subject().readText(7));
            awaitWriteCalls(session, 1);
            assertEquals(rest, session.wire().unread().length);
            assertFalse(reader.isDone());
            session.wire().acceptAll();
            assertEquals("the end", reader.result());
            assertEquals(2, session.heard().keyUpdates());
            assertSpeaks(session);
        }
    }

    // Somebody else is in the transport

    /** In its own way: where the backend locks out its reader itself, only the transport can let it go. */
    @Settings(
            versions = TlsVersion.TLS_1_3,
            nearEnds = {NearEnd.SOCKET, NearEnd.BLOCKING_CHANNEL})
    void rule6_6_scenario144_aReaderBehindAStuckWriterEndsWithIt(Setting setting) throws Exception {
        if (!answersAtOnce(setting)) {
            assertAnswersWithItsNextData(setting);
            return;
        }
        byte[] much = much();
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().acceptOnly(100);
            BackgroundCall<?> writer =
                    BackgroundCall.run(() -> session.subject().write(much));
            awaitWritten(session, 100);
            session.say(keyUpdateRequest());
            int rest = session.say(keyUpdateRequest(), data("the end"));
            BackgroundCall<String> reader =
                    BackgroundCall.call(() -> session.subject().readText(7));
            awaitUnread(session, rest);
            awaitWaiting(reader);
            assertEquals(rest, session.wire().unread().length, "read on behind a writer that is stuck");
            session.wire().acceptAll();
            writer.result();
            assertEquals("the end", reader.result());
            assertArrayEquals(much, session.heard().data());
            assertNotEquals(0, session.heard().keyUpdates());
            assertSpeaks(session);
        }
    }

    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule6_6_scenario144_aReaderBehindAStuckWriterEndsWithClose(Setting setting) throws Exception {
        if (!answersAtOnce(setting)) {
            assertAnswersWithItsNextData(setting);
            return;
        }
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().acceptOnly(100);
            BackgroundCall<?> writer =
                    BackgroundCall.run(() -> session.subject().write(much()));
            awaitWritten(session, 100);
            session.say(keyUpdateRequest());
            int rest = session.say(keyUpdateRequest(), data("the end"));
            BackgroundCall<String> reader =
                    BackgroundCall.call(() -> session.subject().readText(7));
            awaitUnread(session, rest);
            awaitWaiting(reader);
            BackgroundCall.run(() -> session.subject()
                            .connection()
                            .close(CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(100))))
                    .result();
            assertThrows(ClosedChannelException.class, reader::result);
            assertFalse(writer.isDone());
            assertTrue(session.wire().near().isOpen(), "the transport is the caller's");
            assertEquals(Sent.FAILED, session.subject().report().sent(), session::toString);
            assertEquals(rest, session.wire().unread().length);
            session.wire().near().close();
            assertThrows(IOException.class, writer::result);
        }
    }

    /** A write of many records is no reason for the reader to wait until its end. */
    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.BLOCKING_CHANNEL)
    void rule6_6_scenario144_aLongWriteTakesTheAnswerOutBetweenTwoRecords(Setting setting) throws Exception {
        if (!answersAtOnce(setting)) {
            assertAnswersWithItsNextData(setting);
            return;
        }
        byte[] much = much();
        try (MemorySession session = MemorySession.connect(setting)) {
            session.wire().acceptOnly(100);
            BackgroundCall<?> writer =
                    BackgroundCall.run(() -> session.subject().write(much));
            awaitWritten(session, 100);
            session.say(keyUpdateRequest(), data("meanwhile"));
            BackgroundCall<String> reader =
                    BackgroundCall.call(() -> session.subject().readText(9));
            awaitWaiting(reader);
            session.wire().acceptOnly(FRAGMENT + 2000); // The rest of this record, the answer, the begin of the next.
            assertEquals("meanwhile", reader.result());
            assertFalse(writer.isDone());
            session.wire().acceptAll();
            writer.result();
            assertArrayEquals(much, session.heard().data());
            assertEquals(1, session.heard().keyUpdates());
            assertSpeaks(session);
        }
    }

    // A backend that answers later

    /** Asks the bare engine. The answer may wait for the next data (RFC 8446 section 4.6.3), and then it is one. */
    private static boolean answersAtOnce(Setting setting) throws IOException {
        EngineSession bare = EngineSession.connect(setting);
        bare.hear(keyUpdateRequest());
        return bare.engine().getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
    }

    /** However many requests there were, so that there is no queue. */
    private static void assertAnswersWithItsNextData(Setting setting) throws Exception {
        try (MemorySession session = MemorySession.connect(setting)) {
            for (int i = 0; i < MANY; i++) {
                session.say(keyUpdateRequest(), keyUpdateRequest(), data("!"));
                assertEquals("!", session.subject().readText(1));
            }
            assertEquals(0, session.wire().written().length);
            session.subject().write("!");
            assertTrue(session.wire().written().length <= 2 * MOST_OF_AN_ANSWER, session::toString);
            assertEquals("!", session.heard().text());
            assertEquals(1, session.heard().keyUpdates());
            assertSpeaks(session);
        }
    }

    // Where it stands

    private static byte[] much() {
        byte[] much = new byte[8 * FRAGMENT];
        new Random(144).nextBytes(much);
        return much;
    }

    private static void awaitWritten(MemorySession session, int bytes) {
        Deadline deadline = Deadline.orElse(() -> "less was written than " + bytes + ": " + session);
        while (session.wire().written().length < bytes) {
            deadline.pause();
        }
    }

    private static void awaitWriteCalls(MemorySession session, int calls) {
        Deadline deadline = Deadline.orElse(() -> "nobody writes: " + session);
        while (session.wire().writeCalls() < calls) {
            deadline.pause();
        }
    }

    private static void awaitUnread(MemorySession session, int bytes) {
        Deadline deadline = Deadline.orElse(() -> "nobody reads: " + session);
        while (session.wire().unread().length > bytes) {
            deadline.pause();
        }
    }

    /** For a lock or for the transport: either way it does not go on by itself. */
    private static void awaitWaiting(BackgroundCall<?> call) {
        Deadline deadline =
                Deadline.orElse(() -> "it does not wait: " + call.thread().getState());
        while (call.thread().getState() != Thread.State.WAITING) {
            deadline.pause();
        }
    }

    /** Both ways, under the keys that are in force now. */
    private static void assertSpeaks(MemorySession session) throws IOException {
        int before = session.heard().data().length;
        session.subject().write("still here");
        byte[] all = session.heard().data();
        assertEquals("still here", new String(all, before, all.length - before, StandardCharsets.US_ASCII));
        session.say(data("and so am I"), closeNotify());
        assertEquals("and so am I", session.subject().readTextToEnd());
        assertTrue(session.heard().failure().isEmpty(), session::toString);
    }

    // A framework's own loop

    /** It wraps whenever it is told to, and never has more than one answer to send. */
    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void ruleE10_scenario144_aLoopThatWrapsWhenToldToHasOneAnswerAtATime(Setting setting) throws Exception {
        if (!answersAtOnce(setting)) {
            assertAnswersWithItsNextData(setting);
            return;
        }
        EngineSession session = EngineSession.connect(setting);
        int answers = 0;
        for (int i = 0; i < MANY; i++) {
            session.hear(keyUpdateRequest());
            byte[] answer = session.end().take();
            assertTrue(answer.length <= MOST_OF_AN_ANSWER, "an answer of " + answer.length + " bytes to request " + i);
            assertNotEquals(HandshakeStatus.NEED_WRAP, session.engine().getHandshakeStatus());
            answers += answer.length > 0 ? 1 : 0;
            session.peer().offer(answer);
        }
        assertEquals(MANY, answers);
        assertEquals(MANY, session.peer().keyUpdates());
        assertSpeaks(session);
    }

    /** One that can wrap again only after many requests have come: it shows after the first, and stops reading. */
    @Settings(versions = TlsVersion.TLS_1_3, nearEnds = NearEnd.NON_BLOCKING_CHANNEL)
    void ruleE10_scenario144_anAnswerThatIsOwedShowsAfterTheFirstRequest(Setting setting) throws Exception {
        if (!answersAtOnce(setting)) {
            assertAnswersWithItsNextData(setting);
            return;
        }
        EngineSession session = EngineSession.connect(setting);
        session.hear(keyUpdateRequest(), keyUpdateRequest(), data("after them"));
        assertEquals(HandshakeStatus.NEED_WRAP, session.engine().getHandshakeStatus());
        assertEquals("", session.end().text(), "it was read on");
        assertTrue(session.end().takeOne().length <= MOST_OF_AN_ANSWER);
        session.end().offer();
        session.end().take();
        session.end().offer();
        assertEquals("after them", session.end().text());
    }

    private static void assertSpeaks(EngineSession session) throws IOException {
        session.peer().offer(session.end().write("still here"));
        assertEquals("still here", session.peer().text());
        session.hear(data("and so am I"));
        assertEquals("and so am I", session.end().text());
        assertTrue(session.peer().failure().isEmpty(), session::toString);
    }
}
