// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.interop.Ends.assertNotOrderly;
import static tls.close.interop.Ends.assertOneCloseNotify;
import static tls.close.interop.Ends.assertOrderly;
import static tls.close.interop.PeerKind.GNUTLS_CLI;
import static tls.close.interop.PeerKind.GNUTLS_SERV;
import static tls.close.interop.PeerKind.OPENSSL_S_CLIENT;
import static tls.close.interop.PeerKind.OPENSSL_S_SERVER;
import static tls.close.interop.PeerKind.OPENSSL_S_SERVER_TYPED;
import static tls.close.interop.PeerKind.PYTHON_CLIENT;
import static tls.close.interop.PeerKind.PYTHON_SERVER;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TruncationException;

/** Our close_notify is the first. */
interface WeCloseFirst extends Fixture {
    /** Half a record: the peer sends it back in one. */
    String LONG_LINE = "x".repeat(8000) + "\n";

    @AgainstEach({GNUTLS_SERV, OPENSSL_S_SERVER, OPENSSL_S_SERVER_TYPED, OPENSSL_S_CLIENT, PYTHON_SERVER, PYTHON_CLIENT
    })
    default void rule3_1_scenario1_shutRdwrIsDoneWithThePeersAnswer(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.prepareToAnswer();
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            assertOrderly(combination, First.LOCAL, us);
            assertOneCloseNotify(peer);
        });
    }

    @AgainstEach({GNUTLS_SERV, OPENSSL_S_SERVER, OPENSSL_S_SERVER_TYPED, OPENSSL_S_CLIENT, PYTHON_SERVER, PYTHON_CLIENT
    })
    default void rule2_1_scenario19_shutWrThenReadingToTheEnd(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.prepareToAnswer();
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_WR));
            assertFalse(us.tls().isOutputOpen());
            assertThrows(ClosedChannelException.class, () -> us.write(Peer.LINE)); // rule 2.2
            assertEquals(0, us.readToEnd().length);
            assertTrue(us.report().orderly());
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_WR)); // rule 2.4
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR)); // rule 3.6
            assertOrderly(combination, First.LOCAL, us);
            assertOneCloseNotify(peer);
        });
    }

    /** gnutls-cli never answers (see there), and whoever doesn't hear a close_notify must not believe in one. */
    @AgainstEach(GNUTLS_CLI)
    default void rule4_1_scenario20_shutRdwrIsTruncatedWithoutAnAnswer(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            assertThrows(TruncationException.class, () -> us.bye(CloseRequest.SHUT_RDWR));
            assertNotOrderly(Received.CUT_AT_BOUNDARY, us);
            assertOneCloseNotify(peer);
        });
    }

    @AgainstEach(GNUTLS_CLI)
    default void rule4_1_scenario20_shutWrThenReadingIsTruncatedWithoutAnAnswer(Combination combination)
            throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_WR));
            assertThrows(TruncationException.class, us::readToEnd);
            assertNotOrderly(Received.CUT_AT_BOUNDARY, us);
            assertOneCloseNotify(peer);
        });
    }

    @AgainstEach({GNUTLS_SERV, OPENSSL_S_SERVER})
    default void rule2_3_scenario50_dataOnItsWayArrivesAfterShutWr(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            us.write(LONG_LINE);
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_WR));
            assertEquals(LONG_LINE.length(), us.readToEnd().length);
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            assertOrderly(combination, First.LOCAL, us);
            assertEquals(0, us.report().discardedBytes());
            assertOneCloseNotify(peer);
        });
    }

    @AgainstEach({GNUTLS_SERV, OPENSSL_S_SERVER})
    default void rule3_2_scenario45_dataOnItsWayIsDiscardedByShutRdwr(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            us.write(LONG_LINE);
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            assertOrderly(combination, First.LOCAL, us);
            assertEquals(LONG_LINE.length(), us.report().discardedBytes());
            assertOneCloseNotify(peer);
        });
    }

    @AgainstEach({PYTHON_SERVER, PYTHON_CLIENT})
    default void rule2_3_scenario5_dataThatAnswersOurCloseNotifyArrives(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            sendAfterTheEnd(peer);
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_WR));
            assertArrayEquals(files().readData(), us.readToEnd());
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            assertOrderly(combination, First.LOCAL, us);
            assertOneCloseNotify(peer);
        });
    }

    @AgainstEach({PYTHON_SERVER, PYTHON_CLIENT})
    default void rule3_2_scenario46_dataThatAnswersOurCloseNotifyIsDiscarded(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            sendAfterTheEnd(peer);
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            assertOrderly(combination, First.LOCAL, us);
            assertEquals(files().readData().length, us.report().discardedBytes());
            assertOneCloseNotify(peer);
        });
    }

    private void sendAfterTheEnd(Peer peer) throws IOException {
        peer.type("drain");
        peer.type("send " + files().data());
        peer.type("unwrap");
    }

    /** The command {@code k} of s_client and s_server updates their keys; {@code K} requests that we do so, too. */
    @AgainstEach(
            value = {OPENSSL_S_SERVER_TYPED, OPENSSL_S_CLIENT},
            protocols = Protocol.TLS13)
    default void rule3_3_scenario90_91_keyUpdatesAreAbsorbed(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            for (String command : new String[] {"k", "K"}) {
                peer.type(command);
                peer.await(">>> .*KeyUpdate");
            }
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            assertOrderly(combination, First.LOCAL, us);
            assertTrue(us.report().discardedRecords() >= 2, us.report().toString());
            assertOneCloseNotify(peer);
        });
    }
}
