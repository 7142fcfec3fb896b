// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static tls.close.interop.Ends.assertOneCloseNotify;
import static tls.close.interop.Ends.assertOrderly;
import static tls.close.interop.PeerKind.PYTHON_CLIENT;
import static tls.close.interop.PeerKind.PYTHON_SERVER;

import java.util.List;
import tls.close.CloseReport.First;
import tls.close.CloseRequest;
import tls.close.Progress;

/**
 * The transport goes on: a mebibyte each way, sent right behind either close_notify, or TLS once more. A second
 * close_notify, a byte too many or too few, would show.
 *
 * <p>The peer is in Python: the tools of GnuTLS and OpenSSL start in plaintext where asked to, but when TLS has ended they
 * close the socket.
 */
interface PlaintextAfterwards extends Fixture {

    @AgainstEach({PYTHON_SERVER, PYTHON_CLIENT})
    default void rule5_3_scenario111_114_plaintextAfterWeClosedFirst(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.prepareToAnswer();
            peer.type("swap " + files().data());
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            assertOrderly(combination, First.LOCAL, us);
            assertCarriesPlaintext(us, peer);
        });
    }

    @AgainstEach({PYTHON_SERVER, PYTHON_CLIENT})
    default void rule5_3_scenario17_114_plaintextAfterThePeerClosedFirst(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.type("unwrap");
            peer.type("swap " + files().data());
            assertEquals(0, us.readToEnd().length);
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            assertOrderly(combination, First.PEER, us);
            assertCarriesPlaintext(us, peer);
        });
    }

    private void assertCarriesPlaintext(LocalEnd us, Peer peer) throws Exception {
        byte[] data = files().readData();
        assertArrayEquals(data, us.swapPlaintext(data));
        assertEquals(data.length + " same", peer.await("^swapped (.*)").group(1));
        assertOneCloseNotify(peer);
    }

    @AgainstEach({PYTHON_SERVER, PYTHON_CLIENT})
    default void rule5_3_scenario115_tlsOnceMore(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            peer.exchange(us);
            peer.prepareToAnswer();
            peer.type("wrap");
            assertEquals(Progress.DONE, us.bye(CloseRequest.SHUT_RDWR));
            try (LocalEnd again = combination.transport().open(context(), us.channel(), combination.endpoint())) {
                peer.exchange(again);
                peer.prepareToAnswer();
                assertEquals(Progress.DONE, again.bye(CloseRequest.SHUT_RDWR));
                assertOrderly(combination, First.LOCAL, again);
            }
            assertEquals(List.of(Alert.CLOSE_NOTIFY, Alert.CLOSE_NOTIFY), peer.alertsFromUs());
        });
    }
}
