// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Findings as a page that a person can read, without colours, in ASCII. */
final class Table {
    private static final List<String> HEAD =
            List.of("", "backend", "protocol", "transport", "scenario", "outcome", "time", "discarded", "plaintext");
    private static final int FIRST_NUMBER = 6;
    private static final int LAST_NUMBER = 7;
    private static final String GAP = "  ";
    private static final String LEGEND = """
            transport  socket, channel: blocking; selector: a non-blocking channel
            scenario   goodbye: the peer answers close_notify, and goes on in plaintext; cut: it just ends;
                       target: it does as it likes
            time       from bye until what came of it; discarded: bytes of data that came in between
            plaintext  on the same transport afterwards, both ways; -: not tried
            """;

    private Table() {}

    static String page(Findings findings) {
        StringBuilder page = new StringBuilder("How TLS ends: ").append(findings.headline());
        page.append("\n\n").append(aligned(findings.rows())).append('\n');
        page.append(LEGEND);
        findings.notes().forEach(note -> page.append("note: ").append(note).append('\n'));
        return page.append('\n').append(summary(findings)).append('\n').toString();
    }

    private static String summary(Findings findings) {
        long judged = findings.count(Verdict.OK) + findings.count(Verdict.FAILED);
        return findings.count(Verdict.OK) + " of " + judged + " as the rules say"
                + (findings.allAsTheRulesSay() ? "." : ": see the errors.");
    }

    private static String aligned(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>(List.of(HEAD));
        rows.forEach(row -> lines.add(cells(row)));
        int[] widths = IntStream.range(0, HEAD.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream().map(line -> aligned(line, widths)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static String aligned(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> {
                    String space = " ".repeat(widths[column] - cells.get(column).length());
                    boolean number = column >= FIRST_NUMBER && column <= LAST_NUMBER;
                    return number ? space + cells.get(column) : cells.get(column) + space;
                })
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.verdict().toString(),
                row.backend(),
                row.protocol(),
                row.transport(),
                row.scenario(),
                row.outcome(),
                row.time().map(Table::millis).orElse("-"),
                row.discarded().isPresent() ? row.discarded().getAsLong() + " B" : "-",
                row.plaintext().toString());
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.2f ms", time.toNanos() / 1e6);
    }
}
