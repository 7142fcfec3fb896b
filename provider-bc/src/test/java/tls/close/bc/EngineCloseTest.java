// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine contract, rules E1 to E8, and every order of closing. */
class EngineCloseTest {

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void e1_afterItsOwnCloseItReadsOnUntilThePeersCloseNotify(String protocol) throws Exception {
        for (Side side : List.of(new Side("bc", "bc", protocol))) {
            EnginePair pair = EnginePair.established(side);
            for (EngineSide one : List.of(pair.client, pair.server)) {
                EnginePair fresh = EnginePair.established(side);
                EngineSide closer = one == pair.client ? fresh.client : fresh.server;
                EngineSide peer = fresh.other(closer);
                closer.engine.closeOutbound();
                assertFalse(closer.engine.isInboundDone());
                peer.arrives(closer.say());
                peer.hear();
                assertTrue(closer.engine.isOutboundDone());
                assertTrue(peer.engine.isInboundDone());
                assertFalse(peer.engine.isOutboundDone());
                fresh.send(peer, "late data, after the peer's close_notify");
                assertEquals("late data, after the peer's close_notify", EnginePair.text(closer));
                assertFalse(closer.engine.isInboundDone());
                peer.engine.closeOutbound();
                fresh.pass(peer);
                assertTrue(closer.engine.isInboundDone());
                assertTrue(peer.engine.isOutboundDone());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void theCloserHearsThePeersAnswerWhoeverItIs(Side side) throws Exception {
        for (boolean clientFirst : new boolean[] {true, false}) {
            EnginePair pair = EnginePair.established(side);
            EngineSide first = clientFirst ? pair.client : pair.server;
            EngineSide second = pair.other(first);
            pair.send(second, "data on its way");
            first.engine.closeOutbound();
            pair.pass(first);
            assertTrue(second.engine.isInboundDone());
            second.engine.closeOutbound();
            pair.pass(second);
            assertTrue(first.engine.isInboundDone() && first.engine.isOutboundDone());
            assertTrue(second.engine.isInboundDone() && second.engine.isOutboundDone());
            first.engine.closeInbound();
            second.engine.closeInbound();
        }
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void closeNotifiesMayCross(Side side) throws Exception {
        EnginePair pair = EnginePair.established(side);
        pair.client.engine.closeOutbound();
        pair.server.engine.closeOutbound();
        pair.exchange();
        for (EngineSide one : List.of(pair.client, pair.server)) {
            assertTrue(one.engine.isInboundDone() && one.engine.isOutboundDone());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void theClosesOwnAlertIsOneRecordAndIsMadeOnce(String protocol) throws Exception {
        RawServer server = RawServer.established(protocol);
        server.engine().closeOutbound();
        server.engine().closeOutbound();
        assertEquals(HandshakeStatus.NEED_WRAP, server.engine().getHandshakeStatus()); // E5
        byte[] alert = server.client.wrap(EngineSide.NOTHING);
        assertEquals(alert.length, 5 + (alert[3] << 8 | alert[4]));
        SSLEngineResult last = server.client.results.get(server.client.results.size() - 1);
        assertEquals(Status.CLOSED, last.getStatus());
        assertEquals(HandshakeStatus.NOT_HANDSHAKING, last.getHandshakeStatus());
        assertTrue(server.engine().isOutboundDone());
        server.engine().closeOutbound();
        ByteBuffer data = ByteBuffer.wrap(new byte[3]);
        assertEquals(0, server.client.wrap(data).length);
        assertEquals(3, data.remaining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void e2_unwrapSaysClosedOnlyWithTheCloseNotify(String protocol) throws Exception {
        RawServer server = RawServer.established(protocol);
        server.engine().closeOutbound();
        server.client.say();
        server.data("late");
        server.client.arrives(server.said());
        assertEquals(Status.OK, server.client.unwrap().getStatus());
        assertEquals(Status.BUFFER_UNDERFLOW, server.client.unwrap().getStatus());
        server.warning(0);
        server.client.arrives(server.said());
        SSLEngineResult closed = server.client.unwrap();
        assertEquals(Status.CLOSED, closed.getStatus());
        assertTrue(closed.bytesConsumed() > 0);
        assertTrue(server.engine().isInboundDone());
        assertEquals(Status.CLOSED, server.client.unwrap().getStatus());
    }

    @Test
    void e3_anUnauthenticatedCloseNotifyIsAFailure() throws Exception {
        RawServer server = RawServer.established("TLSv1.3");
        server.raw(21, 3, 3, 0, 2, 1, 0);
        assertThrows(SSLException.class, server.client::unwrap);
        assertTrue(server.engine().isInboundDone());
        assertEquals(HandshakeStatus.NEED_WRAP, server.engine().getHandshakeStatus());
        assertTrue(server.client.say().length > 0);
        assertTrue(server.engine().isOutboundDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void e4_closeInboundBeforeTheCloseNotifyThrows(String protocol) throws Exception {
        RawServer server = RawServer.established(protocol);
        assertThrows(SSLException.class, server.engine()::closeInbound);
        assertTrue(server.engine().isInboundDone());
        server.engine().closeInbound();
        server.client.wrap(ByteBuffer.wrap("still open".getBytes(StandardCharsets.UTF_8)));
        server.engine().closeOutbound();
        assertTrue(server.client.say().length > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void e6_whatFollowsCloseNotifyStays(String protocol) throws Exception {
        RawServer server = RawServer.established(protocol);
        server.warning(0);
        server.speak();
        server.raw('p', 'l', 'a', 'i', 'n', '!');
        assertEquals(0, server.client.unwrap().bytesConsumed());
        assertEquals("plain!", new String(server.client.takePending(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void e7_inMidHandshakeItSaysUserCanceledAndCloseNotify(String protocol) throws Exception {
        EnginePair pair = EnginePair.of(new Side("bc", "bc", protocol));
        pair.client.engine.beginHandshake();
        byte[] hello = pair.client.say();
        pair.client.engine.closeOutbound();
        assertEquals(List.of(21, 3, 3, 0, 2, 1, 90, 21, 3, 3, 0, 2, 1, 0), list(withVersion33(pair.client.say())));
        assertTrue(pair.client.engine.isOutboundDone());
        pair.server.engine.beginHandshake();
        pair.server.arrives(hello);
        pair.server.hear();
        pair.server.engine.closeOutbound();
        pair.server.say();
        assertTrue(pair.server.engine.isOutboundDone());
        assertFalse(pair.server.isHandshaking());
    }

    @Test
    void e7_aServerSaysItBeforeItHasHeardAnything() throws Exception {
        SSLEngine server = EnginePair.of(new Side("bc", "bc", "TLSv1.3")).server.engine;
        server.beginHandshake();
        server.closeOutbound();
        assertEquals(List.of(21, 3, 3, 0, 2, 1, 90, 21, 3, 3, 0, 2, 1, 0), list(new EngineSide(server).say()));
    }

    @Test
    void beforeTheHandshakeClosingSaysNothing() throws Exception {
        EnginePair pair = EnginePair.of(new Side("bc", "bc", "TLSv1.3"));
        pair.client.engine.closeOutbound();
        assertTrue(pair.client.engine.isOutboundDone());
        assertEquals(0, pair.client.say().length);
        assertEquals(Status.CLOSED, pair.client.unwrap().getStatus());
        assertThrows(SSLException.class, pair.client.engine::beginHandshake);
        pair.client.engine.closeInbound();
        pair.server.engine.closeInbound();
        assertTrue(pair.server.engine.isInboundDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aReceivedFatalAlertEndsBothSidesAndIsNotAnswered(String protocol) throws Exception {
        for (int number : new int[] {10, 20, 40, 80, 90, 255}) {
            RawServer server = RawServer.established(protocol);
            server.alert(2, number);
            server.client.arrives(server.said());
            SSLException thrown = assertThrows(SSLException.class, server.client::unwrap);
            assertEquals(number, Failures.fatalAlert(thrown).orElseThrow());
            assertTrue(server.engine().isInboundDone() && server.engine().isOutboundDone());
            assertFalse(server.engine().getSession().isValid());
            assertEquals(0, server.client.say().length);
        }
    }

    @Test
    void aKeyUpdateIsAnsweredOnceHoweverOftenItIsAskedFor() throws Exception {
        RawServer server = RawServer.established("TLSv1.3");
        for (int i = 0; i < 100; i++) {
            server.askForKeyUpdate();
        }
        server.speak();
        assertEquals(HandshakeStatus.NEED_WRAP, server.engine().getHandshakeStatus());
        byte[] answer = server.client.wrap(EngineSide.NOTHING);
        assertEquals(27, answer.length); // One KeyUpdate: 5 of header, 4 + 1 of message, a type, a tag of 16.
        assertFalse(server.client.isHandshaking());
        server.offerInput(answer);
        server.offerInput(server.client.wrap(ByteBuffer.wrap("under new keys".getBytes(StandardCharsets.UTF_8))));
        assertEquals("under new keys", server.received());
        server.data("these too");
        server.speak();
        assertEquals("these too", EnginePair.text(server.client));
    }

    @Test
    void aKeyUpdateIsNotAnsweredAfterItsOwnClose() throws Exception {
        RawServer server = RawServer.established("TLSv1.3");
        server.engine().closeOutbound();
        server.client.say();
        server.askForKeyUpdate();
        server.data("under new keys");
        server.speak();
        assertEquals("under new keys", EnginePair.text(server.client));
        assertFalse(server.client.isHandshaking());
        assertEquals(0, server.client.say().length);
    }

    @Test
    void renegotiationIsRefusedOnceHoweverOftenItIsAskedFor() throws Exception {
        RawServer server = RawServer.established("TLSv1.2");
        server.helloRequests(4000);
        server.speak();
        byte[] answer = server.client.say();
        assertTrue(answer.length > 5 && answer.length < 60, "" + answer.length);
        server.data("and on it goes");
        server.speak();
        assertEquals("and on it goes", EnginePair.text(server.client));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void userCanceledIsAbsorbedButNotWithoutEnd(String protocol) throws Exception {
        RawServer server = RawServer.established(protocol);
        for (int i = 0; i < 32; i++) {
            server.warning(90);
        }
        server.data("data");
        for (int i = 0; i < 32; i++) {
            server.warning(90);
        }
        server.speak();
        assertEquals("data", EnginePair.text(server.client));
        assertFalse(server.engine().isInboundDone());
        server.warning(90);
        server.client.arrives(server.said());
        assertThrows(SSLException.class, server.client::unwrap);
    }

    @Test
    void anyOtherWarningIsAnErrorInTls13AndHarmlessInTls12() throws Exception {
        RawServer strict = RawServer.established("TLSv1.3");
        strict.warning(100);
        strict.client.arrives(strict.said());
        SSLException thrown = assertThrows(SSLException.class, strict.client::unwrap);
        assertEquals(100, Failures.fatalAlert(thrown).orElseThrow());
        RawServer lenient = RawServer.established("TLSv1.2");
        lenient.warning(100);
        lenient.warning(0);
        lenient.speak();
        assertTrue(lenient.engine().isInboundDone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void garbageAndForgeriesEndInAFatalAlert(String protocol) throws Exception {
        int[][] records = {
            {
                23, 3, 3, 0, 40, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
                0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0
            },
            {'H', 'T', 'T', 'P', '/'},
            {23, 9, 9, 0, 40},
            {23, 3, 3, 0xff, 0xff},
        };
        for (int[] record : records) {
            RawServer server = RawServer.established(protocol);
            server.raw(record);
            assertThrows(SSLException.class, server.client::unwrap);
            assertTrue(server.engine().isInboundDone());
            assertNotEquals(0, server.client.say().length);
            assertTrue(server.engine().isOutboundDone());
            assertEquals(Status.CLOSED, server.client.unwrap().getStatus());
        }
    }

    @Test
    void garbageInsteadOfAClientHelloIsAnswered() throws Exception {
        EngineSide server = EnginePair.of(new Side("bc", "bc", "TLSv1.3")).server;
        server.arrives("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThrows(SSLException.class, server::unwrap);
        assertEquals(List.of(21, 3, 3, 0, 2, 2, 10), list(server.say()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCloseNotifyInMidHandshakeIsAFailure(String protocol) throws Exception {
        EngineSide client = EnginePair.of(new Side("bc", "bc", protocol)).client;
        client.engine.beginHandshake();
        client.say();
        client.arrives(new byte[] {21, 3, 3, 0, 2, 1, 0});
        assertThrows(SSLException.class, client::unwrap);
        assertTrue(client.engine.isInboundDone());
        client.say();
        assertTrue(client.engine.isOutboundDone());
    }

    /** bctls labels the records before a ServerHello 3.1, as RFC 8446 section 5.1 allows. */
    private static byte[] withVersion33(byte[] records) {
        for (int at = 0; at < records.length; at += 5 + records[at + 4]) {
            records[at + 2] = 3;
        }
        return records;
    }

    private static List<Integer> list(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).chars().boxed().toList();
    }
}
