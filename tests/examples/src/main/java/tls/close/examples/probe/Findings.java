// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * All that a run found.
 *
 * @param headline what was probed
 * @param rows what came of it
 */
record Findings(String headline, List<Row> rows) {

    boolean allWell() {
        return count(Verdict.FAILED) == 0 && count(Verdict.OK) > 0;
    }

    /** Whether there is more to show than why nobody could be visited. */
    boolean anyVisit() {
        return rows.stream().anyMatch(row -> row.ending() != Ending.NOT_CONNECTED);
    }

    /** What a person has to do something about. */
    List<String> problems() {
        List<String> problems = gathered(Verdict.FAILED, Row::remarks);
        return problems.isEmpty() && count(Verdict.OK) == 0
                ? List.of("no TLS backend can be used here: put a provider such as tls-close-jsse on the module path")
                : problems;
    }

    /** What a person should know. */
    List<String> notes() {
        return gathered(Verdict.SKIPPED, Row::remarks);
    }

    /** What is well, in words. */
    List<String> praise() {
        return gathered(Verdict.OK, Row::words);
    }

    long count(Verdict verdict) {
        return rows.stream().filter(row -> row.verdict() == verdict).count();
    }

    /** The sentences of some rows, each once, and with the rows that it is about unless that is all of them. */
    private List<String> gathered(Verdict verdict, Function<Row, List<String>> sentences) {
        Map<String, List<String>> subjects = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> row.verdict() == verdict)
                .forEach(row -> sentences
                        .apply(row)
                        .forEach(sentence -> subjects.computeIfAbsent(sentence, any -> new ArrayList<>())
                                .add(row.subject().toString())));
        return subjects.entrySet().stream()
                .map(entry -> about(entry.getValue()) + entry.getKey())
                .toList();
    }

    private String about(List<String> subjects) {
        String joined = String.join(", ", subjects);
        boolean all = subjects.size() == rows.size() && subjects.size() > 1;
        return all || joined.isEmpty() ? "" : joined + ": ";
    }
}
