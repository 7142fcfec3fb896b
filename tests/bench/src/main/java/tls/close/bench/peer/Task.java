// SPDX-License-Identifier: Apache-2.0
package tls.close.bench.peer;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the peer is to do on a connection: the first five bytes of application data say it, the number behind the
 * task's letter. It answers them with one byte; whoever has read that has read the tickets too.
 */
public enum Task {
    /** Answers close_notify with close_notify. */
    CLOSE('C'),
    /** On close_notify, sends so many bytes first. */
    LATE_DATA('L'),
    /** Sends so many bytes back, again and again. */
    ECHO('E'),
    /** Sends one byte for so many bytes received, again and again. */
    SINK('I'),
    /** Sends so many bytes for each byte received. */
    SOURCE('O');

    /** Task and number. */
    public static final int REQUEST_LENGTH = 5;

    private final char letter;

    Task(char letter) {
        this.letter = letter;
    }

    static Task of(byte letter) {
        return Arrays.stream(values())
                .filter(task -> task.letter == letter)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no task " + letter));
    }

    /**
     * The bytes that ask for this.
     *
     * @param number how many bytes the task is about
     * @return ready to be written
     */
    public ByteBuffer request(int number) {
        return ByteBuffer.allocate(REQUEST_LENGTH)
                .put((byte) letter)
                .putInt(number)
                .flip();
    }
}
