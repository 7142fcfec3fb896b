// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.nio.ByteBuffer;

/** The little of the record format that is in clear in every version (RFC 8446 section 5.1). */
final class Tls {
    /** Type, version and length: the bytes before a record's body. */
    static final int HEADER = 5;

    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;
    private static final int ALERT = 21;
    private static final int ALERT_LENGTH = 2;
    private static final int FATAL = 2;
    private static final int MAJOR_VERSION = 3;

    private Tls() {}

    /** The length of the body that a header announces. */
    static int bodyLength(ByteBuffer header) {
        return header.getShort(3) & 0xffff;
    }

    /**
     * Whether an alert in answer to a close_notify in the handshake is fatal. TLS 1.3 encrypts it beyond recognition, but
     * there only close_notify is no answer: it is what TLS 1.2 asks for (RFC 5246 section 7.2.1).
     */
    static boolean isFatalInHandshake(ByteBuffer alert) {
        boolean inClear = alert.get(0) == ALERT && bodyLength(alert) == ALERT_LENGTH;
        return inClear ? alert.get(HEADER) == FATAL : alert.get(0) != ALERT;
    }

    /** Whether the bytes before the position can begin a header: the first that cannot decides (rule 4.6). */
    static boolean beginsHeader(ByteBuffer start) {
        int length = start.position();
        return (length < 1 || (start.get(0) >= FIRST_TYPE && start.get(0) <= LAST_TYPE))
                && (length < 2 || start.get(1) == MAJOR_VERSION);
    }

    /** Whether a whole header is that of a record that may be read on. */
    static boolean isHeader(ByteBuffer header) {
        return header.get(0) >= FIRST_TYPE
                && header.get(0) <= LAST_TYPE
                && header.get(1) == MAJOR_VERSION
                && HEADER + bodyLength(header) <= Buffers.MAX_RECORD;
    }
}
