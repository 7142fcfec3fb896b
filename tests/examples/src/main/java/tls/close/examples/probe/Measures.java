// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tls.close.CloseReport.First;

/**
 * What was measured and counted.
 *
 * @param first who ended first; empty if there was no TLS, or not always the same
 * @param visits how many connections ended how
 * @param time from the goodbye, or from the end of our sending, until what came of it
 * @param read bytes of data that were read; the most of all connections
 * @param discarded bytes of data that came after {@code bye(SHUT_RDWR)} and were thrown away; the most of all connections
 */
record Measures(Optional<First> first, Tally visits, Optional<Spread> time, OptionalLong read, OptionalLong discarded) {

    static Measures none() {
        return new Measures(
                Optional.empty(), Tally.of(List.of()), Optional.empty(), OptionalLong.empty(), OptionalLong.empty());
    }
}
