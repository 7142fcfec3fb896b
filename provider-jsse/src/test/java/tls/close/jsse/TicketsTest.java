// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.Test;

/** How much a server may have a client keep (rule 12.4). */
class TicketsTest {
    /** A ticket of 32 bytes in a record; of each the JDK makes an object of half a kilobyte. */
    private static final int SMALL = 72;

    private static final int MEBIBYTE = 1 << 20;

    @Test
    void smallOnesCountWithWhatTheJdkKeepsForThem() {
        Tickets tickets = new Tickets();
        assertDoesNotThrow(() -> count(tickets, 1_000));
        assertThrows(SSLProtocolException.class, () -> count(tickets, MEBIBYTE / 512));
    }

    @Test
    void largeOnesCountWithTheirBytes() {
        Tickets tickets = new Tickets();
        assertDoesNotThrow(() -> tickets.count(MEBIBYTE / 2));
        assertThrows(SSLProtocolException.class, () -> tickets.count(MEBIBYTE / 2));
    }

    private static void count(Tickets tickets, int times) throws SSLProtocolException {
        for (int i = 0; i < times; i++) {
            tickets.count(SMALL);
        }
    }
}
