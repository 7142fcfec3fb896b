// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tls.close.tck.TlsProviderTck;
import tls.close.tck.report.Rules;

/**
 * {@code tests/REPORT.md} is what the kit came to on our backends when all of it was last run here. Where it differs, it
 * is stale: CONTRIBUTING has the command that makes it anew.
 */
class SummaryTest {
    private static final Path TESTS = Path.of(System.getProperty("basedir")).resolve("..");
    private static final Path SUMMARY = TESTS.resolve("REPORT.md");
    private static final Path README = TESTS.resolve("../README.md");

    /** All that the README says of it. */
    private static final Pattern SUM = Pattern.compile("passed, failed and skipped: [^.]+\\.");

    private static final boolean WRITE = "write".equals(System.getProperty("tls.close.summary"));

    /** The names of the backends, and of the classes that run the kit over them. */
    private static final Map<String, String> BACKENDS = new LinkedHashMap<>();

    static {
        BACKENDS.put("bc", "BcTest");
        BACKENDS.put("conscrypt", "ConscryptTest");
        BACKENDS.put("jsse", "JsseTest");
    }

    private static final String HEAD = """
            # What the kit comes to on our backends
            How many cases of each rule pass, on JDK 17 and Linux; and how many are skipped, by what a backend
            [cannot do](../api/LIMITS.md#what-a-backend-cannot-do) or this JDK does not have. A case is a test under one setting:
            version, role, transport. Each run writes all of it to `tests/target/tls-close-tck`, as text and for browsers.

            | rule |%s
            |---|%s
            %s
            """;

    @Test
    void theSummaryIsWhatTheKitCameTo() throws IOException {
        boolean isHere = Runtime.version().feature() == 17
                && System.getProperty("os.name").equals("Linux");
        assumeTrue(isHere, "another JDK or system skips other cases");
        Map<String, Map<String, String>> counts = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : BACKENDS.entrySet()) {
            Path report = TESTS.resolve("target/tls-close-tck").resolve(each.getValue() + ".tsv");
            assumeTrue(Files.exists(report), () -> "the kit was not run over " + each.getKey());
            Map<String, String> rows = Files.readAllLines(report).stream()
                    .map(line -> line.split("\t", 2))
                    .collect(Collectors.toMap(row -> row[0], row -> row[1]));
            assumeTrue(
                    String.valueOf(tests()).equals(rows.get("tests")),
                    () -> "not all of the kit was run over " + each.getKey() + ": " + rows.get("tests") + " of "
                            + tests());
            counts.put(each.getKey(), rows);
        }
        assertIsIn(SUMMARY, summary(counts));
        String readme = Files.readString(README);
        assertIsIn(README, SUM.matcher(readme).replaceFirst(sum(counts)));
    }

    private static void assertIsIn(Path page, String made) throws IOException {
        if (WRITE) {
            Files.writeString(page, made);
        }
        assertEquals(Files.readString(page), made, "the summary is stale: CONTRIBUTING says how it is made");
    }

    /** A case of two rules is one of each. */
    private static String sum(Map<String, Map<String, String>> counts) {
        return counts.entrySet().stream()
                .map(backend -> "`" + backend.getKey() + "` "
                        + IntStream.range(0, 3)
                                .mapToObj(column -> String.valueOf(Rules.all().keySet().stream()
                                        .mapToInt(rule -> Integer.parseInt(backend.getValue()
                                                .getOrDefault(rule, "0\t0\t0")
                                                .split("\t", -1)[column]))
                                        .sum()))
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; ", "passed, failed and skipped: ", "."));
    }

    private static String summary(Map<String, Map<String, String>> counts) {
        String names = counts.keySet().stream().map(name -> " `" + name + "` |").collect(Collectors.joining());
        String rows = Rules.all().keySet().stream()
                .map(rule -> "| " + rule + " |"
                        + counts.values().stream()
                                .map(each -> " " + cell(each.getOrDefault(rule, "0\t0\t0")) + " |")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
        return HEAD.formatted(names, "---|".repeat(counts.size()), rows);
    }

    private static String cell(String counts) {
        List<String> each = List.of(counts.split("\t", -1));
        return each.get(0)
                + (each.get(1).equals("0") ? "" : ", " + each.get(1) + " failed")
                + (each.get(2).equals("0") ? "" : ", " + each.get(2) + " skipped");
    }

    /** Of the groups, and the first look. */
    private static int tests() {
        long inGroups = Arrays.stream(TlsProviderTck.class.getDeclaredClasses())
                .filter(group -> group.isAnnotationPresent(Nested.class))
                .flatMap(Trial::methods)
                .filter(method -> method.getName().startsWith("rule"))
                .count();
        return Math.toIntExact(inGroups) + 1;
    }
}
