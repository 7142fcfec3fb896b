// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/**
 * Rows in columns that are as wide as they have to be, the verdict first.
 *
 * @param colours for the verdict
 * @param columns the others
 */
record Table(ColorScheme colours, List<TableColumn> columns) {
    private static final int GAP = 2;

    /**
     * A column.
     *
     * @param title its head
     * @param side to which side its cells go
     * @param cell its cell of a row
     */
    record TableColumn(String title, Side side, Function<Row, String> cell) {
        static TableColumn text(String title, Function<Row, String> cell) {
            return new TableColumn(title, Side.LEFT, cell);
        }

        static TableColumn number(String title, Function<Row, String> cell) {
            return new TableColumn(title, Side.RIGHT, cell);
        }

        private int width(List<Row> rows) {
            return Stream.concat(Stream.of(title), rows.stream().map(cell))
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
        }

        private String aligned(String text, int width) {
            return switch (side) {
                case LEFT -> text;
                case RIGHT -> " ".repeat(width - text.length()) + text;
            };
        }
    }

    /** Where the cells of a column stand. */
    enum Side {
        LEFT,
        RIGHT
    }

    String of(List<Row> rows) {
        List<Integer> widths =
                columns.stream().map(column -> column.width(rows)).toList();
        int verdicts = rows.stream()
                .mapToInt(row -> row.verdict().toString().length())
                .max()
                .orElse(0);
        List<Column> layout = new ArrayList<>(List.of(new Column(verdicts, 0, Overflow.TRUNCATE)));
        widths.forEach(width -> layout.add(new Column(width + GAP, GAP, Overflow.TRUNCATE)));
        TextTable table = TextTable.forColumns(colours, layout.toArray(Column[]::new));
        table.addRowValues(line(colours.apply("", List.of()), TableColumn::title, widths));
        for (Row row : rows) {
            Ansi.Text verdict = colours.apply(row.verdict().toString(), Colours.of(row.verdict()));
            table.addRowValues(line(verdict, column -> column.cell().apply(row), widths));
        }
        return table.toString().lines().map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
    }

    private Ansi.Text[] line(Ansi.Text verdict, Function<TableColumn, String> cell, List<Integer> widths) {
        List<Ansi.Text> line = new ArrayList<>(List.of(verdict));
        for (int i = 0; i < widths.size(); i++) {
            TableColumn column = columns.get(i);
            line.add(colours.apply(column.aligned(cell.apply(column), widths.get(i)), List.of()));
        }
        return line.toArray(Ansi.Text[]::new);
    }
}
