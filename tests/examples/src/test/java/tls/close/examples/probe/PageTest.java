// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.ColorScheme;

class PageTest {
    private static final ColorScheme PLAIN = Colours.of(Map.of(), false);
    private static final ColorScheme COLOURED = Colours.of(Map.of("TERM", "xterm"), true);

    @Test
    void columnsAreAlignedAndNumbersToTheRight() {
        Findings findings = new Findings("here", List.of(Rows.ok(), Rows.failed("why"), Rows.unavailable()));
        assertEquals("""
                How TLS ends: here

                      backend    protocol  transport  scenario  outcome                            time  discarded  plaintext
                ok    jsse       TLSv1.3   socket     goodbye   orderly                         1.23 ms       36 B  yes
                FAIL  jsse       TLSv1.3   socket     goodbye   truncated at a record boundary  1.23 ms       36 B  no
                -     conscrypt  -         -          -         cannot be used here                   -          -  -
                """, firstLines(6, Page.EMBEDDED.of(findings, PLAIN)));
    }

    @Test
    void whoEndedFirstAndWhatWasSaidIsShownOfARealServer() {
        Findings findings = new Findings("there", List.of(Rows.ok()));
        assertEquals("""
                How TLS ends: there

                    backend  protocol  ended first  outcome  data     time
                ok  jsse     TLSv1.3   probe        orderly  36 B  1.23 ms
                """, firstLines(4, Page.TARGET.of(findings, PLAIN)));
    }

    @Test
    void severalConnectionsAreCountedAndTheirTimesSpread() {
        Findings findings = new Findings("there", List.of(Rows.ofFourVisits()));
        String page = Page.TARGET_REPEATED.of(findings, PLAIN);
        assertTrue(page.contains("  data  orderly  truncated  silent  other      min   median       max\n"), page);
        assertTrue(page.contains(" 1024 B        3          1       0      0  1.00 ms  7.00 ms  30.00 ms\n"), page);
        assertTrue(page.contains("min to max   until the server's close_notify"), page);
    }

    @Test
    void coloursChangeNothingButColours() {
        Findings findings = new Findings("here", List.of(Rows.ok(), Rows.failed("why"), Rows.unavailable()));
        String coloured = Page.EMBEDDED.of(findings, COLOURED);
        assertTrue(coloured.contains("\033[32mok\033["), coloured);
        assertEquals(Page.EMBEDDED.of(findings, PLAIN), coloured.replaceAll("\033\\[[0-9;]*m", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "true, xterm, '', true",
        "false, xterm, '', false",
        "true, dumb, '', false",
        "true, xterm, 1, false",
    })
    void coloursAreForTerminalsOnlyAndNotAgainstTheUsersWill(
            boolean terminal, String kind, String noColor, boolean expected) {
        assertEquals(
                expected,
                Colours.of(Map.of("TERM", kind, "NO_COLOR", noColor), terminal)
                        .ansi()
                        .enabled());
    }

    @Test
    void anUnavailableBackendIsARowWithItsReasonAndNoFailure() {
        Findings findings = new Findings("here", List.of(Rows.ok(), Rows.unavailable()));
        assertTrue(findings.allWell());
        String page = Page.EMBEDDED.of(findings, PLAIN);
        assertTrue(page.contains("note: conscrypt: no native library\n"), page);
        assertTrue(page.endsWith("\n1 of 1 as the rules say.\n"), page);
    }

    @Test
    void oneFailureFailsTheWhole() {
        Findings findings = new Findings("here", List.of(Rows.ok(), Rows.failed("it was cut")));
        assertFalse(findings.allWell());
        assertEquals(List.of("jsse TLSv1.3 socket goodbye: it was cut"), findings.problems());
        assertTrue(Page.EMBEDDED.of(findings, PLAIN).endsWith("\n1 of 2 as the rules say: see the errors.\n"));
    }

    @Test
    void whatIsWrongWithAllRowsIsSaidOnce() {
        Row bad = Rows.failed("it was cut");
        assertEquals(List.of("it was cut"), new Findings("here", List.of(bad, bad, bad)).problems());
        String both = bad.subject() + ", " + bad.subject();
        assertEquals(List.of(both + ": it was cut"), new Findings("here", List.of(bad, Rows.ok(), bad)).problems());
    }

    @Test
    void nothingTriedIsNoSuccess() {
        Findings findings = new Findings("here", List.of(Rows.unavailable()));
        assertFalse(findings.allWell());
        assertEquals(1, findings.problems().size());
    }

    @Test
    void thereIsALegend() {
        String page = Page.EMBEDDED.of(new Findings("here", List.of(Rows.ok())), PLAIN);
        for (String column : List.of("transport  ", "scenario  ", "time  ", "discarded:", "plaintext  ")) {
            assertTrue(page.lines().skip(3).anyMatch(line -> line.contains(column)), column);
        }
        for (Page any : List.of(Page.EMBEDDED, Page.TARGET, Page.TARGET_REPEATED)) {
            assertTrue(any.legend().lines().allMatch(line -> line.length() <= 120), any.legend());
        }
    }

    private static String firstLines(int count, String page) {
        return page.lines().limit(count).map(line -> line + "\n").collect(Collectors.joining());
    }
}
