// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.util.Arrays;

/** An input of the fuzzer, read as numbers from its start to its end. Every input means something. */
final class Script {
    private final byte[] bytes;
    private int position;

    Script(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isOver() {
        return position == bytes.length;
    }

    /** 0 to 255; 0 behind the end. */
    int number() {
        return isOver() ? 0 : Byte.toUnsignedInt(bytes[position++]);
    }

    /** 0 to 65 535. */
    int longNumber() {
        return number() << 8 | number();
    }

    /** One of these. */
    <T> T oneOf(T[] choices) {
        return choices[number() % choices.length];
    }

    /** As many as the next number says, or as are left. */
    byte[] bytes() {
        int count = Math.min(number(), bytes.length - position);
        position += count;
        return Arrays.copyOfRange(bytes, position - count, position);
    }
}
