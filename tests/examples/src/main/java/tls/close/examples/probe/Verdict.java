// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

/** What to think of a row. */
enum Verdict {
    /** As the rules say. */
    OK("ok"),
    /** Not as the rules say, or not the end that was asked for. */
    FAILED("FAIL"),
    /** Nothing to judge. */
    SKIPPED("-");

    private final String title;

    Verdict(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
