// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a program logs the alerts that it has decrypted, and those that it sends. */
enum AlertLog {
    /** {@code -d 5}, in TLS 1.2 and 1.3 alike. */
    GNUTLS("Alert\\[(\\d)\\|\\d+\\] - (.+) - was received", "Sending Alert\\[(\\d)\\|\\d+\\] - (.+)"),
    /** {@code -msg}, in TLS 1.2 and 1.3 alike; an alert that cannot be written is not logged. */
    OPENSSL("<<< .*, Alert \\[length 0002\\], (\\w+) (\\w+)", ">>> .*, Alert \\[length 0002\\], (\\w+) (\\w+)");

    private final Pattern received;
    private final Pattern sent;

    AlertLog(String received, String sent) {
        this.received = Pattern.compile(received);
        this.sent = Pattern.compile(sent);
    }

    List<Alert> received(List<String> lines) {
        return alerts(received, lines);
    }

    Pattern sent() {
        return sent;
    }

    private static List<Alert> alerts(Pattern pattern, List<String> lines) {
        return lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .map(match -> Alert.of(match.group(1), match.group(2)))
                .toList();
    }
}
