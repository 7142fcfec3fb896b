// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was seen, as the table of {@code PEERS.md}: backends with which all went alike share a row. */
final class Table {
    private static final String NOT_TRIED = "";
    private static final String BEGINNING = "| peer | it is |";

    private Table() {}

    static List<String> of(Map<Row, Map<Act, String>> seen) {
        Stream<Act> acts = Stream.of(Act.values());
        String head = line(Stream.concat(Stream.of("peer", "it is", "TLS", "backend"), acts.map(Act::title)));
        String rule = "|" + "---|".repeat(4 + Act.values().length);
        return Stream.concat(Stream.of(head, rule), rows(seen)).toList();
    }

    private static Stream<String> rows(Map<Row, Map<Act, String>> seen) {
        Map<List<String>, String> backends = new LinkedHashMap<>();
        seen.forEach((row, cells) ->
                backends.merge(List.of(left(row), right(cells)), row.backend(), (a, b) -> a + ", " + b));
        return backends.entrySet().stream()
                .map(each -> line(Stream.of(
                        each.getKey().get(0), each.getValue(), each.getKey().get(1))));
    }

    private static String left(Row row) {
        return String.join(
                " | ",
                row.peer().name(),
                row.peer().role().toString(),
                row.protocol().standardName().replace("TLSv", ""));
    }

    private static String right(Map<Act, String> cells) {
        return Stream.of(Act.values())
                .map(act -> cells.getOrDefault(act, NOT_TRIED))
                .collect(Collectors.joining(" | "));
    }

    /** Whether these lines of the table have this row, for its backend among others. */
    static boolean has(List<String> lines, Row row, Map<Act, String> cells) {
        return lines.stream()
                .filter(line -> line.startsWith("| " + left(row) + " | ") && line.endsWith(" | " + right(cells) + " |"))
                .map(line -> line.substring(
                        left(row).length() + 5, line.length() - right(cells).length() - 5))
                .anyMatch(backends -> List.of(backends.split(", ")).contains(row.backend()));
    }

    /** Its lines in the text around it. */
    static List<String> in(String text) {
        return text.lines()
                .dropWhile(line -> !line.startsWith(BEGINNING))
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    /** The text with this table in the place of its own. */
    static String replacedIn(String text, List<String> table) {
        return text.replace(String.join("\n", in(text)), String.join("\n", table));
    }

    static String line(Row row, Map<Act, String> cells) {
        return line(Stream.of(left(row), row.backend(), right(cells)));
    }

    private static String line(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |"));
    }
}
