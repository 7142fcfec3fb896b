// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.GeneralSecurityException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.BackgroundCall;

/** A client that speaks one version says in another way which certificates it takes, and key managers look for that. */
class RsaPairsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("tls.close.tck.PairsTest#pairs")
    void rule12_2_anRsaKeyServesEachClient(Pair pair) throws Exception {
        SocketPair wire = SocketPair.open();
        TlsEndpoint server = TlsEndpoint.client("localhost", wire.client().getPort())
                .protocols(pair.version().jdkName());
        try (TlsConnection connecting = context(pair.client()).open(wire.client(), server);
                TlsConnection accepting = context(pair.server()).open(wire.server(), TlsEndpoint.server())) {
            BackgroundCall<Progress> accepted = BackgroundCall.call(accepting::handshake);
            assertEquals(Progress.DONE, connecting.handshake());
            assertEquals(Progress.DONE, accepted.result());
        }
    }

    private static TlsContext context(String provider) throws GeneralSecurityException {
        return TlsProviders.get(provider)
                .newContext(TestPki.rsa().server().keyManagers(), TestPki.rsa().trustManagers());
    }
}
