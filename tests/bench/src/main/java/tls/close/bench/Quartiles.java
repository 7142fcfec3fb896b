// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.util.stream.DoubleStream;

/**
 * The middle of many figures, and how far they spread.
 *
 * @param low a quarter lies below
 * @param median half lies below
 * @param high a quarter lies above
 */
public record Quartiles(double low, double median, double high) {

    static Quartiles of(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
    }
}
