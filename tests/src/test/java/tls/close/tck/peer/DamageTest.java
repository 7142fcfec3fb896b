// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.damaged;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.garbage;
import static tls.close.tck.peer.Messages.header;
import static tls.close.tck.peer.Messages.oversizeRecord;
import static tls.close.tck.peer.Messages.unprotected;

import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.tck.wire.ContentType;

/** What no good peer says, and what the JDK's engine thinks of it. */
class DamageTest {
    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void a_damaged_record_is_refused_and_the_peer_hears_why(Pair tls) throws Exception {
        assertThrows(SSLException.class, () -> tls.peerSays(damaged(closeNotify())));
        tls.peer().offer(tls.jdk().output());

        assertEquals(
                List.of(Alert.fatal(AlertDescription.BAD_RECORD_MAC)),
                tls.peer().alerts());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void a_record_after_a_damaged_one_would_have_been_good(Pair tls) throws Exception {
        tls.peer().say(damaged(data("lost")));
        assertThrows(SSLException.class, () -> tls.peerSays(data("out of sequence")));
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void an_unprotected_close_notify_is_refused(Pair tls) {
        assertThrows(SSLException.class, () -> tls.peerSays(unprotected(closeNotify())));
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void garbage_is_refused(Pair tls) {
        assertThrows(SSLException.class, () -> tls.peerSays(garbage()));
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void an_oversize_record_is_refused(Pair tls) {
        assertThrows(SSLException.class, () -> tls.peerSays(oversizeRecord()));
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void an_oversize_header_is_refused_without_its_body(Pair tls) {
        assertThrows(SSLException.class, () -> tls.peerSays(header(ContentType.APPLICATION_DATA, 0xFFFF)));
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void the_peer_itself_refuses_a_damaged_record(Pair tls) throws Exception {
        byte[] said = tls.jdk().say("damaged on its way");
        said[said.length - 1] ^= 1;
        tls.peer().offer(said);
        tls.peer().offer(plaintextBytes());

        assertTrue(tls.peer().failure().isPresent());
        assertEquals("", tls.peer().text());
        assertEquals(plaintextBytes().length, tls.peer().surplus().length);
        assertThrows(SSLException.class, () -> tls.jdk().hear(tls.peer().take()));
    }

    private static byte[] plaintextBytes() {
        return new byte[] {1, 2, 3};
    }
}
