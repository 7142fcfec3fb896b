// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void everyCharacterSurvives() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x300; c++) {
            all.append(c);
        }
        all.append("\u2028\ud83d\ude00\ud800\uffff");
        String quoted = Json.string(all.toString());
        assertEquals(all.toString(), JsonReader.read(quoted));
        assertTrue(quoted.chars().allMatch(c -> c >= ' ' && c <= '~'));
    }

    @Test
    void aDocumentSaysWhatTheTableSays() {
        Findings findings = new Findings(
                "a \"quoted\" server",
                List.of(
                        Rows.ok(),
                        Rows.failed("why\tnot"),
                        Row.nothing("bc", Verdict.SKIPPED, Ending.NOT_LOADED, "C:\\no")));
        assertEquals(
                Map.of(
                        "probe",
                        "a \"quoted\" server",
                        "asTheRulesSay",
                        false,
                        "problems",
                        List.of("jsse TLSv1.3 socket goodbye: why\tnot"),
                        "rows",
                        List.of(
                                row("OK", "ORDERLY", "orderly", true, List.of()),
                                row(
                                        "FAILED",
                                        "TRUNCATED",
                                        "truncated at a record boundary",
                                        false,
                                        List.of("why\tnot")),
                                Map.ofEntries(
                                        Map.entry("verdict", "SKIPPED"),
                                        Map.entry("backend", "bc"),
                                        Map.entry("protocol", "-"),
                                        Map.entry("transport", "-"),
                                        Map.entry("scenario", "-"),
                                        Map.entry("ending", "NOT_LOADED"),
                                        Map.entry("outcome", "cannot be loaded"),
                                        Map.entry("micros", "null"),
                                        Map.entry("discardedBytes", "null"),
                                        Map.entry("plaintextAfterwards", "null"),
                                        Map.entry(
                                                "remarks",
                                                List.of("cannot be loaded: C:\\no; " + Ending.NOT_LOADED.advice()))))),
                JsonReader.read(Json.document(findings)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1,]", "{\"a\": 1,}", "\"\n\"", "\"\\x\"", "[1] 2", "{\"a\" 1}", "tru", ""})
    void theReaderOfTheseTestsTakesOnlyJson(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text));
    }

    private static Map<String, Object> row(
            String verdict, String ending, String outcome, boolean plaintext, List<String> remarks) {
        return Map.ofEntries(
                Map.entry("verdict", verdict),
                Map.entry("backend", "jsse"),
                Map.entry("protocol", "TLSv1.3"),
                Map.entry("transport", "socket"),
                Map.entry("scenario", "goodbye"),
                Map.entry("ending", ending),
                Map.entry("outcome", outcome),
                Map.entry("micros", 1234L),
                Map.entry("discardedBytes", 36L),
                Map.entry("plaintextAfterwards", plaintext),
                Map.entry("remarks", remarks));
    }
}
