// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tls.close.CloseRequest;
import tls.close.bc.Link.Transport;

/** What connections leave behind: nothing. */
class ManyConnectionsTest {
    private static final int WARM_UP = 100;
    private static final int MANY = 1000;

    private record Held(int threads, int files, long heap) {
        static Held now() throws InterruptedException {
            for (int i = 0; i < 3; i++) {
                System.gc();
                Thread.sleep(20);
            }
            String[] open = new File("/proc/self/fd").list();
            return new Held(
                    Thread.getAllStackTraces().size(),
                    open == null ? 0 : open.length,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
    }

    @Test
    @Timeout(300) // A full handshake each.
    void aThousandConnectionsLeaveNothingBehind() throws Exception {
        Side[] sides = {new Side("bc", "bc", "TLSv1.2"), new Side("bc", "bc", "TLSv1.3")};
        run(sides, WARM_UP);
        Held before = Held.now();
        run(sides, MANY);
        Held after = Held.now();
        assertTrue(after.threads() <= before.threads() + 2, before + " " + after);
        assertTrue(after.files() <= before.files() + 2, before + " " + after);
        // A connection that is kept costs several kilobytes: a thousand would show.
        assertTrue(after.heap() < before.heap() + MANY * 1024L, before + " " + after);
    }

    private static void run(Side[] sides, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            try (Link link = Link.open(sides[i % sides.length], Transport.SOCKET)) {
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
