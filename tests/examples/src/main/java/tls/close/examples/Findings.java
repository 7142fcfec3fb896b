// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.util.List;

/**
 * All that a run found.
 *
 * @param headline what was probed
 * @param rows what came of it
 */
record Findings(String headline, List<Row> rows) {

    boolean allAsTheRulesSay() {
        return count(Verdict.FAILED) == 0 && count(Verdict.OK) > 0;
    }

    /** Whether there is more to show than why nobody could be visited. */
    boolean anyVisit() {
        return rows.stream().anyMatch(row -> row.ending() != Ending.NOT_CONNECTED);
    }

    /** What a person has to do something about. */
    List<String> problems() {
        List<String> problems = remarks(Verdict.FAILED);
        return problems.isEmpty() && count(Verdict.OK) == 0
                ? List.of("no TLS backend can be used here: put a provider such as tls-close-jsse on the module path")
                : problems;
    }

    /** What a person should know. */
    List<String> notes() {
        return remarks(Verdict.SKIPPED);
    }

    long count(Verdict verdict) {
        return rows.stream().filter(row -> row.verdict() == verdict).count();
    }

    private List<String> remarks(Verdict verdict) {
        return rows.stream()
                .filter(row -> row.verdict() == verdict)
                .flatMap(row -> row.fullRemarks().stream())
                .toList();
    }
}
