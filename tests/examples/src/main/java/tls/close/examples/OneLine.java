// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

/** What an exception says, in one line. */
final class OneLine {
    private OneLine() {}

    static String of(Throwable thrown) {
        String message = thrown.getMessage();
        String text = message == null || message.isBlank() ? thrown.getClass().getSimpleName() : message;
        return text.strip().replaceAll("\\s+", " ");
    }
}
