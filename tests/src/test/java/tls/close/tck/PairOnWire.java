// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import tls.close.TlsConnection;

/** The two ends of one TLS connection, and what they lie on. */
record PairOnWire(SocketPair wire, TlsConnection client, TlsConnection server) implements AutoCloseable {

    void assertOrderly() {
        for (TlsConnection end : new TlsConnection[] {client, server}) {
            assertTrue(end.report().orderly(), end::toString);
            assertTrue(end.report().transportReusable(), end::toString);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        wire.close();
    }
}
