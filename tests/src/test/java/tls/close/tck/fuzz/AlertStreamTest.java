// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tls.close.tck.peer.TlsVersion;

/** What the fuzzer's oracle holds for a goodbye. */
class AlertStreamTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // what, level, description, in records, TLS 1.2, TLS 1.3
        "close_notify, 1, 0, 1, true, true",
        "fatal close_notify, 2, 0, 1, true, true",
        "no_renegotiation, 1, 100, 1, false, false",
        "level 0, 0, 90, 1, false, false",
        "close_notify in two records, 1, 0, 2, true, false",
    })
    void an_alert_is_a_goodbye(
            String what, byte level, byte description, int records, boolean inTls12, boolean inTls13) {
        byte[] content = {level, description};
        assertEquals(inTls12, new AlertStream(TlsVersion.TLS_1_2).bringsGoodbye(content, records), what);
        assertEquals(inTls13, new AlertStream(TlsVersion.TLS_1_3).bringsGoodbye(content, records), what);
    }

    @ParameterizedTest(name = "{0}, then {1} {2}")
    @CsvSource({"1, 90, 1, false", "1, 0, 1, true", "90, 1, 0, false"})
    void after_half_an_alert_its_other_half_comes_first(byte half, byte first, byte second, boolean isGoodbye) {
        AlertStream alerts = new AlertStream(TlsVersion.TLS_1_2);
        boolean unused = alerts.bringsGoodbye(new byte[] {half}, 1);
        assertEquals(isGoodbye, alerts.bringsGoodbye(new byte[] {first, second}, 1));
    }
}
