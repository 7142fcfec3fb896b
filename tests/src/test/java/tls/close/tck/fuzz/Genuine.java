// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import tls.close.tck.wire.TlsRecord;

/**
 * A record that the peer has made and not delivered.
 *
 * @param isGoodbye whether the peer's close_notify ends in it
 */
record Genuine(TlsRecord record, Origin origin, boolean isGoodbye) {
    /** What the peer's keys have to do with it. */
    enum Origin {
        /** Nothing yet: it is of the handshake. */
        IN_PLAIN,
        /** All that it is. */
        UNDER_KEYS,
        /** It takes a number under them, and is not what they made of it. */
        DAMAGED,
        /** Nothing: somebody else could have put it there, and nobody misses it. */
        INJECTED;

        /** Whether nothing that comes after it can be right without it. */
        boolean isNumbered() {
            return this == UNDER_KEYS || this == DAMAGED;
        }

        /** Whether it is right as it is. */
        boolean isAuthentic() {
            return this == IN_PLAIN || this == UNDER_KEYS;
        }
    }
}
