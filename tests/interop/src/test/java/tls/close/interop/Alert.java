// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.util.Locale;

/** A TLS alert, its description spelt as in RFC 8446 section 6. */
record Alert(Level level, String description) {
    static final Alert CLOSE_NOTIFY = new Alert(Level.WARNING, "close_notify");

    enum Level {
        WARNING,
        FATAL
    }

    /** From what a program logs: its level as a number or a name, its description with blanks or underscores. */
    static Alert of(String level, String description) {
        Level known = switch (level) {
            case "1", "warning" -> Level.WARNING;
            case "2", "fatal" -> Level.FATAL;
            default -> throw new IllegalArgumentException("alert level " + level);
        };
        return new Alert(known, description.toLowerCase(Locale.ROOT).replace(' ', '_'));
    }
}
