// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

/** To a {@link Question}. */
enum Answer {
    YES("yes"),
    NO("no"),
    /** Now this, now that: without us, where a race or the bytes of a record decide. */
    CHANCE("by chance"),
    /** Nobody has measured it. */
    UNKNOWN("?");

    private final String text;

    Answer(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
