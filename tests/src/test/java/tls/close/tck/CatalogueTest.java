// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every scenario of the catalogue stands in the name of a test, or here with the reason why it does not. */
class CatalogueTest {
    private static final Path TESTS = Path.of(System.getProperty("basedir"));
    private static final int LAST = 164;

    private static final Pattern ENTRY = Pattern.compile("\\| (\\d+) \\|");
    private static final Pattern METHOD = Pattern.compile("void (\\w+)\\(");

    /** Such as {@code scenario51}, {@code scenarios26to35_38}. */
    private static final Pattern SCENARIO = Pattern.compile("scenarios?(\\d+)(?:to(\\d+))?((?:_\\d+)*)(?![a-z0-9])");

    private static final String OUT_OF_SCOPE = "outside of the first version";

    private static final Map<Integer, String> UNTESTED = untested();

    private static Map<Integer, String> untested() {
        Map<Integer, String> reasons = new TreeMap<>();
        put(reasons, OUT_OF_SCOPE, 118);
        return reasons;
    }

    private static void put(Map<Integer, String> reasons, String reason, int... numbers) {
        IntStream.of(numbers).forEach(number -> reasons.put(number, reason));
    }

    @Test
    void theCatalogueHasEveryNumberOnce() throws IOException {
        List<Integer> listed = Files.readAllLines(TESTS.resolve("SCENARIOS.md")).stream()
                .map(ENTRY::matcher)
                .filter(Matcher::lookingAt)
                .map(entry -> Integer.valueOf(entry.group(1)))
                .sorted()
                .toList();
        assertEquals(IntStream.rangeClosed(1, LAST).boxed().toList(), listed);
    }

    /** Exactly those: who writes a test for one of them takes it off the list. */
    @Test
    void everyScenarioStandsInTheNameOfATestOrHasAReason() throws IOException {
        NavigableSet<Integer> without =
                new TreeSet<>(IntStream.rangeClosed(1, LAST).boxed().toList());
        without.removeAll(tested());
        assertEquals(new TreeSet<>(UNTESTED.keySet()), without);
    }

    private static NavigableSet<Integer> tested() throws IOException {
        NavigableSet<Integer> numbers = new TreeSet<>();
        for (String sources : List.of("src/main/java/tls/close/tck/scenario", "src/test/java")) {
            try (Stream<Path> files = Files.walk(TESTS.resolve(sources))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    METHOD.matcher(Files.readString(file))
                            .results()
                            .map(method -> method.group(1))
                            .forEach(name -> numbers.addAll(numbers(name)));
                }
            }
        }
        return numbers;
    }

    private static NavigableSet<Integer> numbers(String name) {
        NavigableSet<Integer> numbers = new TreeSet<>();
        for (MatchResult found : SCENARIO.matcher(name).results().toList()) {
            int first = Integer.parseInt(found.group(1));
            int last = found.group(2) == null ? first : Integer.parseInt(found.group(2));
            IntStream.rangeClosed(first, last).forEach(numbers::add);
            Stream.of(found.group(3).split("_"))
                    .filter(one -> !one.isEmpty())
                    .forEach(one -> numbers.add(Integer.valueOf(one)));
        }
        return numbers;
    }

    @Test
    void namesAreReadAsTheyAreMeant() {
        assertEquals(new TreeSet<>(List.of(51)), numbers("rule7_6_scenario51_oneEmptyRecordMoreIsTooMuch"));
        assertEquals(new TreeSet<>(List.of(57, 62)), numbers("rule7_2_scenario57_scenario62_aSilentPeer"));
        assertEquals(new TreeSet<>(List.of(26, 27, 28, 38)), numbers("rule4_1_scenarios26to28_38_everyCut"));
        assertEquals(new TreeSet<>(), numbers("rule10_2_closeIsQuick"));
    }
}
