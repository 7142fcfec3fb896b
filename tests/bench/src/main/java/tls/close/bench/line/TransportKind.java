// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

/** What is under TLS. */
public enum TransportKind {
    /** A blocking {@link java.net.Socket}. */
    SOCKET("socket"),
    /** A {@link java.nio.channels.SocketChannel} in blocking mode. */
    CHANNEL("channel"),
    /** A {@link java.nio.channels.SocketChannel} and a selector that is there already. */
    NON_BLOCKING("non-blocking");

    private final String label;

    TransportKind(String label) {
        this.label = label;
    }

    /**
     * For tables.
     *
     * @return a word
     */
    public String label() {
        return label;
    }
}
