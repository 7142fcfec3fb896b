// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How times differ.
 *
 * @param min the shortest
 * @param median the one in the middle; of two, the shorter
 * @param max the longest
 */
record Spread(Duration min, Duration median, Duration max) {

    /** Of some times; empty if there are none. */
    static Optional<Spread> of(List<Duration> times) {
        if (times.isEmpty()) {
            return Optional.empty();
        }
        List<Duration> sorted = times.stream().sorted().toList();
        int last = sorted.size() - 1;
        return Optional.of(new Spread(sorted.get(0), sorted.get(last / 2), sorted.get(last)));
    }
}
