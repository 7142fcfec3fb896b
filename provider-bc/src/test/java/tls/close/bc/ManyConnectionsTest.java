// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.CloseRequest;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.bc.Link.Transport;

/** What connections leave behind: nothing. */
class ManyConnectionsTest {
    private static final int WARM_UP = 50;
    private static final int MANY = 200;

    private record Held(int threads, int files, long heap) {
        /** Twice, for what a reference queue has to be told of first. */
        static Held now() {
            System.gc();
            System.gc();
            String[] open = new File("/proc/self/fd").list();
            return new Held(
                    Thread.getAllStackTraces().size(),
                    open == null ? 0 : open.length,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
    }

    @Test
    @Timeout(300) // A full handshake each.
    void hundredsOfConnectionsLeaveNothingBehind() throws Exception {
        run(WARM_UP);
        Held before = Held.now();
        run(MANY);
        Held after = Held.now();
        assertTrue(after.threads() <= before.threads() + 2, before + " " + after);
        assertTrue(after.files() <= before.files() + 2, before + " " + after);
        // A connection that is kept costs several kilobytes: hundreds would show.
        assertTrue(after.heap() < before.heap() + MANY * 2048L, before + " " + after);
    }

    private static void run(int count) throws Exception {
        // RSA and no chain to check: half of the time of a handshake would be elliptic curves.
        TlsContext server = Side.context(
                "bc", TestCertificates.TRUSTED.server("RSA").keyManagers(), TestCertificates.TRUSTED.trustManagers());
        TlsContext client = Side.context("bc", new KeyManager[0], new TrustManager[] {new SeeingTrustManager()});
        for (int i = 0; i < count; i++) {
            TlsEndpoint end = TlsEndpoint.client("localhost", 0).protocols(i % 2 == 0 ? "TLSv1.2" : "TLSv1.3");
            try (Link link = Link.open(client, end, server, TlsEndpoint.server(), Transport.SOCKET)) {
                Link.both(
                        () -> {
                            Link.write(link.client(), "hello");
                            return link.client().bye(CloseRequest.SHUT_RDWR);
                        },
                        () -> {
                            Link.read(link.server(), 5);
                            return link.server().bye(CloseRequest.SHUT_RDWR);
                        });
            }
        }
    }
}
