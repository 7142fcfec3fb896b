// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Row UNAVAILABLE =
            Row.nothing("conscrypt", Verdict.SKIPPED, Ending.UNAVAILABLE, "no native library for this platform");

    @Test
    void columnsAreAlignedAndNumbersToTheRight() {
        String page = Table.page(new Findings("here", List.of(Rows.ok(), Rows.failed("why"), UNAVAILABLE)));
        assertEquals("""
                How TLS ends: here

                      backend    protocol  transport  scenario  outcome                            time  discarded  plaintext
                ok    jsse       TLSv1.3   socket     goodbye   orderly                         1.23 ms       36 B  yes
                FAIL  jsse       TLSv1.3   socket     goodbye   truncated at a record boundary  1.23 ms       36 B  no
                -     conscrypt  -         -          -         cannot be used here                   -          -  -
                """, page.lines().limit(6).map(line -> line + "\n").reduce("", String::concat));
    }

    @Test
    void anUnavailableBackendIsARowWithItsReasonAndNoFailure() {
        Findings findings = new Findings("here", List.of(Rows.ok(), UNAVAILABLE));
        assertTrue(findings.allAsTheRulesSay());
        assertTrue(Table.page(findings)
                .contains("note: conscrypt: cannot be used here: no native library for this platform; "));
        assertTrue(Table.page(findings).endsWith("\n1 of 1 as the rules say.\n"));
    }

    @Test
    void oneFailureFailsTheWhole() {
        Findings findings = new Findings("here", List.of(Rows.ok(), Rows.failed("it was cut")));
        assertFalse(findings.allAsTheRulesSay());
        assertEquals(List.of("jsse TLSv1.3 socket goodbye: it was cut"), findings.problems());
        assertTrue(Table.page(findings).endsWith("\n1 of 2 as the rules say: see the errors.\n"));
    }

    @Test
    void nothingTriedIsNoSuccess() {
        Findings findings = new Findings("here", List.of(UNAVAILABLE));
        assertFalse(findings.allAsTheRulesSay());
        assertEquals(1, findings.problems().size());
    }

    @Test
    void thereIsALegend() {
        String page = Table.page(new Findings("here", List.of(Rows.ok())));
        for (String column : List.of("transport  ", "scenario  ", "time  ", "discarded:", "plaintext  ")) {
            assertTrue(page.lines().skip(3).anyMatch(line -> line.contains(column)), column);
        }
        assertTrue(page.lines().allMatch(line -> line.length() <= 120));
    }
}
