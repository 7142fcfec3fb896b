// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tls.close.CloseRequest.SHUT_RDWR;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.tck.wire.BackgroundCall;

/** Connections of all installed backends end together, and each is the other end of another. */
class ByeAllPairsTest {

    @Test
    void rule3_1_clientsAndServersOfAllBackendsInOneCall() throws Exception {
        List<PairOnWire> pairs = new ArrayList<>();
        try {
            for (Pair pair : PairsTest.pairs().toList()) {
                PairOnWire ends = pair.open();
                pairs.add(ends);
                BackgroundCall<Progress> handshake = BackgroundCall.call(ends.server()::handshake);
                assertEquals(Progress.DONE, ends.client().handshake());
                assertEquals(Progress.DONE, handshake.result());
            }
            List<TlsConnection> all = pairs.stream()
                    .flatMap(ends -> Stream.of(ends.client(), ends.server()))
                    .toList();
            for (CloseOutcome outcome : TlsConnection.byeAll(all, SHUT_RDWR, CloseLimits.DEFAULT)) {
                assertEquals(Optional.empty(), outcome.failure());
            }
            pairs.forEach(PairOnWire::assertOrderly);
        } finally {
            for (PairOnWire ends : pairs) {
                ends.close();
            }
        }
    }
}
