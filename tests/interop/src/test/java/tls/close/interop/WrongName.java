// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static tls.close.interop.PeerKind.GNUTLS_SERV;
import static tls.close.interop.PeerKind.OPENSSL_S_SERVER;
import static tls.close.interop.PeerKind.PYTHON_SERVER;

import java.util.List;
import javax.net.ssl.SSLException;
import tls.close.CloseRequest;
import tls.close.TlsEndpoint;
import tls.close.interop.Alert.Level;

/** The server's certificate is good, but for another name. */
interface WrongName extends Fixture {

    @AgainstEach({GNUTLS_SERV, OPENSSL_S_SERVER, PYTHON_SERVER})
    default void rule12_1_rule9_3_scenario84_105_theServerHearsOneFatalAlert(Combination combination) throws Exception {
        connect(
                combination,
                endpoint -> TlsEndpoint.client("other.test", endpoint.port())
                        .protocols(combination.protocol().standardName()),
                (us, peer) -> {
                    assertThrows(SSLException.class, us::handshake);
                    assertThrows(SSLException.class, () -> us.bye(CloseRequest.SHUT_RDWR));
                    assertFalse(us.report().orderly());
                    assertEquals(
                            List.of(Level.FATAL),
                            peer.alertsFromUs().stream().map(Alert::level).toList());
                });
    }
}
