// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
                "a \"quoted\" server", List.of(Rows.failed("why\tnot"), Rows.ofFourVisits(), Rows.unavailable()));
        assertEquals(JsonReader.read("""
                {
                  "probe": "a \\"quoted\\" server",
                  "version": "%s",
                  "ok": false,
                  "problems": [
                    "jsse TLSv1.3 socket goodbye: why\\tnot",
                    "bc TLSv1.2: 1 of 4 times: it is bad; mend it"
                  ],
                  "rows": [
                    {
                      "verdict": "FAILED", "backend": "jsse", "protocol": "TLSv1.3", "transport": "socket",
                      "scenario": "goodbye", "ending": "TRUNCATED", "outcome": "truncated at a record boundary",
                      "words": [], "first": "LOCAL",
                      "visits": {"orderly": 0, "truncated": 1, "silent": 0, "other": 0},
                      "micros": {"min": 1234, "median": 1234, "max": 1234},
                      "readBytes": 0, "discardedBytes": 36, "plaintextAfterwards": false, "remarks": ["why\\tnot"]
                    },
                    {
                      "verdict": "FAILED", "backend": "bc", "protocol": "TLSv1.2", "transport": "selector",
                      "scenario": "target", "ending": "TRUNCATED",
                      "outcome": "3 orderly, 1 truncated at a record boundary",
                      "words": ["3 of 4 times: it is good", "1 of 4 times: it is bad"], "first": null,
                      "visits": {"orderly": 3, "truncated": 1, "silent": 0, "other": 0},
                      "micros": {"min": 1000, "median": 7000, "max": 30000},
                      "readBytes": 1000, "discardedBytes": 24, "plaintextAfterwards": null,
                      "remarks": ["1 of 4 times: it is bad; mend it"]
                    },
                    {
                      "verdict": "SKIPPED", "backend": "conscrypt", "protocol": "-", "transport": "-", "scenario": "-",
                      "ending": "UNAVAILABLE", "outcome": "cannot be used here", "words": ["no native library"], "first": null,
                      "visits": {"orderly": 0, "truncated": 0, "silent": 0, "other": 0},
                      "micros": null, "readBytes": null, "discardedBytes": null, "plaintextAfterwards": null,
                      "remarks": ["no native library"]
                    }
                  ]
                }
                """.formatted(Version.number())), JsonReader.read(Json.document(findings)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1,]", "{\"a\": 1,}", "\"\n\"", "\"\\x\"", "[1] 2", "{\"a\" 1}", "tru", ""})
    void theReaderOfTheseTestsTakesOnlyJson(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text));
    }
}
