// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.nio.ByteBuffer;

/**
 * Watches the records that a handshake has made, for one question: does the peer still read us in clear? It does until
 * the first record that is encrypted, and until ChangeCipherSpec in TLS 1.2.
 */
final class Outgoing {
    private static final int HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int APPLICATION_DATA = 23;

    private enum Reach {
        NOTHING,
        IN_CLEAR,
        /** Also if a part of a record is all that was made: nothing can come between its parts. */
        BEYOND
    }

    private Reach reach = Reach.NOTHING;

    /** @param made what was just wrapped */
    void note(ByteBuffer made) {
        int next = made.position();
        while (next < made.limit() && reach != Reach.BEYOND) {
            int end = made.limit() - next < HEADER
                    ? made.limit() + 1
                    : next + HEADER + (made.getShort(next + 3) & 0xffff);
            int type = made.get(next);
            boolean inClear = type != CHANGE_CIPHER_SPEC && type != APPLICATION_DATA && end <= made.limit();
            reach = inClear ? Reach.IN_CLEAR : Reach.BEYOND;
            next = end;
        }
    }

    boolean isNothing() {
        return reach == Reach.NOTHING;
    }

    boolean isInClear() {
        return reach != Reach.BEYOND;
    }
}
