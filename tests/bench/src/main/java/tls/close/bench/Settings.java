// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import tls.close.bench.line.Backend;
import tls.close.bench.memory.Memory;

/**
 * What to run, from the system properties {@code bench.*} that the pom describes.
 *
 * @param scenarios which, in their order
 * @param inMemory whether JMH runs too
 * @param whileIdle whether it is measured what connections hold that have nothing to do
 * @param backends which, in their order
 * @param rounds how often each rival has its turn
 * @param warmup how many operations each has before that, where an operation is a close
 * @param output where the reports go
 * @param sources where the programs in C are
 */
record Settings(
        List<Scenario> scenarios,
        boolean inMemory,
        boolean whileIdle,
        List<Backend> backends,
        int rounds,
        int warmup,
        Path output,
        Path sources) {
    private static final String SCENARIO = "bench.scenario";

    static Settings fromProperties() {
        return new Settings(
                picked(SCENARIO, Scenario.values(), Scenario::label),
                isAsked(Memory.LABEL),
                isAsked(Idle.LABEL),
                picked("bench.backend", Backend.values(), Backend::label),
                Integer.getInteger("bench.rounds", 40),
                Integer.getInteger("bench.warmup", 6000),
                Path.of(System.getProperty("bench.output", "target")),
                Path.of(System.getProperty("bench.sources", "src/main/c")));
    }

    /** All of them where nothing is asked for. */
    private static <T> List<T> picked(String property, T[] all, Function<T, String> label) {
        List<String> names = asked(property);
        List<String> known = new ArrayList<>(Arrays.stream(all).map(label).toList());
        known.addAll(List.of(Memory.LABEL, Idle.LABEL));
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException(property + "=" + String.join(",", names) + ": there are " + known);
        }
        return Arrays.stream(all)
                .filter(each -> names.isEmpty() || names.contains(label.apply(each)))
                .toList();
    }

    private static boolean isAsked(String label) {
        return asked(SCENARIO).isEmpty() || asked(SCENARIO).contains(label);
    }

    private static List<String> asked(String property) {
        return Arrays.stream(System.getProperty(property, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
