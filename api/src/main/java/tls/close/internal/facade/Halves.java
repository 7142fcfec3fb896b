// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

/**
 * What the application still wants of a socket; what TLS still allows is another matter. The names say which half is left.
 *
 * <pre>
 *   BOTH ---- shutdownInput() ---&gt; OUTPUT ---- shutdownOutput() ---&gt; NEITHER
 *     +------ shutdownOutput() --&gt; INPUT ----- shutdownInput() ------^
 *   any ----- close() -----------&gt; CLOSED
 * </pre>
 */
enum Halves {
    BOTH,
    INPUT,
    OUTPUT,
    NEITHER,
    CLOSED;

    boolean hasInput() {
        return this == BOTH || this == INPUT;
    }

    boolean hasOutput() {
        return this == BOTH || this == OUTPUT;
    }

    Halves withoutInput() {
        return switch (this) {
            case BOTH, OUTPUT -> OUTPUT;
            case INPUT, NEITHER -> NEITHER;
            case CLOSED -> CLOSED;
        };
    }

    Halves withoutOutput() {
        return switch (this) {
            case BOTH, INPUT -> INPUT;
            case OUTPUT, NEITHER -> NEITHER;
            case CLOSED -> CLOSED;
        };
    }
}
