// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.bare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The README's table says what the tests show, all of it, and nothing else. */
class TableWithoutUsTest {
    private static final Path README =
            Path.of(System.getProperty("basedir", ".")).resolve("../README.md");

    /** In the order of the table's columns, after the row's title and before what we do. */
    private static final List<Class<?>> COLUMNS =
            List.of(JdkWithoutUsTest.class, BouncyCastleWithoutUsTest.class, ConscryptWithoutUsTest.class);

    @ParameterizedTest
    @EnumSource(Row.class)
    void theTableSaysWhatTheTestsShow(Row row) throws IOException {
        List<String> cells = cells(row);
        assertEquals(2 + COLUMNS.size(), cells.size());
        for (int i = 0; i < COLUMNS.size(); i++) {
            assertEquals(shown(COLUMNS.get(i), row), clauses(cells.get(1 + i)));
        }
        assertTrue(cells.get(1 + COLUMNS.size()).matches(".*\\d\\.\\d.*"), "no rule of ours");
    }

    private static Set<String> shown(Class<?> column, Row row) {
        return Arrays.stream(column.getDeclaredMethods())
                .flatMap(test -> Stream.ofNullable(test.getAnnotation(Cell.class)))
                .filter(cell -> cell.row() == row)
                .flatMap(cell -> clauses(cell.says()).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> clauses(String cell) {
        return Arrays.stream(cell.split(";", -1)).map(String::strip).collect(Collectors.toSet());
    }

    private static List<String> cells(Row row) throws IOException {
        String start = "| " + row.title() + " |";
        List<String> lines = Files.readAllLines(README).stream()
                .filter(line -> line.startsWith(start))
                .toList();
        assertEquals(1, lines.size(), start);
        String[] parts = lines.get(0).split("\\|", -1);
        // Nothing stands before the first bar and after the last.
        return IntStream.range(1, parts.length - 1)
                .mapToObj(i -> parts[i].strip())
                .toList();
    }
}
