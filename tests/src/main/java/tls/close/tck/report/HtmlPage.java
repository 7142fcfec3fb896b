// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.report;

import java.util.List;
import java.util.Map;

/** The page for browsers, small ones too: no scripts, and nothing wider than a telephone. */
final class HtmlPage {
    private static final String STYLE = """
            body { font: 16px/1.4 sans-serif; margin: 1em auto; max-width: 50em; padding: 0 .7em }
            summary { cursor: pointer; padding: .35em 0; border-top: 1px solid #ccc }
            b { display: inline-block; min-width: 2.6em }
            .failed { color: #b00020 } .skipped { color: #7a5c00 } .passed { color: #1b6e20 }
            table { border-collapse: collapse; font-size: 90% } td, th { text-align: left; padding: .15em .8em .15em 0 }
            code { overflow-wrap: anywhere }
            @media (prefers-color-scheme: dark) {
              body { background: #111; color: #ddd }
              .failed { color: #ff8a80 } .skipped { color: #ffd180 } .passed { color: #a5d6a7 }
            }
            """;

    private final String title;
    private final Report report;
    private final Map<String, String> rules = Rules.all();
    private final StringBuilder page = new StringBuilder();

    private HtmlPage(String title, Report report) {
        this.title = title;
        this.report = report;
    }

    static String of(String title, Report report) {
        HtmlPage page = new HtmlPage(title, report);
        page.head();
        page.failures(report.failuresOfNoRule());
        page.report.tallies().forEach(page::rule);
        page.skips();
        page.page.append("</body></html>\n");
        return page.page.toString();
    }

    private void head() {
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(title))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n<p>")
                .append(counts(report.total()))
                .append(", in ")
                .append(report.tests())
                .append(" tests. A rule opens when it is touched.</p>\n");
    }

    private void rule(String rule, Map<Place, Tally> places) {
        page.append(report.hasFailed(rule) ? "<details open>" : "<details>")
                .append("<summary><b>")
                .append(rule)
                .append("</b> ")
                .append(counts(report.of(rule)))
                .append("</summary>\n<p>")
                .append(escaped(rules.getOrDefault(rule, "")))
                .append("</p>\n");
        String scenarios = report.scenarios(rule);
        if (!scenarios.isEmpty()) {
            page.append("<p>Scenarios ").append(scenarios).append("</p>\n");
        }
        page.append("<table>\n");
        places.forEach((place, tally) -> page.append("<tr><td>")
                .append(escaped(place.toString()))
                .append("</td><td>")
                .append(counts(tally))
                .append("</td></tr>\n"));
        page.append("</table>\n");
        failures(report.failures().stream()
                .filter(each -> each.rules().contains(rule))
                .limit(5)
                .toList());
        page.append("</details>\n");
    }

    private void failures(List<Case> failures) {
        for (Case each : failures) {
            page.append("<p class=\"failed\">")
                    .append(escaped(each.shownSetting()))
                    .append("<br><code>")
                    .append(escaped(each.source()))
                    .append("</code><br>")
                    .append(escaped(TextPage.shortened(each.words())))
                    .append("</p>\n");
        }
    }

    private void skips() {
        if (report.skips().isEmpty()) {
            return;
        }
        page.append("<h2>What was skipped, and why</h2>\n<ul>\n");
        report.skips()
                .forEach((why, count) -> page.append("<li>")
                        .append(count)
                        .append(" &times; ")
                        .append(escaped(TextPage.shortened(why)))
                        .append("</li>\n"));
        page.append("</ul>\n");
    }

    private static String counts(Tally tally) {
        String counts = "<span class=\"passed\">" + tally.passed() + " passed</span>";
        if (tally.failed() > 0) {
            counts += ", <span class=\"failed\">" + tally.failed() + " failed</span>";
        }
        if (tally.skipped() > 0) {
            counts += ", <span class=\"skipped\">" + tally.skipped() + " skipped</span>";
        }
        return counts;
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
