// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that is known of one run of the kit over one provider. Used by one thread. */
final class Report {
    private static final Comparator<Case> BY_WHAT_CAUSES_WHAT = Comparator.comparing(
            Case::firstRule,
            Comparator.comparing((String rule) -> !rule.isEmpty())
                    .thenComparing(rule -> !rule.startsWith("E"))
                    .thenComparing(Rules.order()));

    /** Rule, then place. */
    private final Map<String, Map<Place, Tally>> tallies = new TreeMap<>(Rules.order());

    private final Map<String, TreeSet<Integer>> scenarios = new TreeMap<>(Rules.order());
    /** By how many of the same rule there were before. */
    private final Map<Integer, List<Case>> failures = new TreeMap<>();

    private final Map<String, Integer> failuresOf = new TreeMap<>();
    private final Map<String, Integer> skips = new TreeMap<>();
    private final TreeSet<String> tests = new TreeSet<>();
    private Tally total = Tally.NONE;

    /** A test has had its turn, under however many settings. */
    void saw(String group, String test) {
        tests.add(group + "." + test);
    }

    void add(Case each) {
        total = total.with(each.outcome());
        switch (each.outcome()) {
            case PASSED -> {}
            case FAILED -> {
                failures.computeIfAbsent(
                                failuresOf.merge(each.firstRule(), 1, Integer::sum), unused -> new ArrayList<>())
                        .add(each);
            }
            case SKIPPED -> skips.merge(each.words(), 1, Integer::sum);
        }
        for (String rule : each.rules()) {
            tallies.computeIfAbsent(rule, unused -> new TreeMap<>())
                    .merge(each.at(rule), Tally.NONE.with(each.outcome()), Tally::plus);
            scenarios.computeIfAbsent(rule, unused -> new TreeSet<>()).addAll(Rules.scenariosOf(each.test()));
        }
    }

    Map<String, Map<Place, Tally>> tallies() {
        return tallies;
    }

    Tally of(String rule) {
        return tallies.getOrDefault(rule, Map.of()).values().stream().reduce(Tally.NONE, Tally::plus);
    }

    /** The numbers of the scenarios behind a rule, such as {@code 1, 4-6}. */
    String scenarios(String rule) {
        StringBuilder text = new StringBuilder();
        List<Integer> numbers = List.copyOf(scenarios.getOrDefault(rule, new TreeSet<>()));
        for (int i = 0; i < numbers.size(); i++) {
            int first = numbers.get(i);
            int last = first;
            while (i + 1 < numbers.size() && numbers.get(i + 1) == last + 1) {
                last++;
                i++;
            }
            text.append(text.length() == 0 ? "" : ", ").append(first).append(last > first ? "-" + last : "");
        }
        return text.toString();
    }

    /**
     * The first of each rule come before the second of any: one cause has many. What is of no rule, such as what the first
     * look has found, is before all others, and what the engine does by itself before what is made of it.
     */
    List<Case> failures() {
        return failures.values().stream()
                .flatMap(nth -> nth.stream().sorted(BY_WHAT_CAUSES_WHAT))
                .toList();
    }

    List<Case> failuresOfNoRule() {
        return failures().stream().filter(each -> each.rules().isEmpty()).toList();
    }

    boolean hasFailed(String rule) {
        return failures().stream().anyMatch(each -> each.rules().contains(rule));
    }

    Map<String, Integer> skips() {
        return skips;
    }

    /** How many different tests there were. */
    int tests() {
        return tests.size();
    }

    Tally total() {
        return total;
    }

    /** Whether anything was run. */
    boolean isEmpty() {
        return total.equals(Tally.NONE);
    }
}
