// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.report;

import java.util.List;
import java.util.Locale;

/** One scenario's ratios as an SVG: a bar for each rival, a line at the bare loop, whiskers for the quartiles. */
public final class Picture {
    private static final int WIDTH = 820;
    private static final int LABELS = 340;
    private static final int LINE = 18;
    private static final int BAR = 12;
    private static final int HEAD = 48;
    private static final double MOST = 2.5;
    private static final String OURS = "#2f6f9f";
    private static final String OTHERS = "#b0b0b0";

    private Picture() {}

    /**
     * Draws it.
     *
     * @param title stands above
     * @param scenario whose rows
     * @param findings what was measured
     * @return an SVG document
     */
    public static String of(String title, String scenario, Findings findings) {
        List<Row> rows = findings.rows().stream()
                .filter(row -> row.scenario().equals(scenario) && !row.rival().equals("bare loop"))
                .toList();
        int height = HEAD + rows.size() * LINE + LINE;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"%1$d\" height=\"%2$d\" fill=\"white\"/>%n"
                        + "<text x=\"8\" y=\"22\" font-size=\"15\">%3$s</text>%n",
                WIDTH,
                height,
                escaped(title)));
        for (int i = 0; i < rows.size(); i++) {
            svg.append(bar(rows.get(i), HEAD + i * LINE));
        }
        return svg.append(String.format(
                        Locale.ROOT,
                        "<line x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\" stroke=\"black\"/>%n"
                                + "<text x=\"%1$.1f\" y=\"%4$d\" text-anchor=\"middle\">1.0</text>%n</svg>%n",
                        x(1),
                        HEAD - 6,
                        height - LINE,
                        height - 4))
                .toString();
    }

    private static String bar(Row row, int y) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n"
                        + "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n"
                        + "<path d=\"M%.1f %d H%.1f\" stroke=\"black\"/>%n"
                        + "<text x=\"%.1f\" y=\"%d\">%.2f</text>%n",
                LABELS - 8,
                y + BAR - 2,
                escaped(row.backend() + ", " + row.transport() + ": " + row.rival()),
                LABELS,
                y,
                x(row.toBare().median()) - LABELS,
                BAR,
                row.rival().startsWith("tls.close") ? OURS : OTHERS,
                x(row.toBare().low()),
                y + BAR / 2,
                x(row.toBare().high()),
                x(Math.max(row.toBare().median(), row.toBare().high())) + 6,
                y + BAR - 2,
                row.toBare().median());
    }

    /** What is beyond the most that is drawn ends there; its figure stands beside it. */
    private static double x(double ratio) {
        return LABELS + Math.min(ratio, MOST) / MOST * (WIDTH - LABELS - 50);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
