// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.util.List;

/**
 * How many connections ended how.
 *
 * @param orderly with the peer's close_notify
 * @param truncated without it
 * @param silent not in time
 * @param other in some other way, or not begun
 */
record Tally(int orderly, int truncated, int silent, int other) {

    static Tally of(List<Ending> endings) {
        int orderly = 0;
        int truncated = 0;
        int silent = 0;
        int other = 0;
        for (Ending ending : endings) {
            switch (ending) {
                case ORDERLY, NO_ANSWER -> orderly++;
                case TRUNCATED, RESET -> truncated++;
                case SILENT -> silent++;
                default -> other++;
            }
        }
        return new Tally(orderly, truncated, silent, other);
    }
}
