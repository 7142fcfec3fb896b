// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.firstBytes;
import static tls.close.tck.peer.Messages.userCanceled;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.tck.pki.TestPki;

/** Both sides say goodbye: each direction of the scripted peer ends on its own, and nothing is answered unasked. */
class ClosingTest {
    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void the_peers_close_notify_ends_the_engines_input(Pair tls) throws Exception {
        assertFalse(tls.jdk().engine().isInboundDone());
        tls.peerSays(closeNotify());

        assertTrue(tls.jdk().engine().isInboundDone());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void the_engines_close_notify_is_heard_and_not_answered(Pair tls) throws Exception {
        int before = tls.peer().records().size();
        tls.peer().offer(tls.jdk().closeOutbound());

        assertEquals(List.of(Alert.CLOSE_NOTIFY), tls.peer().alerts());
        assertEquals(1, tls.peer().closeNotifies());
        assertEquals(before + 1, tls.peer().records().size());
        assertEquals(0, tls.peer().take().length);
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void the_peer_speaks_on_after_it_heard_close_notify(Pair tls) throws Exception {
        tls.peer().offer(tls.jdk().closeOutbound());
        tls.peerSays(data("late"), closeNotify());

        assertEquals("late", tls.jdk().text());
        assertTrue(tls.jdk().engine().isInboundDone());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void the_peer_hears_on_after_it_said_close_notify(Pair tls) throws Exception {
        byte[] goodbye = tls.peer().say(closeNotify());
        tls.peer().offer(tls.jdk().say("still here"));
        tls.jdk().hear(goodbye);
        tls.peer().offer(tls.jdk().closeOutbound());

        assertEquals("still here", tls.peer().text());
        assertEquals(List.of(Alert.CLOSE_NOTIFY), tls.peer().alerts());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void close_notify_can_be_said_twice(Pair tls) throws Exception {
        byte[] goodbye = tls.peer().say(closeNotify());
        byte[] again = tls.peer().say(closeNotify());
        tls.jdk().hear(goodbye);
        tls.jdk().hear(again);

        assertTrue(tls.jdk().engine().isInboundDone());
        assertEquals(again.length, tls.jdk().unread());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void close_notify_can_be_heard_twice(TlsVersion version) throws Exception {
        ScriptedPeer client = ScriptedPeer.client(version);
        ScriptedPeer server = ScriptedPeer.server(version);
        Pair.handshake(client, server);
        server.offer(client.say(closeNotify(), closeNotify()));

        assertEquals(2, server.closeNotifies());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void user_canceled_does_not_hide_close_notify(Pair tls) throws Exception {
        tls.peerSays(userCanceled(), closeNotify());

        assertTrue(tls.jdk().engine().isInboundDone());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void a_cut_close_notify_ends_nothing(Pair tls) throws Exception {
        tls.peerSays(firstBytes(closeNotify(), 7));

        assertFalse(tls.jdk().engine().isInboundDone());
        assertEquals(7, tls.jdk().unread());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void what_follows_the_engines_close_notify_is_left_alone_on_request(TlsVersion version) throws Exception {
        ScriptedPeer peer =
                ScriptedPeer.server(PeerOptions.of(version).withAfterCloseNotify(AfterCloseNotify.PLAINTEXT));
        JdkEnd jdk = JdkEnd.client(TestPki.ec(), "server.test");
        jdk.handshakeWith(peer);
        byte[] nextHandshake = ScriptedPeer.client(version).take();
        peer.offer(jdk.closeOutbound());
        peer.offer(nextHandshake);

        assertEquals(1, peer.closeNotifies());
        assertArrayEquals(nextHandshake, peer.surplus());
        assertTrue(peer.failure().isEmpty());
    }

    @Test
    void closing_in_mid_handshake_is_heard_as_user_canceled_and_close_notify() throws Exception {
        ScriptedPeer peer = ScriptedPeer.server(TlsVersion.TLS_1_2);
        JdkEnd jdk = JdkEnd.client(TestPki.ec(), "server.test");
        jdk.engine().beginHandshake();
        peer.offer(jdk.output());
        peer.offer(jdk.closeOutbound());

        assertEquals(List.of(Alert.USER_CANCELED, Alert.CLOSE_NOTIFY), peer.alerts());
        assertFalse(peer.isHandshakeComplete());
    }
}
