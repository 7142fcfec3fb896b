// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.tck.peer.Messages.alert;
import static tls.close.tck.peer.Messages.closeNotify;
import static tls.close.tck.peer.Messages.data;
import static tls.close.tck.peer.Messages.fatal;
import static tls.close.tck.peer.Messages.inOneRecord;
import static tls.close.tck.peer.Messages.record;
import static tls.close.tck.peer.Messages.split;
import static tls.close.tck.peer.Messages.warning;

import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.tck.wire.ContentType;
import tls.close.tck.wire.Flight;

/** The scripted peer says any alert in any shape, and notes those that it hears. */
class AlertTest {
    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void a_fatal_alert_arrives_with_its_name(Pair tls) {
        SSLException refusal =
                assertThrows(SSLException.class, () -> tls.peerSays(fatal(AlertDescription.INSUFFICIENT_SECURITY)));

        assertTrue(refusal.toString().contains("insufficient_security"), refusal::toString);
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void an_alert_that_does_not_exist_arrives(Pair tls) {
        assertThrows(SSLException.class, () -> tls.peerSays(alert(new Alert(2, 200))));
    }

    @ParameterizedTest
    @MethodSource("tls.close.tck.peer.Pair#all")
    void an_empty_alert_record_is_said_and_refused(Pair tls) throws Exception {
        byte[] said = tls.peer().say(record(ContentType.ALERT));

        assertEquals(List.of(tls.outerType(ContentType.ALERT)), Flight.of(said).types());
        assertThrows(SSLException.class, () -> {
            tls.jdk().hear(said);
            // Without its sequence number the next record could not be read.
            tls.peerSays(fatal(AlertDescription.INTERNAL_ERROR));
        });
    }

    @Test
    void an_alert_can_be_split_over_records_in_tls_1_2() throws Exception {
        ScriptedPeer client = ScriptedPeer.client(TlsVersion.TLS_1_2);
        ScriptedPeer server = ScriptedPeer.server(TlsVersion.TLS_1_2);
        Pair.handshake(client, server);
        byte[] said = client.say(split(closeNotify(), 1));
        server.offer(said);

        assertEquals(
                List.of(ContentType.ALERT, ContentType.ALERT), Flight.of(said).types());
        assertEquals(List.of(Alert.CLOSE_NOTIFY), server.alerts());
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void alerts_of_any_shape_are_under_the_keys(TlsVersion version) throws Exception {
        ScriptedPeer client = ScriptedPeer.client(version);
        ScriptedPeer server = ScriptedPeer.server(version);
        Pair.handshake(client, server);
        server.offer(client.say(
                closeNotify(),
                alert(new Alert(7, 255)),
                inOneRecord(warning(AlertDescription.NO_RENEGOTIATION), fatal(AlertDescription.CLOSE_NOTIFY)),
                data("and on")));

        assertEquals(
                "[warning close_notify, level 7 description 255, warning no_renegotiation, fatal close_notify]",
                server.alerts().toString());
        assertEquals(2, server.closeNotifies());
        assertEquals("and on", server.text());
    }

    @Test
    void contents_of_two_types_do_not_fit_one_record() {
        assertThrows(IllegalArgumentException.class, () -> inOneRecord(closeNotify(), Messages.newSessionTicket()));
    }
}
