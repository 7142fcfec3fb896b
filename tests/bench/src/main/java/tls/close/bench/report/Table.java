// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tls.close.bench.Quartiles;
import tls.close.bench.report.Findings.LeftOut;

/** Findings as text: ratios, as median and quartiles over the rounds. */
public final class Table {
    private static final String LINE = "%-26s %-10s %-13s %-18s %10s %18s %18s %18s %9s%n";

    private static final String IDLE = "%-26s %-10s %-13s %16s %16s %16s%n";

    private Table() {}

    /**
     * The conditions, a line for each row, and who was left out.
     *
     * @param findings what to say
     * @return text that ends with a line break
     */
    public static String of(Findings findings) {
        return Stream.of(
                        findings.conditions().stream().map(each -> each + System.lineSeparator()),
                        Stream.of(head()),
                        findings.rows().stream().map(Table::line),
                        idle(findings.idle()),
                        leftOut(findings.leftOut()))
                .flatMap(part -> part)
                .collect(Collectors.joining());
    }

    private static String head() {
        return String.format(
                LINE,
                "scenario",
                "backend",
                "transport",
                "rival",
                "µs",
                "/ bare loop",
                "/ own socket",
                "CPU / own socket",
                "+ bytes");
    }

    private static String line(Row row) {
        return String.format(
                Locale.ROOT,
                LINE,
                row.scenario(),
                row.backend(),
                row.transport(),
                row.rival(),
                String.format(Locale.ROOT, "%.1f", row.micros()),
                ratio(row.toBare()),
                ratio(row.toOwnSocket()),
                ratio(row.cpuToOwnSocket()),
                row.allocatedAboveBare()
                        .map(bytes -> String.format(Locale.ROOT, "%.0f", bytes))
                        .orElse("-"));
    }

    private static String ratio(Optional<Quartiles> figures) {
        return figures.map(Table::ratio).orElse("-");
    }

    private static String ratio(Quartiles figures) {
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", figures.median(), figures.low(), figures.high());
    }

    private static Stream<String> idle(List<Held> all) {
        String head =
                String.format(IDLE, "scenario", "backend", "transport", "+ engine", "+ bare engine", "+ own socket");
        return Stream.concat(
                all.stream().limit(1).map(any -> head), all.stream().map(Table::line));
    }

    private static String line(Held held) {
        return String.format(
                Locale.ROOT,
                IDLE,
                "idle",
                held.backend(),
                held.transport(),
                held.aboveEngine().map(String::valueOf).orElse("-"),
                held.aboveBareEngine().map(String::valueOf).orElse("-"),
                held.aboveOwnSocket().map(String::valueOf).orElse("-"));
    }

    private static Stream<String> leftOut(List<LeftOut> all) {
        return all.stream()
                .map(each -> String.format(
                        "left out: %s, %s, %s, %s: %s%n",
                        each.scenario(), each.backend(), each.transport(), each.rival(), each.reason()));
    }
}
