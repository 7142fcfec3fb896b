// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers in the names of tests, and what the rules say. */
public final class Rules {
    private static final String TEXT = "/tls/close/tck/report/RULES.md";
    private static final Pattern ROW = Pattern.compile("\\| (E\\d+|S\\d+|\\d+\\.\\d+) \\| (.*?) \\|.*");

    /** As in {@code rule3_1_rule3_2_allEndInTwoPhases} and {@code ruleE9_scenario150_...}. */
    private static final Pattern RULE = Pattern.compile("(?<![A-Za-z])rule(E\\d+|S\\d+|\\d+_\\d+)(?![A-Za-z0-9])");

    /** As in {@code scenario51} and {@code scenarios26to35_38}. */
    private static final Pattern SCENARIO = Pattern.compile("scenarios?(\\d+)(?:to(\\d+))?((?:_\\d+)*)(?![A-Za-z0-9])");

    private Rules() {}

    /**
     * Which rules a test shows.
     *
     * @param test the name of its method
     * @return their numbers, such as {@code 3.1} and {@code E9}
     */
    public static List<String> citedBy(String test) {
        return RULE.matcher(test)
                .results()
                .map(found -> found.group(1).replace('_', '.'))
                .toList();
    }

    static Set<Integer> scenariosOf(String test) {
        Set<Integer> numbers = new TreeSet<>();
        for (MatchResult found : SCENARIO.matcher(test).results().toList()) {
            int first = Integer.parseInt(found.group(1));
            int last = found.group(2) == null ? first : Integer.parseInt(found.group(2));
            for (int number = first; number <= last; number++) {
                numbers.add(number);
            }
            for (String one : found.group(3).split("_", -1)) {
                if (!one.isEmpty()) {
                    numbers.add(Integer.valueOf(one));
                }
            }
        }
        return numbers;
    }

    /**
     * The rules that come with the kit.
     *
     * @return what each says, by its number, in their order
     */
    public static Map<String, String> all() {
        Map<String, String> rules = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(Rules.class.getResourceAsStream(TEXT), TEXT)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    rules.put(row.group(1), row.group(2).replace("`", "").replace("*", ""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rules;
    }

    /** In the order of the rules; what is none comes last. */
    static Comparator<String> order() {
        List<String> known = new ArrayList<>(all().keySet());
        return Comparator.<String>comparingInt(rule -> known.contains(rule) ? known.indexOf(rule) : known.size())
                .thenComparing(Comparator.naturalOrder());
    }
}
