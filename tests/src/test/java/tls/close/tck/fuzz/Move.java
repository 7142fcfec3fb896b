// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.util.Set;

/** What a {@link HostilePeer} can do to the near end in one turn. Their order is that of the numbers in the inputs. */
enum Move {
    PASS,
    PASS_ALL,
    DROP,
    DOUBLE,
    SWAP,
    HURT,
    CUT,
    INSERT,
    SPLIT,
    HEADER,
    RAW,
    PLAIN_RECORD,
    DATA,
    GOODBYE,
    SAY,
    SAY_RECORD,
    SAY_OFTEN,
    END,
    RESET,
    /** Nothing hostile until the handshake is done, or comes to nothing. */
    SHAKE_HANDS,
    /** Nothing hostile any more. */
    BEHAVE;

    private static final Set<Move> MEANT_WELL = Set.of(PASS, PASS_ALL, DATA, GOODBYE, END, SHAKE_HANDS, BEHAVE);

    boolean isHostile() {
        return !MEANT_WELL.contains(this);
    }
}
