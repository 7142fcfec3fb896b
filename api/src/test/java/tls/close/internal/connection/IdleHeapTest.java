// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.internal.record.StubEngine;

/** What a connection holds while it has nothing to do: a server may have many. */
class IdleHeapTest {
    /** So many that what the rest of the JVM does meanwhile is less than a byte for each. */
    private static final int MANY = 20_000;

    /** Bytes: it is 512, and objects take eight more at least. */
    private static final int MOST = 516;

    private final TlsEndpoint endpoint = TlsEndpoint.server();
    private final StubEngine engine = new StubEngine();
    private final NoOwner owner = new NoOwner();

    @Test
    void anIdleConnectionAboveItsEngine() throws Exception {
        try (SocketChannel channel = SocketChannel.open()) {
            TlsConnection[] connections = new TlsConnection[MANY];
            connections[0] = idle(channel);
            long before = used();
            for (int i = 1; i < MANY; i++) {
                connections[i] = idle(channel);
            }
            long each = (used() - before) / MANY;
            assertTrue(each <= MOST, each + " bytes");
            assertTrue(Arrays.stream(connections).allMatch(TlsConnection::isOpen));
        }
    }

    private TlsConnection idle(SocketChannel channel) throws Exception {
        TlsConnection connection = Connections.open(
                channel, endpoint, transport -> Connections.layer(engine, transport, endpoint, owner), owner);
        assertEquals(Progress.DONE, connection.handshake());
        return connection;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
