// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tls.close.tck.peer.TlsVersion;

/**
 * FRAMEWORKS.md says what the other tests have just found. Where it differs, copy what was expected: it is in
 * {@code target/FRAMEWORKS.md} too. What a slice has not measured stays as it is.
 */
class FrameworksTableTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final int TABLE_OF_JDK = 17;
    private static final Pattern VERSIONS = Pattern.compile("1\\.2: (.+), 1\\.3: (.+)");

    private final List<String> lines;
    private final Map<String, List<String>> rows = new HashMap<>();

    FrameworksTableTest() throws IOException {
        Path table = MODULE.resolve("FRAMEWORKS.md");
        lines = Files.exists(table) ? Files.readAllLines(table) : List.of();
        lines.stream().filter(line -> line.startsWith("|")).forEach(line -> {
            List<String> cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            rows.put(cells.get(1) + cells.get(2), cells.subList(3, cells.size() - 1));
        });
    }

    @Test
    void theTableIsWhatTheTestsFind() throws IOException {
        assumeTrue(
                Runtime.version().feature() == TABLE_OF_JDK,
                "the table is about the JDK " + TABLE_OF_JDK + ", and later ones have other HTTP clients and servers");
        String found =
                Stream.of(head(), body(), obstacles()).flatMap(part -> part).collect(joining("\n"));
        Files.createDirectories(MODULE.resolve("target"));
        Files.writeString(MODULE.resolve("target/FRAMEWORKS.md"), found + "\n");
        assertEquals(found, String.join("\n", lines));
    }

    private static Stream<String> head() {
        return Stream.of(
                "# Libraries, unchanged, over `tls.sslContext()`",
                "",
                "On JDK 17, in TLS 1.2 and 1.3 unless a number says which. Each cell is a test of this module, against a peer",
                "that is scripted or Debian's; the column on the left is the same test with an `SSLContext` of the JDK's.",
                "`mvn -Pframeworks` measures all of it, and this file is compared with what was found.",
                "",
                "| library | | " + makers(Maker::column) + " |",
                "|---|---|" + makers(maker -> "---").replace(" ", "") + "|");
    }

    private static String makers(Function<Maker, String> cell) {
        return Arrays.stream(Maker.values()).map(cell).collect(joining(" | "));
    }

    private Stream<String> body() {
        return Arrays.stream(Library.values())
                .flatMap(library -> Question.of(library)
                        .map(question -> "| " + library.title() + " | " + question.title() + mark(library, question)
                                + " | " + makers(maker -> cell(library, question, maker)) + " |"));
    }

    private static String mark(Library library, Question question) {
        return Obstacle.isIn(library, question) ? " (*)" : "";
    }

    private static Stream<String> obstacles() {
        return Stream.concat(
                Stream.of("", "(*) What no `SSLContext` can help, or not on this backend:", ""),
                Obstacle.ALL.stream().map(obstacle -> "- " + obstacle));
    }

    private String cell(Library library, Question question, Maker maker) {
        String before = before(library, question, maker);
        Answer older = answer(library, question, new Setup(maker, TlsVersion.TLS_1_2), before);
        Answer newer = answer(library, question, new Setup(maker, TlsVersion.TLS_1_3), before);
        return older == newer ? older.toString() : "1.2: " + older + ", 1.3: " + newer;
    }

    private String before(Library library, Question question, Maker maker) {
        List<String> cells = rows.get(library.title() + question.title() + mark(library, question));
        return cells == null
                ? Answer.UNKNOWN.toString()
                : cells.get(List.of(Maker.values()).indexOf(maker));
    }

    private static Answer answer(Library library, Question question, Setup setup, String before) {
        try {
            Optional<Answer> measured = Facts.read(new Fact(library, question, setup));
            return measured.orElseGet(
                    () -> Matrix.asked() == Matrix.ALL ? Answer.UNKNOWN : parse(before, setup.version()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer parse(String cell, TlsVersion version) {
        Matcher both = VERSIONS.matcher(cell);
        String text = both.matches() ? both.group(version == TlsVersion.TLS_1_2 ? 1 : 2) : cell;
        return Arrays.stream(Answer.values())
                .filter(answer -> answer.toString().equals(text))
                .findFirst()
                .orElse(Answer.UNKNOWN);
    }
}
