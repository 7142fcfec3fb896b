// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

/**
 * What to think of a server.
 *
 * @param words what it does
 * @param advice what to do about it, or nothing
 */
record Sentence(String words, String advice) {

    static Sentence of(String words) {
        return new Sentence(words, "");
    }

    @Override
    public String toString() {
        return advice.isEmpty() ? words : words + "; " + advice;
    }
}
