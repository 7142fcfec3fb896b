// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import javax.net.ssl.SSLSession;

/** The little of the record format that is in clear in every version (RFC 8446 section 5.1). */
final class Tls {
    /** Type, version and length: the bytes before a record's body. */
    static final int HEADER = 5;

    /** The longest of the {@linkplain #shortestCloseNotify shortest ones}. */
    static final int LONGEST_CLOSE_NOTIFY = 31;

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int FIRST_TYPE = CHANGE_CIPHER_SPEC;
    private static final int LAST_TYPE = 24;
    private static final int ALERT = 21;
    private static final int ALERT_LENGTH = 2;
    private static final int FATAL = 2;
    private static final int MAJOR_VERSION = 3;

    /** Of TLS 1.2's GCM and CCM (RFC 5288 section 3, RFC 6655 section 3). */
    private static final int EXPLICIT_NONCE = 8;

    private Tls() {}

    /**
     * How long a close_notify is at least, whoever sends it: header, what the cipher adds, and two bytes; in TLS 1.3 the
     * content type too (RFC 8446 section 5.2, RFC 5246 section 6.2.3.3). Just the header where that is not known.
     */
    static int shortestCloseNotify(SSLSession session) {
        String suite = session.getCipherSuite();
        int tag = suite.contains("_CCM_8") ? 8 : 16;
        boolean isAead = suite.contains("_GCM_") || suite.contains("_CCM") || suite.contains("_CHACHA20_POLY1305_");
        if (!isAead) {
            return HEADER;
        }
        return switch (session.getProtocol()) {
            case "TLSv1.3" -> HEADER + ALERT_LENGTH + 1 + tag;
            case "TLSv1.2" -> HEADER + (suite.contains("_CHACHA20_") ? 0 : EXPLICIT_NONCE) + ALERT_LENGTH + tag;
            default -> HEADER;
        };
    }

    /** The length of the body that a header announces. */
    static int bodyLength(ByteBuffer header) {
        return header.getShort(3) & 0xffff;
    }

    /**
     * Whether an alert in answer to a close_notify in the handshake is fatal. TLS 1.3 encrypts it beyond recognition, but
     * there only close_notify is no answer: it is what TLS 1.2 asks for (RFC 5246 section 7.2.1).
     */
    static boolean isFatalInHandshake(ByteBuffer alert) {
        return isAlertInClear(alert) ? alert.get(HEADER) == FATAL : alert.get(0) != ALERT;
    }

    private static boolean isAlertInClear(ByteBuffer record) {
        return record.get(0) == ALERT && bodyLength(record) == ALERT_LENGTH;
    }

    /** The description of a fatal alert, if a record is one that is not encrypted (RFC 8446 section 6). */
    static OptionalInt fatalAlertInClear(ByteBuffer record) {
        return isAlertInClear(record) && record.get(HEADER) == FATAL
                ? OptionalInt.of(record.get(HEADER + 1) & 0xff)
                : OptionalInt.empty();
    }

    /** Whether a change_cipher_spec is all that is there, and the whole of it. */
    static boolean isChangeCipherSpec(ByteBuffer records) {
        return records.limit() == HEADER + 1 && records.position() == 0 && records.get(0) == CHANGE_CIPHER_SPEC;
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
