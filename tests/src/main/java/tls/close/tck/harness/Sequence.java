// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Application data in which no byte can be missing or doubled unnoticed. */
public final class Sequence {
    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private Sequence() {}

    /** So many bytes of it, from there on. */
    public static byte[] bytes(long start, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(start + i);
        }
        return bytes;
    }

    public static void assertIsBeginning(byte... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != at(i)) {
                assertEquals(at(i), bytes[i], "byte " + i + " of " + bytes.length);
            }
        }
    }

    private static byte at(long position) {
        return (byte) ((position * FACTOR) >>> (Long.SIZE - Byte.SIZE));
    }
}
