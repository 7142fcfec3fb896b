// SPDX-License-Identifier: Apache-2.0
package tls.close.internal;

import java.nio.ByteBuffer;

/** The little of the record format that is in clear in every version (RFC 8446 section 5.1). */
final class Tls {
    /** Type, version and length: the bytes before a record's body. */
    static final int HEADER = 5;

    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;
    private static final int MAJOR_VERSION = 3;

    private Tls() {}

    /** The length of the body that a header announces. */
    static int bodyLength(ByteBuffer header) {
        return header.getShort(3) & 0xffff;
    }

    /** Whether five bytes can be the header of a record at all. */
    static boolean isHeader(ByteBuffer header) {
        int type = header.get(0);
        return type >= FIRST_TYPE
                && type <= LAST_TYPE
                && header.get(1) == MAJOR_VERSION
                && HEADER + bodyLength(header) <= Buffers.MAX_RECORD;
    }
}
