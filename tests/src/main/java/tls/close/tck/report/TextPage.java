// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.report;

import java.util.List;
import java.util.Map;
import tls.close.tck.report.Place.Transport;

/** The page for terminals: a line for each rule, a column for each setting. */
final class TextPage {
    private static final int MOST_FAILURES = 40;
    private static final int MOST_WORDS = 300;
    private static final List<Transport> TRANSPORTS = List.of(
            Transport.SOCKET,
            Transport.BLOCKING_CHANNEL,
            Transport.NON_BLOCKING_CHANNEL,
            Transport.ENGINE,
            Transport.FACADE);

    private final String title;
    private final Report report;
    private final StringBuilder text = new StringBuilder();

    private TextPage(String title, Report report) {
        this.title = title;
        this.report = report;
    }

    static String of(String title, Report report) {
        TextPage page = new TextPage(title, report);
        page.head();
        page.rules();
        page.failures();
        page.skips();
        return page.text.toString();
    }

    private void head() {
        Tally total = report.total();
        line(title);
        line(total.passed() + " passed, " + total.failed() + " failed, " + total.skipped() + " skipped, in "
                + report.tests() + " tests");
    }

    private void rules() {
        line("");
        line("S socket, B blocking channel, N non-blocking channel, E engine alone, F façade");
        line(". passed   F failed   s skipped   , some skipped");
        line("");
        line("rule  1.2 c 1.2 s 1.3 c 1.3 s passed failed skipped  scenarios");
        line("      SBNEF SBNEF SBNEF SBNEF");
        report.tallies().forEach((rule, places) -> {
            Tally tally = report.of(rule);
            line(String.format(
                    "%-5s %-23s %6d %6d %7d  %s",
                    rule, signs(places), tally.passed(), tally.failed(), tally.skipped(), report.scenarios(rule)));
        });
    }

    private static String signs(Map<Place, Tally> places) {
        StringBuilder signs = new StringBuilder();
        for (String version : List.of("1.2", "1.3")) {
            for (String role : List.of("client", "server")) {
                for (Transport transport : TRANSPORTS) {
                    signs.append(places.getOrDefault(new Place(version, role, transport), Tally.NONE)
                            .sign());
                }
                signs.append(' ');
            }
        }
        return signs.toString().stripTrailing();
    }

    private void failures() {
        List<Case> failures = report.failures();
        if (failures.isEmpty()) {
            return;
        }
        line("");
        line("What failed first");
        failures.stream().limit(MOST_FAILURES).forEach(each -> {
            line("");
            for (String rule : each.rules()) {
                line(rule + "  " + Rules.all().getOrDefault(rule, ""));
            }
            line("  " + each.source() + " [" + each.shownSetting() + "]");
            line("  " + shortened(each.words()));
        });
        if (failures.size() > MOST_FAILURES) {
            line("");
            line("and " + (failures.size() - MOST_FAILURES) + " more");
        }
    }

    static String shortened(String words) {
        String one = words.replaceAll("\\s+", " ");
        return one.length() <= MOST_WORDS ? one : one.substring(0, MOST_WORDS) + "...";
    }

    private void skips() {
        if (report.skips().isEmpty()) {
            return;
        }
        line("");
        line("What was skipped, and why");
        report.skips().forEach((why, count) -> line("  " + count + " x  " + shortened(why)));
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
