// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.line;

import java.nio.ByteBuffer;

/**
 * The buffers of the one {@link BareLine} that is open at a time.
 *
 * @param in for a record to be read
 * @param out for a record to be written
 * @param plain for a record's data
 */
record Rooms(ByteBuffer in, ByteBuffer out, ByteBuffer plain) {
    /** More than any engine's packet and any record's data. */
    private static final int SIZE = 20 * 1024;

    static Rooms allocate() {
        return new Rooms(ByteBuffer.allocate(SIZE), ByteBuffer.allocate(SIZE), ByteBuffer.allocate(SIZE));
    }
}
