// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

/** Whether the transport carried plaintext after TLS, both ways and to the byte. */
enum Plaintext {
    YES("yes"),
    NO("no"),
    NOT_TRIED("-");

    private final String title;

    Plaintext(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
