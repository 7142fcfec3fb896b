// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

/** How the embedded server ends a connection. */
public enum Scenario {
    /** With close_notify; then it goes on in plaintext. */
    GOODBYE("goodbye"),
    /** Its transport ends between two records, without close_notify. */
    CUT("cut");

    private final String title;

    Scenario(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
