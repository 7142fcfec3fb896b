// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets contestants take turns in one JVM, so that what drifts on the host drifts for all of them. Each round begins with
 * another, and after a garbage collection that nobody has to pay for.
 */
final class Contest {
    private final Map<Contestant, List<Meter.Turn>> turns = new LinkedHashMap<>();
    private final List<LeftOut> leftOut;

    /** @param leftOut where to note whoever fails */
    Contest(List<Contestant> contestants, List<LeftOut> leftOut) {
        this.leftOut = leftOut;
        contestants.forEach(contestant -> turns.put(contestant, new ArrayList<>()));
    }

    /**
     * Runs all of it.
     *
     * @return the turns of each, as many for everyone
     */
    Map<Contestant, List<Meter.Turn>> run(int warmup, int rounds, int operations) {
        for (int done = 0; done < warmup; done += operations) {
            round(Math.min(operations, warmup - done));
        }
        turns.values().forEach(List::clear);
        for (int round = 0; round < rounds; round++) {
            System.gc();
            round(operations);
        }
        return turns;
    }

    private void round(int operations) {
        List<Contestant> order = new ArrayList<>(turns.keySet());
        Collections.rotate(
                order, turns.values().stream().mapToInt(List::size).max().orElse(0));
        for (Contestant contestant : order) {
            Meter meter = new Meter(operations);
            try {
                contestant.turn(operations, meter);
                turns.computeIfAbsent(contestant, each -> new ArrayList<>()).add(meter.turn());
            } catch (IOException | RuntimeException | AssertionError e) {
                turns.remove(contestant);
                leftOut.add(
                        new LeftOut(contestant.name(), contestant.transport().label(), e.toString()));
            }
        }
    }

    /**
     * Who could not take part.
     *
     * @param name of the rival
     * @param transport under it
     * @param reason as data
     */
    record LeftOut(String name, String transport, String reason) {}
}
