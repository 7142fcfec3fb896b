// SPDX-License-Identifier: Apache-2.0
package tls.close.culprit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers of the rules, where they are laid down and where tests carry them. */
final class Rule {
    private static final Path RULES = Path.of(System.getProperty("basedir")).resolve("../../api/RULES.md");
    private static final Pattern ROW = Pattern.compile("\\| (E\\d+|S\\d+|\\d+\\.\\d+) \\|.*");

    /** As in {@code rule3_1_rule3_2_allEndInTwoPhases} and {@code ruleE9_scenario150_...}. */
    private static final Pattern CITED = Pattern.compile("(?<![A-Za-z])rule(E\\d+|S\\d+|\\d+_\\d+)(?![A-Za-z0-9])");

    private Rule() {}

    /** All of them, in their order. */
    static List<String> numbers() throws IOException {
        return Files.readAllLines(RULES).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .toList();
    }

    /** Those that a test shows. */
    static List<String> citedBy(String test) {
        return CITED.matcher(test)
                .results()
                .map(found -> found.group(1).replace('_', '.'))
                .toList();
    }
}
