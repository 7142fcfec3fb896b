// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.nio.ByteBuffer;

/** Alerts before there are keys, which Conscrypt has no call for: plain records (RFC 8446 section 5.1). */
final class ClearAlert {
    static final int UNEXPECTED_MESSAGE = 10;
    static final int HANDSHAKE_FAILURE = 40;
    static final int UNRECOGNIZED_NAME = 112;
    static final int NO_APPLICATION_PROTOCOL = 120;

    private static final int WARNING = 1;
    private static final int FATAL = 2;
    private static final int CLOSE_NOTIFY = 0;
    private static final int USER_CANCELED = 90;
    private static final int LENGTH = 7;

    private ClearAlert() {}

    static ByteBuffer fatal(int description) {
        return record(ByteBuffer.allocate(LENGTH), FATAL, description).flip();
    }

    static ByteBuffer closeNotify() {
        return record(ByteBuffer.allocate(LENGTH), WARNING, CLOSE_NOTIFY).flip();
    }

    /** "This alert SHOULD be followed by a close_notify" (RFC 8446 section 6.1). */
    static ByteBuffer canceled() {
        ByteBuffer both = record(ByteBuffer.allocate(2 * LENGTH), WARNING, USER_CANCELED);
        return record(both, WARNING, CLOSE_NOTIFY).flip();
    }

    private static ByteBuffer record(ByteBuffer target, int level, int description) {
        return target.put((byte) 21)
                .putShort((short) 0x0303)
                .putShort((short) 2)
                .put((byte) level)
                .put((byte) description);
    }
}
