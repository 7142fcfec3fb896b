// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Findings as one JSON document (RFC 8259). What is in it, the README says. */
final class Json {
    private Json() {}

    static String document(Findings findings) {
        return "{\n"
                + String.join(
                        ",\n",
                        member("probe", string(findings.headline())),
                        member("version", string(Version.number())),
                        member("ok", String.valueOf(findings.allWell())),
                        member("problems", strings(findings.problems())),
                        member(
                                "rows",
                                findings.rows().stream().map(Json::row).collect(Collectors.joining(",\n", "[\n", "]"))))
                + "\n}";
    }

    private static String row(Row row) {
        Subject subject = row.subject();
        Measures measures = row.measures();
        return object(
                member("verdict", string(row.verdict().name())),
                member("backend", string(subject.backend())),
                member("protocol", string(subject.protocol())),
                member("transport", string(subject.transport())),
                member("scenario", string(subject.scenario())),
                member("ending", string(row.ending().name())),
                member("outcome", string(row.outcome())),
                member("words", strings(row.words())),
                member(
                        "first",
                        measures.first().map(first -> string(first.name())).orElse("null")),
                member("visits", visits(measures.visits())),
                member("micros", measures.time().map(Json::micros).orElse("null")),
                member("readBytes", number(measures.read())),
                member("discardedBytes", number(measures.discarded())),
                member("plaintextAfterwards", plaintext(row.plaintext())),
                member("remarks", strings(row.remarks())));
    }

    private static String visits(Tally visits) {
        return object(
                member("orderly", String.valueOf(visits.orderly())),
                member("truncated", String.valueOf(visits.truncated())),
                member("silent", String.valueOf(visits.silent())),
                member("other", String.valueOf(visits.other())));
    }

    private static String micros(Spread time) {
        return object(
                member("min", micros(time.min())),
                member("median", micros(time.median())),
                member("max", micros(time.max())));
    }

    private static String micros(Duration time) {
        return String.valueOf(time.toNanos() / 1000);
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? String.valueOf(number.getAsLong()) : "null";
    }

    private static String object(String... members) {
        return "{" + String.join(", ", members) + "}";
    }

    private static String plaintext(Plaintext plaintext) {
        return switch (plaintext) {
            case YES -> "true";
            case NO -> "false";
            case NOT_TRIED -> "null";
        };
    }

    private static String member(String name, String value) {
        return string(name) + ": " + value;
    }

    private static String strings(List<String> values) {
        return values.stream().map(Json::string).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Escapes what section 7 demands, and everything outside ASCII, so that no encoding can spoil it. */
    static String string(String value) {
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
