// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.report;

import java.util.Map;
import java.util.stream.Collectors;

/** The page for programs: a line for each rule, the counts separated by tabs. */
final class Table {
    private Table() {}

    static String of(Report report) {
        return report.tallies().keySet().stream()
                .map(rule -> Map.entry(rule, report.of(rule)))
                .map(each -> each.getKey() + "\t" + each.getValue().passed() + "\t"
                        + each.getValue().failed() + "\t" + each.getValue().skipped() + "\n")
                .collect(Collectors.joining("", "tests\t" + report.tests() + "\n", ""));
    }
}
