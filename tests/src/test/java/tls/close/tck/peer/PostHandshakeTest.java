// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.certificateRequest;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.helloRequest;
import static tls.close.tck.peer.Messages.inOneRecord;
import static tls.close.tck.peer.Messages.keyUpdate;
import static tls.close.tck.peer.Messages.keyUpdateRequest;
import static tls.close.tck.peer.Messages.newSessionTicket;
import static tls.close.tck.peer.Messages.split;

import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.tck.wire.Flight;

/** Handshake messages that come when the handshake is long over. */
class PostHandshakeTest {
    @Test
    void tickets_are_taken_one_by_one_together_and_in_pieces() throws Exception {
        Pair tls = Pair.withPeerAsServer(TlsVersion.TLS_1_3);
        byte[] together = tls.peer().say(inOneRecord(newSessionTicket(), newSessionTicket()));
        byte[] inPieces = tls.peer().say(split(newSessionTicket(), 20));
        tls.peerSays();
        tls.jdk().hear(together);
        tls.jdk().hear(inPieces);
        tls.peerSays(newSessionTicket(), data("after the tickets"));

        assertEquals(1, Flight.of(together).records().size());
        assertEquals(3, Flight.of(inPieces).records().size());
        assertEquals("after the tickets", tls.jdk().text());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#tls13")
    void what_follows_a_key_update_is_under_the_new_key(Pair tls) throws Exception {
        tls.peerSays(data("old "), keyUpdate(), data("new "), keyUpdate(), data("newer"), closeNotify());

        assertEquals("old new newer", tls.jdk().text());
        assertTrue(tls.jdk().engine().isInboundDone());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#tls13")
    void a_requested_key_update_is_answered(Pair tls) throws Exception {
        tls.peerSays(keyUpdateRequest());
        tls.peer().offer(tls.jdk().output());
        tls.peer().offer(tls.jdk().say("under the new key"));

        assertEquals(1, tls.peer().keyUpdates());
        assertEquals("under the new key", tls.peer().text());
    }

    @Test
    void a_client_hears_a_hello_request_and_the_server_declines_what_it_asks_for() throws Exception {
        Pair tls = Pair.withPeerAsServer(TlsVersion.TLS_1_2);
        int before = tls.peer().records().size();
        tls.peerSays(helloRequest());
        tls.peer().offer(tls.jdk().output());

        assertTrue(tls.peer().records().size() > before, tls.peer()::toString);
        assertEquals(List.of(), tls.peer().alerts());
    }

    @Test
    void a_certificate_request_that_was_not_offered_is_refused() throws Exception {
        Pair tls = Pair.withPeerAsServer(TlsVersion.TLS_1_3);
        assertThrows(SSLException.class, () -> tls.peerSays(certificateRequest()));
        tls.peer().offer(tls.jdk().output());

        assertEquals(
                List.of(Alert.fatal(AlertDescription.UNEXPECTED_MESSAGE)),
                tls.peer().alerts());
    }
}
