// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerTest {
    /** The port of a session cache's key: a hint, and nothing to refuse a host for. */
    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 0", "1, 1", "443, 443", "65535, 65535", "65536, 0"})
    void ruleS7_aPortThatIsNoneIsNotKnown(int given, int port) {
        assertEquals(Optional.of(new Peer("server.test", port)), Peer.named("server.test", given));
    }

    @Test
    void ruleS6_whereNoHostIsNamedThereIsNoPeer() {
        assertEquals(Optional.empty(), Peer.named(null, 443));
        assertEquals(Optional.empty(), Peer.named("", 443));
    }
}
