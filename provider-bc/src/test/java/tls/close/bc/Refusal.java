// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javax.net.ssl.SSLException;

/** Both ways of ending up: what the refusing side throws, and the alert that the other side sees. */
record Refusal(SSLException thrown, int alert) {

    /** Has the pair shake hands, which one of them is to refuse. */
    static Refusal of(EnginePair pair, EngineSide refusing) {
        SSLException thrown = assertThrows(SSLException.class, pair::settle);
        SSLException seen = assertThrows(SSLException.class, () -> {
            pair.pass(refusing);
            pair.exchange();
        });
        assertTrue(refusing.engine.isInboundDone() && refusing.engine.isOutboundDone());
        return new Refusal(thrown, Failures.fatalAlert(seen).orElse(-1));
    }
}
