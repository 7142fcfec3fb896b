// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.interop.Ends.assertNotOrderly;
import static tls.close.interop.PeerKind.GNUTLS_CLI;
import static tls.close.interop.PeerKind.GNUTLS_SERV;
import static tls.close.interop.PeerKind.OPENSSL_S_CLIENT;
import static tls.close.interop.PeerKind.OPENSSL_S_SERVER;
import static tls.close.interop.PeerKind.OPENSSL_S_SERVER_TYPED;
import static tls.close.interop.PeerKind.PYTHON_CLIENT;
import static tls.close.interop.PeerKind.PYTHON_SERVER;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.CloseReport.Received;
import tls.close.CloseRequest;
import tls.close.TlsEndpoint;
import tls.close.TruncationException;
import tls.close.interop.Alert.Level;

/**
 * The peer goes without a proper close_notify.
 *
 * <p>It is killed when it has read all that was sent, so that its kernel sends FIN. (With something left to read it
 * would send RST, sooner or later; the peer in Python does that on command.)
 */
interface PeerIsCut extends Fixture {

    @AgainstEach({GNUTLS_SERV, GNUTLS_CLI, OPENSSL_S_SERVER, OPENSSL_S_CLIENT, PYTHON_SERVER, PYTHON_CLIENT})
    default void rule4_1_scenario26_readSaysThatThePeerWasKilled(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.kill();
            assertThrows(TruncationException.class, us::readToEnd);
            assertThrows(TruncationException.class, () -> us.bye(CloseRequest.SHUT_RDWR));
            assertNotOrderly(Received.CUT_AT_BOUNDARY, us);
        });
    }

    @AgainstEach({GNUTLS_SERV, GNUTLS_CLI, OPENSSL_S_SERVER, OPENSSL_S_CLIENT, PYTHON_SERVER, PYTHON_CLIENT})
    default void rule4_1_scenario26_byeSaysThatThePeerWasKilled(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.kill();
            assertThrows(TruncationException.class, () -> us.bye(CloseRequest.SHUT_RDWR));
            assertNotOrderly(Received.CUT_AT_BOUNDARY, us);
        });
    }

    @AgainstEach({GNUTLS_SERV, GNUTLS_CLI, OPENSSL_S_SERVER, OPENSSL_S_CLIENT})
    default void rule4_2_scenario26_aLenientEndpointReadsAnEndButByeDoesNot(Combination combination) throws Exception {
        connect(combination, TlsEndpoint::lenientTruncation, (us, peer) -> {
            peer.exchange(us);
            peer.kill();
            assertEquals(0, us.readToEnd().length);
            assertNotOrderly(Received.CUT_AT_BOUNDARY, us);
            assertThrows(TruncationException.class, () -> us.bye(CloseRequest.SHUT_RDWR));
        });
    }

    /** The command {@code Q} of s_server closes its socket before it writes its close_notify (see there). */
    @AgainstEach(OPENSSL_S_SERVER_TYPED)
    default void rule4_1_scenario26_readSaysThatThePeerQuit(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.type("Q");
            assertThrows(TruncationException.class, us::readToEnd);
            assertNotOrderly(Received.CUT_AT_BOUNDARY, us);
        });
    }

    @AgainstEach({PYTHON_SERVER, PYTHON_CLIENT})
    default void rule4_5_scenario40_aResetIsTheTransportsException(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.type("reset");
            assertIsTheTransports(assertThrows(IOException.class, us::readToEnd));
            assertIsTheTransports(assertThrows(IOException.class, () -> us.bye(CloseRequest.SHUT_RDWR)));
            assertNotOrderly(Received.TRANSPORT_FAILURE, us);
        });
    }

    private static void assertIsTheTransports(IOException e) {
        assertFalse(e instanceof SSLException, e::toString);
    }

    @AgainstEach({PYTHON_SERVER, PYTHON_CLIENT})
    default void rule4_5_scenario110_aResetAfterCloseNotifyIsOrderly(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.type("close_notify");
            peer.type("reset");
            peer.await("^reset");
            assertEquals(0, us.readToEnd().length);
            assertTrue(us.report().orderly());
        });
    }

    /** The command {@code P} of s_server writes plaintext below TLS: “Lets print some clear text”, and a line feed. */
    @AgainstEach(OPENSSL_S_SERVER_TYPED)
    default void rule4_3_scenario41_plaintextIsRefused(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.type("P");
            assertThrows(SSLException.class, us::readToEnd);
            assertThrows(SSLException.class, () -> us.bye(CloseRequest.SHUT_RDWR));
            assertNotOrderly(Received.INVALID, us);
            List<Alert> alerts = peer.alertsFromUs();
            assertEquals(1, alerts.size(), alerts::toString);
            assertEquals(Level.FATAL, alerts.get(0).level());
        });
    }
}
