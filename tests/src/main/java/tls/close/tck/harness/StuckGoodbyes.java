// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tls.close.CloseRequest.SHUT_RDWR;

import java.nio.ByteBuffer;
import java.time.Duration;
import tls.close.CloseLimits;
import tls.close.TlsConnection;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.BackgroundCall;
import tls.close.tck.wire.NearEnd;

/** The program of a JVM whose common pool has no threads. Its argument is a provider's name. */
public final class StuckGoodbyes {
    private static final Duration LIMIT = Duration.ofMillis(500);

    private StuckGoodbyes() {}

    /**
     * Says goodbye over each kind of transport that blocks, to a peer that does not read.
     *
     * @param args the provider's name
     * @throws Exception if a goodbye does not end by itself
     */
    public static void main(String[] args) throws Exception {
        assertEquals("0", System.getProperty("java.util.concurrent.ForkJoinPool.common.parallelism"));
        TlsProvider provider = TlsProviders.get(args[0]);
        Setting socket = new Setting(provider, TlsVersion.TLS_1_3, Role.CLIENT, NearEnd.SOCKET);
        Setting channel = new Setting(provider, TlsVersion.TLS_1_3, Role.CLIENT, NearEnd.BLOCKING_CHANNEL);
        for (Setting setting : new Setting[] {socket, channel}) {
            try (Session session = setting.connectNarrowly()) {
                FullPipe.of(session.wire(), setting.nearEnd());
                assertLate(session.subject().connection());
            }
        }
        try (Session session = channel.connectNarrowly()) {
            FullPipe.of(session.wire(), channel.nearEnd());
            BackgroundCall<Integer> reader =
                    session.start(() -> session.subject().connection().read(ByteBuffer.allocate(1)));
            reader.awaitBlocked();
            assertLate(session.subject().connection());
        }
        try (MemorySession session = MemorySession.connect(channel)) {
            session.wire().acceptOnly(0);
            assertLate(session.subject().connection());
        }
    }

    private static void assertLate(TlsConnection connection) {
        Late.assertLate(LIMIT, () -> connection.bye(SHUT_RDWR, CloseLimits.DEFAULT.withTimeout(LIMIT)));
        Ends.assertNotOrderly(connection.report());
        connection.close(CloseLimits.DEFAULT.withTimeout(Duration.ZERO));
    }
}
