// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.bare;

/** The rows of the README's table, by the words that they begin with. */
enum Row {
    HALF_CLOSE("half-close"),
    WAIT("wait for the peer"),
    TRUNCATION("truncation told"),
    HAND_BACK("transport handed back"),
    BOUNDED("bounded in time");

    private final String title;

    Row(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
