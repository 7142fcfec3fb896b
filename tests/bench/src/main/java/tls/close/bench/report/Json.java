// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tls.close.bench.Quartiles;
import tls.close.bench.report.Findings.LeftOut;

/** Findings as one JSON document (RFC 8259). */
public final class Json {
    private Json() {}

    /**
     * Everything, for programs.
     *
     * @param findings what to say
     * @return a document
     */
    public static String of(Findings findings) {
        return "{\n"
                + String.join(
                        ",\n",
                        member("conditions", list(findings.conditions(), Json::string)),
                        member("rows", list(findings.rows(), Json::row)),
                        member("leftOut", list(findings.leftOut(), Json::leftOut)))
                + "\n}\n";
    }

    private static String row(Row row) {
        return object(
                member("scenario", string(row.scenario())),
                member("backend", string(row.backend())),
                member("transport", string(row.transport())),
                member("rival", string(row.rival())),
                member("micros", number(row.micros())),
                member("toBare", quartiles(row.toBare())),
                member("toOwnSocket", row.toOwnSocket().map(Json::quartiles).orElse("null")),
                member(
                        "cpuToOwnSocket",
                        row.cpuToOwnSocket().map(Json::quartiles).orElse("null")),
                member("allocatedAboveBare", number(row.allocatedAboveBare())));
    }

    private static String leftOut(LeftOut each) {
        return object(
                member("scenario", string(each.scenario())),
                member("backend", string(each.backend())),
                member("transport", string(each.transport())),
                member("rival", string(each.rival())),
                member("reason", string(each.reason())));
    }

    private static String quartiles(Quartiles figures) {
        return object(
                member("p25", number(figures.low())),
                member("p50", number(figures.median())),
                member("p75", number(figures.high())));
    }

    private static String number(Optional<Double> value) {
        return value.map(Json::number).orElse("null");
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "null";
    }

    private static String object(String... members) {
        return "{" + String.join(", ", members) + "}";
    }

    private static String member(String name, String value) {
        return string(name) + ": " + value;
    }

    private static <T> String list(List<T> values, Function<T, String> text) {
        return values.stream().map(text).collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    /** Escapes what section 7 demands, and everything outside ASCII, so that no encoding can spoil it. */
    private static String string(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
