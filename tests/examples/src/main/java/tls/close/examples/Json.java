// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.util.List;
import java.util.stream.Collectors;

/** Findings as one JSON document (RFC 8259). */
final class Json {
    private Json() {}

    static String document(Findings findings) {
        return "{\n"
                + String.join(
                        ",\n",
                        member("probe", string(findings.headline())),
                        member("asTheRulesSay", String.valueOf(findings.allAsTheRulesSay())),
                        member("problems", strings(findings.problems())),
                        member(
                                "rows",
                                findings.rows().stream().map(Json::row).collect(Collectors.joining(",\n", "[\n", "]"))))
                + "\n}";
    }

    private static String row(Row row) {
        return "{"
                + String.join(
                        ", ",
                        member("verdict", string(row.verdict().name())),
                        member("backend", string(row.backend())),
                        member("protocol", string(row.protocol())),
                        member("transport", string(row.transport())),
                        member("scenario", string(row.scenario())),
                        member("ending", string(row.ending().name())),
                        member("outcome", string(row.outcome())),
                        member(
                                "micros",
                                row.time()
                                        .map(time -> String.valueOf(time.toNanos() / 1000))
                                        .orElse("null")),
                        member(
                                "discardedBytes",
                                row.discarded().isPresent()
                                        ? String.valueOf(row.discarded().getAsLong())
                                        : "null"),
                        member("plaintextAfterwards", plaintext(row.plaintext())),
                        member("remarks", strings(row.remarks())))
                + "}";
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
