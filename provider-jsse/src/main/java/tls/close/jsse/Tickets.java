// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import javax.net.ssl.SSLProtocolException;

/**
 * What may be tickets, on the client's side of TLS 1.3. The JDK keeps each that comes for as long as the connection's
 * session lives ({@code SSLSessionImpl.addChild}), so that a server could fill the heap with them (rule 12.4).
 */
final class Tickets {
    /** Much more than a server sends, and little of a heap. */
    private static final int MOST_BYTES = 1 << 20;

    /** What the JDK's own object for a ticket takes: of small ones, more than they do. */
    private static final int KEPT_FOR_EACH = 512;

    private int bytes;

    /**
     * Counts a record without data, which looks like any other from outside.
     *
     * @param length with its header
     * @throws SSLProtocolException if there have been too many
     */
    void count(int length) throws SSLProtocolException {
        bytes += length + KEPT_FOR_EACH;
        if (bytes > MOST_BYTES) {
            throw new SSLProtocolException(
                    "the server has sent so many records without data, such as tickets, that the JDK"
                            + " would keep more than " + MOST_BYTES + " bytes of them");
        }
    }
}
