// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import java.nio.ByteBuffer;

/** What is seen of a record before it is decrypted (RFC 8446 section 5.1). */
final class Framing {
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int APPLICATION_DATA = 23;
    private static final int MAJOR_VERSION = 3;
    private static final int LONGEST_FRAGMENT = 1 << 14;

    /** RFC 5246 section 6.2.3, the longest there may be. */
    private static final int LONGEST_BODY = LONGEST_FRAGMENT + 2048;

    private Framing() {}

    /** Of the record at the buffer's position, as its header announces it. */
    static int bodyLength(ByteBuffer src) {
        int at = src.position() + 3; // Not getShort: the caller's buffer may have another byte order.
        return ((src.get(at) & 0xff) << 8) | (src.get(at + 1) & 0xff);
    }

    static boolean isRecord(ByteBuffer src) {
        int type = src.get(src.position());
        return type >= CHANGE_CIPHER_SPEC
                && type <= APPLICATION_DATA
                && src.get(src.position() + 1) == MAJOR_VERSION
                && bodyLength(src) <= LONGEST_BODY;
    }

    /** In TLS 1.3, whatever is encrypted says so. */
    static boolean isApplicationData(ByteBuffer src) {
        return src.get(src.position()) == APPLICATION_DATA;
    }

    /** How much a record holds is seen only when it is decrypted: there has to be room for all it can. */
    static int mostData(ByteBuffer src) {
        return isApplicationData(src) ? Math.min(bodyLength(src), LONGEST_FRAGMENT) : 0;
    }

    /** Application data, one byte, which no cipher makes: BoringSSL refuses it and says so to the peer. */
    static ByteBuffer forged() {
        return ByteBuffer.wrap(new byte[] {APPLICATION_DATA, MAJOR_VERSION, 3, 0, 1, 0});
    }
}
