// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.emptyData;

import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.Flight;

/** The scripted peer and the JDK's engine exchange data. */
class DataTest {
    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void data_travels_both_ways(Pair tls) throws Exception {
        tls.peerSays(data("from the peer"));
        tls.peer().offer(tls.jdk().say("from the JDK"));

        assertEquals("from the peer", tls.jdk().text());
        assertEquals("from the JDK", tls.peer().text());
        assertEquals(List.of(), tls.peer().alerts());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void long_data_takes_several_records(Pair tls) throws Exception {
        String text = "x".repeat(40_000);
        byte[] said = tls.peer().say(data(text));
        tls.jdk().hear(said);

        assertEquals(3, Flight.of(said).records().size());
        assertEquals(text, tls.jdk().text());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void empty_records_are_heard_as_nothing(TlsVersion version) throws Exception {
        ScriptedPeer client = ScriptedPeer.client(version);
        ScriptedPeer server = ScriptedPeer.server(version);
        Pair.handshake(client, server);
        client.offer(server.say(emptyData(), data("a"), emptyData(), data("b")));

        assertEquals("ab", client.text());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#tls12")
    void the_jdk_accepts_empty_records_in_tls_1_2(Pair tls) throws Exception {
        tls.peerSays(emptyData(), data("a"), emptyData(), data("b"));

        assertEquals("ab", tls.jdk().text());
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#tls13")
    void the_jdk_refuses_empty_records_in_tls_1_3_although_rfc_8446_allows_them(Pair tls) {
        assertThrows(SSLException.class, () -> tls.peerSays(emptyData()));
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void the_peer_hears_records_in_pieces(Pair tls) throws Exception {
        byte[] said = tls.jdk().say("piecemeal");
        for (byte each : said) {
            assertEquals("", tls.peer().text());
            tls.peer().offer(each);
        }

        assertEquals("piecemeal", tls.peer().text());
        assertEquals(0, tls.peer().surplus().length);
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void the_peer_notes_each_record_decrypted(Pair tls) throws Exception {
        int before = tls.peer().records().size();
        tls.peer().offer(tls.jdk().say("one"));
        tls.peer().offer(tls.jdk().say("other"));

        List<DecryptedRecord> heard =
                tls.peer().records().subList(before, tls.peer().records().size());
        assertEquals("[APPLICATION_DATA[3], APPLICATION_DATA[5]]", heard.toString());
        assertEquals(ContentType.APPLICATION_DATA, heard.get(0).type());
        assertEquals(5, heard.get(1).content().length);
    }
}
