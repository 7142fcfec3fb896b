// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

/** What an exception or a stranger says, in one line. */
final class OneLine {
    private static final int LONGEST = 100;

    private OneLine() {}

    static String of(Throwable thrown) {
        String message = thrown.getMessage();
        String text = message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
        return text.strip().replaceAll("\\s+", " ");
    }

    /** The first line of what a server said, without anything that a terminal would obey. */
    static String said(String text) {
        String line = text.strip().lines().findFirst().orElse("").replaceAll("[^ -~]", "?");
        return "'" + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...") + "'";
    }
}
