// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.util.Arrays;
import java.util.Random;

/** What is sent: nothing that compresses, and always the same. */
final class Body {
    private Body() {}

    static byte[] of(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
