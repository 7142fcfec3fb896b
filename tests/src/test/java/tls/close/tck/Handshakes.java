// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import java.nio.ByteBuffer;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.Deadline;

/**
 * What came of a handshake that fails, at both ends. Both read, since a client of TLS 1.3 is done before the server has
 * looked at its certificate.
 */
record Handshakes(BackgroundCall<?> client, BackgroundCall<?> server) {

    static Handshakes of(TlsContext clients, TlsEndpoint clientEnd, TlsContext servers, TlsEndpoint serverEnd)
            throws Exception {
        try (SocketPair wire = SocketPair.open();
                TlsConnection client = clients.open(wire.client(), clientEnd);
                TlsConnection server = servers.open(wire.server(), serverEnd)) {
            Handshakes both = new Handshakes(reading(client), reading(server));
            both.client.isDoneWithin(Deadline.PATIENCE);
            both.server.isDoneWithin(Deadline.PATIENCE);
            return both;
        }
    }

    private static BackgroundCall<?> reading(TlsConnection connection) {
        return BackgroundCall.call(() -> connection.read(ByteBuffer.allocate(1)));
    }

    void throwClients() throws Exception {
        client.result();
    }

    void throwServers() throws Exception {
        server.result();
    }
}
