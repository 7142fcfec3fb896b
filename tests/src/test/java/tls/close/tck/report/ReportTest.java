// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tls.close.tck.report.Case.Outcome;

class ReportTest {
    private static final Case CUT =
            new Case("Cuts", "rule4_1_aCut", "p, TLSv1.2, CLIENT, SOCKET", Outcome.FAILED, "taken for an end");
    private static final Case ENGINE = new Case(
            "EngineContract", "ruleE5_it", "p, TLSv1.2, CLIENT, NON_BLOCKING_CHANNEL", Outcome.FAILED, "says nothing");
    private static final Case FOUND = new Case("", "firstLook", "firstLook()", Outcome.FAILED, "cannot be driven");

    private final Report report = new Report();

    ReportTest() {
        report.add(CUT);
        report.add(ENGINE);
        report.add(CUT);
        report.add(FOUND);
    }

    @Test
    void causesComeBeforeWhatFollowsFromThem() {
        assertEquals(List.of(FOUND, ENGINE, CUT, CUT), report.failures());
    }

    @Test
    void whatIsOfNoRuleIsOnBothPagesBeforeAllOtherFailures() {
        for (String page : List.of(TextPage.of("p", report), HtmlPage.of("p", report))) {
            int found = page.indexOf("cannot be driven");
            assertTrue(found >= 0 && found < page.indexOf("says nothing"), page);
            assertFalse(page.contains(".firstLook"), page);
        }
    }

    @Test
    void anEngineIsTriedWithoutATransport() {
        for (String page : List.of(TextPage.of("p", report), HtmlPage.of("p", report))) {
            assertTrue(page.contains("p, TLSv1.2, CLIENT, engine alone"), page);
            assertFalse(page.contains("NON_BLOCKING_CHANNEL"), page);
        }
    }
}
