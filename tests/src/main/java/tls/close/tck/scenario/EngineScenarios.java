// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.damaged;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.plaintext;
import static tls.close.tck.peer.Messages.unprotected;
import static tls.close.tck.peer.Messages.userCanceled;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Tag;
import tls.close.tck.harness.EngineEnd;
import tls.close.tck.harness.EnginePair;
import tls.close.tck.harness.EngineSession;
import tls.close.tck.harness.EngineSettings;
import tls.close.tck.harness.Setting;
import tls.close.tck.peer.Alert;
import tls.close.tck.peer.AlertDescription;
import tls.close.tck.peer.PeerMessage;

/** The engine contract after the handshake, E1 to E6. {@link EngineEnd} checks E2 in all of them. */
@Tag("engine")
public abstract class EngineScenarios {

    @EngineSettings
    void ruleE1_closeOutboundLeavesTheInboundSideOpen(Setting setting) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        session.engine().closeOutbound();
        session.speak();
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.peer().alerts());
        assertTrue(session.engine().isOutboundDone(), "isOutboundDone() is false");
        assertFalse(session.engine().isInboundDone(), "isInboundDone() is true");
        session.hear(data("late "), data("data"));
        assertEquals("late data", session.end().text());
        assertFalse(session.engine().isInboundDone(), "isInboundDone() is true");
        session.hear(closeNotify());
        assertTrue(session.engine().isInboundDone(), "isInboundDone() is false");
        session.speak();
        assertEquals(1, session.peer().closeNotifies());
    }

    @EngineSettings
    void ruleE1_dataThatComesBeforeOurAlertIsWrappedIsNotLost(Setting setting) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        session.engine().closeOutbound();
        session.hear(data("late"));
        session.speak();
        session.hear(closeNotify());
        assertEquals("late", session.end().text());
        assertTrue(session.engine().isInboundDone(), "isInboundDone() is false");
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.peer().alerts());
    }

    @EngineSettings
    void ruleE1_twoEnginesEndEachOther(Setting setting) throws Exception {
        EnginePair pair = EnginePair.connect(setting);
        byte[] late = pair.peer().write("late");
        pair.subject().engine().closeOutbound();
        pair.peer().offer(pair.subject().take());
        assertTrue(pair.peer().engine().isInboundDone(), "isInboundDone() is false");
        pair.peer().engine().closeOutbound();
        pair.subject().offer(late);
        assertFalse(pair.subject().engine().isInboundDone(), "isInboundDone() is true");
        pair.subject().offer(pair.peer().take());
        assertEquals("late", pair.subject().text());
        assertTrue(pair.subject().engine().isInboundDone(), "isInboundDone() is false");
        assertTrue(pair.subject().engine().isOutboundDone(), "isOutboundDone() is false");
        assertTrue(pair.peer().engine().isOutboundDone(), "isOutboundDone() is false");
    }

    @EngineSettings
    void ruleE2_unwrapSaysClosedOnlyAfterThePeersCloseNotify(Setting setting) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        session.engine().closeOutbound();
        session.speak();
        assertEquals(Status.BUFFER_UNDERFLOW, session.end().unwrap().getStatus());
        byte[] late = session.peer().say(data("late"));
        assertEquals(
                Status.BUFFER_UNDERFLOW,
                session.end().unwrap(Arrays.copyOf(late, 7)).getStatus());
        assertEquals(Status.OK, session.end().unwrap(late).getStatus());
        byte[] closeNotify = session.peer().say(closeNotify());
        assertEquals(Status.CLOSED, session.end().unwrap(closeNotify).getStatus());
        assertTrue(session.engine().isInboundDone(), "isInboundDone() is false");
        assertEquals(Status.CLOSED, session.end().unwrap().getStatus());
    }

    @EngineSettings
    void ruleE3_nothingThatIsHarmlessEndsTheInboundSide(Setting setting) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        session.hear(data("data"), userCanceled());
        assertFalse(session.engine().isInboundDone(), "isInboundDone() is true");
        session.hear(data(" goes on"));
        assertEquals("data goes on", session.end().text());
        session.hear(closeNotify());
        assertTrue(session.engine().isInboundDone(), "isInboundDone() is false");
    }

    @EngineSettings
    void ruleE3_noPrefixOfACloseNotifyIsTheEnd(Setting setting) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        session.engine().closeOutbound();
        session.speak();
        byte[] closeNotify = session.peer().say(closeNotify());
        for (int length = 0; length < closeNotify.length; length++) {
            SSLEngineResult result = session.end().unwrap(Arrays.copyOf(closeNotify, length));
            assertEquals(Status.BUFFER_UNDERFLOW, result.getStatus(), "of " + length + " bytes");
            assertFalse(session.engine().isInboundDone(), "after " + length + " bytes");
        }
        session.end().unwrap(closeNotify);
        assertTrue(session.engine().isInboundDone(), "isInboundDone() is false");
    }

    @EngineSettings
    void ruleE3_anUnauthenticatedCloseNotifyIsAnError(Setting setting) throws Exception {
        assertFatal(setting, unprotected(closeNotify()));
        assertFatal(setting, damaged(closeNotify()));
    }

    @EngineSettings
    void ruleE3_aFatalAlertIsAFatalEnd(Setting setting) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        assertThrows(SSLException.class, () -> session.hear(fatal(AlertDescription.ACCESS_DENIED)));
        session.speak();
        assertTrue(session.engine().isInboundDone(), "isInboundDone() is false");
        assertTrue(session.engine().isOutboundDone(), "isOutboundDone() is false");
        assertEquals(List.of(), session.peer().alerts(), "a fatal alert is not answered");
    }

    @EngineSettings
    void ruleE4_closeInboundBeforeThePeersCloseNotifyIsAnError(Setting setting) throws Exception {
        EngineSession open = EngineSession.connect(setting);
        open.hear(data("data"));
        assertThrows(SSLException.class, open.engine()::closeInbound);

        EngineSession halfClosed = EngineSession.connect(setting);
        halfClosed.engine().closeOutbound();
        halfClosed.speak();
        assertThrows(SSLException.class, halfClosed.engine()::closeInbound);
        assertEquals(List.of(Alert.CLOSE_NOTIFY), halfClosed.peer().alerts());
    }

    @EngineSettings
    void ruleE4_closeInboundAfterThePeersCloseNotifyIsNone(Setting setting) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        session.hear(closeNotify());
        session.engine().closeInbound();
        session.engine().closeOutbound();
        session.speak();
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.peer().alerts());
    }

    @EngineSettings
    void ruleE5_aPendingCloseNotifyShowsAsNeedWrap(Setting setting) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, session.engine().getHandshakeStatus());
        session.engine().closeOutbound();
        assertEquals(HandshakeStatus.NEED_WRAP, session.engine().getHandshakeStatus());
        assertFalse(session.engine().isOutboundDone(), "isOutboundDone() is true");
        session.speak();
        assertNotEquals(HandshakeStatus.NEED_WRAP, session.engine().getHandshakeStatus());
        assertTrue(session.engine().isOutboundDone(), "isOutboundDone() is false");
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.peer().alerts());
    }

    @EngineSettings
    void ruleE5_aPendingFatalAlertShowsAsNeedWrap(Setting setting) throws Exception {
        assertFatal(setting, damaged(data("data")));
    }

    /** It may leave the answer to its user; but if it has one of its own, it says so, and doesn't make a second one. */
    @EngineSettings
    void ruleE5_anAnswerToThePeersCloseNotifyIsShownOrNotMade(Setting setting) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        session.hear(closeNotify());
        boolean answers = session.engine().getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
        session.speak();
        assertEquals(answers ? 1 : 0, session.peer().closeNotifies());
        assertEquals(answers, session.engine().isOutboundDone());
        session.engine().closeOutbound();
        session.speak();
        assertEquals(List.of(Alert.CLOSE_NOTIFY), session.peer().alerts());
    }

    @EngineSettings
    void ruleE6_nothingPastCloseNotifyIsConsumed(Setting setting) throws Exception {
        assertLeaves(setting, plaintext("2"));
        assertLeaves(setting, plaintext("220 plain\r\n"));
        assertLeaves(setting, closeNotify());
        assertLeaves(setting, data("of a peer that goes on"));
    }

    private static void assertLeaves(Setting setting, PeerMessage next) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        byte[] closeNotify = session.peer().say(closeNotify());
        byte[] rest = session.peer().say(next);
        ByteBuffer source = ByteBuffer.allocate(closeNotify.length + rest.length)
                .put(closeNotify)
                .put(rest)
                .flip();
        SSLEngineResult result = session.end().unwrap(source);
        assertEquals(closeNotify.length, result.bytesConsumed());
        assertTrue(session.engine().isInboundDone(), "isInboundDone() is false");
        session.speak();
        assertEquals(0, session.end().unwrap(source).bytesConsumed());
        assertArrayEquals(rest, Arrays.copyOfRange(source.array(), source.position(), source.limit()));
        assertEquals("", session.end().text());
    }

    private static void assertFatal(Setting setting, PeerMessage message) throws Exception {
        EngineSession session = EngineSession.connect(setting);
        assertThrows(SSLException.class, () -> session.hear(message));
        assertEquals(HandshakeStatus.NEED_WRAP, session.engine().getHandshakeStatus(), session::toString);
        session.speak();
        // Which one is the backend's choice: bad_record_mac and unexpected_message are both to be met.
        assertEquals(1, session.peer().alerts().size(), session::toString);
        assertEquals(2, session.peer().alerts().get(0).level(), session::toString);
        assertTrue(session.engine().isOutboundDone(), session::toString);
        assertTrue(session.engine().isInboundDone(), session::toString);
        assertEquals("", new String(session.peer().data(), StandardCharsets.UTF_8));
    }
}
