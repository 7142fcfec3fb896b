// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tls.close.interop.Ends.assertOneCloseNotify;
import static tls.close.interop.Ends.assertOrderly;
import static tls.close.interop.PeerKind.GNUTLS_CLI;
import static tls.close.interop.PeerKind.GNUTLS_SERV_HTTP;
import static tls.close.interop.PeerKind.OPENSSL_S_CLIENT;
import static tls.close.interop.PeerKind.OPENSSL_S_SERVER;
import static tls.close.interop.PeerKind.PYTHON_CLIENT;
import static tls.close.interop.PeerKind.PYTHON_SERVER;

import java.nio.channels.ClosedChannelException;
import tls.close.CloseReport.First;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.spi.Limitation.Ability;

/** The peer's close_notify is the first. */
interface PeerClosesFirst extends Fixture {

    @AgainstEach({GNUTLS_SERV_HTTP, GNUTLS_CLI, OPENSSL_S_SERVER, OPENSSL_S_CLIENT, PYTHON_SERVER, PYTHON_CLIENT})
    default void rule3_4_scenario11_shutRdwrAfterReadingToTheEndOnlySends(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.closeFirst(us);
            us.readToEnd();
            assertTrue(us.report().orderly());
            assertEquals(Progress.DONE, us.tls().bye(CloseRequest.SHUT_RDWR));
            assertOrderly(combination, First.PEER, us);
        });
    }

    @AgainstEach({GNUTLS_SERV_HTTP, GNUTLS_CLI, OPENSSL_S_SERVER, OPENSSL_S_CLIENT, PYTHON_SERVER, PYTHON_CLIENT})
    default void rule3_4_scenario12_18_shutRdwrWithoutReadingFindsTheCloseNotify(Combination combination)
            throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.closeFirst(us);
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            // To us, it is we who were first: the peer's close_notify has only now been read.
            assertOrderly(combination, First.LOCAL, us);
        });
    }

    /** Only peers that read on after their own close_notify can say what we answered. */
    @AgainstEach({GNUTLS_CLI, PYTHON_SERVER, PYTHON_CLIENT})
    default void rule3_5_scenario13_theAnswerIsOneCloseNotify(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.closeFirst(us);
            us.readToEnd();
            us.bye(CloseRequest.SHUT_WR);
            us.bye(CloseRequest.SHUT_RDWR);
            assertOneCloseNotify(peer);
        });
    }

    /** After the end of its input gnutls-cli goes on to show what it receives; a backend may not be able to send it. */
    @AgainstEach(GNUTLS_CLI)
    default void rule1_1_scenario14_25_weMayWriteAfterThePeersEnd(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.closeFirst(us);
            us.readToEnd();
            if (canWriteAfterPeerClose(combination.protocol())) {
                assertTrue(us.tls().isOutputOpen());
                us.write("late\n");
                peer.await("late");
            } else {
                assertFalse(us.tls().isOutputOpen());
                assertThrows(ClosedChannelException.class, () -> us.write("late\n"));
            }
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            assertOrderly(combination, First.PEER, us);
            assertOneCloseNotify(peer);
        });
    }

    private boolean canWriteAfterPeerClose(Protocol protocol) {
        return provider().limitations().stream()
                .noneMatch(limitation -> limitation.what() == Ability.WRITE_AFTER_PEER_CLOSE
                        && limitation.protocols().contains(protocol.standardName()));
    }
}
