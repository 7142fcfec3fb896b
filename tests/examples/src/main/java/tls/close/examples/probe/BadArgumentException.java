// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

/** The command line asks for something that cannot be done; the message is one line for whoever typed it. */
final class BadArgumentException extends Exception {
    private static final long serialVersionUID = 1;

    BadArgumentException(String message) {
        super(message);
    }
}
