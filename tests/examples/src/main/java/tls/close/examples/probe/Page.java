// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static tls.close.examples.probe.Table.TableColumn.number;
import static tls.close.examples.probe.Table.TableColumn.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import picocli.CommandLine.Help.ColorScheme;
import tls.close.CloseReport.First;
import tls.close.examples.probe.Table.TableColumn;

/**
 * Findings as a page that a person can read, in ASCII.
 *
 * @param columns of the table
 * @param legend what they mean
 * @param asItShouldBe what a row is that is well
 */
record Page(List<TableColumn> columns, String legend, String asItShouldBe) {

    /** For the embedded server. */
    static final Page EMBEDDED = new Page(
            List.of(
                    text("backend", row -> row.subject().backend()),
                    text("protocol", row -> row.subject().protocol()),
                    text("transport", row -> row.subject().transport()),
                    text("scenario", row -> row.subject().scenario()),
                    text("outcome", Row::outcome),
                    number("time", Page::median),
                    number("discarded", row -> bytes(row.measures().discarded())),
                    text("plaintext", row -> row.plaintext().toString())),
            """
            transport  socket, channel: blocking; selector: a non-blocking channel
            scenario   goodbye: the peer answers close_notify, and goes on in plaintext; cut: it just ends
            time       from bye until what came of it; discarded: bytes of data that came in between
            plaintext  on the same transport afterwards, both ways; -: not tried
            """,
            "as the rules say");

    private static final String TARGET_LEGEND = """
            ended first  who said close_notify or dropped the connection first, as seen from here
            data         bytes that the server said, read or discarded; the most of all connections
            time         until the server's close_notify, or what came instead: from the end of our sending, or from our
                         own close_notify if that came first
            """;

    /** For a real server, one connection a row. */
    static final Page TARGET = new Page(target(List.of(number("time", Page::median))), TARGET_LEGEND, "ended properly");

    /** For a real server, several. */
    static final Page TARGET_REPEATED = new Page(
            target(List.of(
                    number(
                            "orderly",
                            row -> String.valueOf(row.measures().visits().orderly())),
                    number(
                            "truncated",
                            row -> String.valueOf(row.measures().visits().truncated())),
                    number(
                            "silent",
                            row -> String.valueOf(row.measures().visits().silent())),
                    number(
                            "other",
                            row -> String.valueOf(row.measures().visits().other())),
                    number(
                            "min",
                            row -> row.measures()
                                    .time()
                                    .map(Spread::min)
                                    .map(Page::millis)
                                    .orElse("-")),
                    number("median", Page::median),
                    number(
                            "max",
                            row -> row.measures()
                                    .time()
                                    .map(Spread::max)
                                    .map(Page::millis)
                                    .orElse("-")))),
            TARGET_LEGEND.replace("time         until", "min to max   until"),
            "ended properly");

    String of(Findings findings, ColorScheme colours) {
        StringBuilder page = new StringBuilder("How TLS ends: ").append(findings.headline());
        page.append("\n\n")
                .append(new Table(colours, columns).of(findings.rows()))
                .append('\n');
        page.append(legend);
        findings.notes().forEach(note -> page.append("note: ").append(note).append('\n'));
        page.append('\n');
        findings.praise().forEach(words -> page.append(words).append('\n'));
        return page.append(summary(findings)).append('\n').toString();
    }

    private String summary(Findings findings) {
        long judged = findings.count(Verdict.OK) + findings.count(Verdict.FAILED);
        return findings.count(Verdict.OK) + " of " + judged + " " + asItShouldBe
                + (findings.allWell() ? "." : ": see the errors.");
    }

    private static List<TableColumn> target(List<TableColumn> times) {
        List<TableColumn> columns = new ArrayList<>(List.of(
                text("backend", row -> row.subject().backend()),
                text("protocol", row -> row.subject().protocol()),
                text("ended first", Page::first),
                text("outcome", Row::outcome),
                number("data", Page::data)));
        columns.addAll(times);
        return List.copyOf(columns);
    }

    private static String first(Row row) {
        return row.measures()
                .first()
                .filter(first -> first != First.NOBODY)
                .map(first -> first == First.PEER ? "server" : "probe")
                .orElse("-");
    }

    private static String data(Row row) {
        OptionalLong read = row.measures().read();
        return bytes(
                read.isPresent()
                        ? OptionalLong.of(
                                read.getAsLong() + row.measures().discarded().orElse(0))
                        : read);
    }

    private static String bytes(OptionalLong count) {
        return count.isPresent() ? count.getAsLong() + " B" : "-";
    }

    private static String median(Row row) {
        return row.measures().time().map(Spread::median).map(Page::millis).orElse("-");
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.2f ms", time.toNanos() / 1e6);
    }
}
