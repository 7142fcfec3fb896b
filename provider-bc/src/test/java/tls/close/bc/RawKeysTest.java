// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ProtocolVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseRequest;
import tls.close.FatalAlertException;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.bc.Link.Transport;

/** Peers of the application's own that know each other by raw public keys (RFC 7250). */
class RawKeysTest {
    private static final RawKey CLIENT = new RawKey();
    private static final RawKey SERVER = new RawKey();

    static Stream<ProtocolVersion> versions() {
        return Stream.of(ProtocolVersion.TLSv12, ProtocolVersion.TLSv13);
    }

    private static Link open(RawKey shownByClient, RawKey expectedOfServer, ProtocolVersion version)
            throws IOException {
        TlsContext clients = BcPeers.clients(endpoint -> new RawKeyClient(shownByClient, expectedOfServer, version));
        TlsContext servers = BcPeers.servers(endpoint -> new RawKeyServer(SERVER, CLIENT));
        return Link.open(clients, TlsEndpoint.client("localhost", 0), servers, TlsEndpoint.server(), Transport.SOCKET);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void rawPublicKeysOpenAConnectionThatEndsAsAnyOther(ProtocolVersion version) throws Exception {
        try (Link link = open(CLIENT, SERVER, version)) {
            Link.both(
                    () -> {
                        Link.write(link.client(), "hello");
                        assertEquals("late", Link.read(link.client(), 4));
                        return ConnectionTest.bye(link.client(), CloseRequest.SHUT_RDWR);
                    },
                    () -> {
                        assertEquals("hello", Link.read(link.server(), 5));
                        Link.write(link.server(), "late");
                        return ConnectionTest.bye(link.server(), CloseRequest.SHUT_RDWR);
                    });
            assertTrue(link.client().report().transportReusable());
            assertTrue(link.server().report().transportReusable());
            // A raw key is no certificate: who it belongs to is known to the peer that checked it, and not here.
            assertThrows(SSLPeerUnverifiedException.class, link.client().sslSession()::getPeerCertificates);
            assertThrows(SSLPeerUnverifiedException.class, link.server().sslSession()::getPeerPrincipal);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aServerWithAnotherKeyIsRefused(ProtocolVersion version) throws Exception {
        try (Link link = open(CLIENT, new RawKey(), version)) {
            Link.both(
                    () -> assertThrows(SSLException.class, link.client()::handshake),
                    () -> assertAlert(assertThrows(FatalAlertException.class, () -> Link.read(link.server(), 1))));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aClientWithAnotherKeyIsRefused(ProtocolVersion version) throws Exception {
        try (Link link = open(new RawKey(), SERVER, version)) {
            Link.both(
                    () -> assertAlert(assertThrows(FatalAlertException.class, () -> Link.read(link.client(), 1))),
                    () -> assertThrows(SSLException.class, link.server()::handshake));
        }
    }

    private static FatalAlertException assertAlert(FatalAlertException seen) {
        assertEquals(AlertDescription.bad_certificate, seen.alert());
        return seen;
    }
}
