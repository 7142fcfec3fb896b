// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

/** Several buffers taken for one: what {@code SSLEngine} scatters to and gathers from. */
public final class Buffers {

    /** Takes bytes. */
    public interface Sink {
        /**
         * Takes them.
         *
         * @param bytes an array that has them
         * @param offset where they begin
         * @param length how many there are
         * @throws IOException if it can't
         */
        void accept(byte[] bytes, int offset, int length) throws IOException;
    }

    private final ByteBuffer[] all;
    private final int from;
    private final int to;

    private Buffers(ByteBuffer[] all, int offset, int length) {
        if (all == null) {
            throw new IllegalArgumentException("the array of buffers is null");
        }
        if (offset < 0 || length < 0 || offset > all.length - length) {
            throw new IndexOutOfBoundsException(
                    "offset " + offset + ", length " + length + ", but " + all.length + " buffers");
        }
        this.all = all;
        this.from = offset;
        this.to = offset + length;
        for (int i = from; i < to; i++) {
            if (all[i] == null) {
                throw new IllegalArgumentException("buffer " + i + " is null");
            }
        }
    }

    /**
     * Buffers to take from.
     *
     * @param buffers of which a part counts
     * @param offset where that begins
     * @param length how many they are
     * @return all of them as one
     */
    public static Buffers sources(ByteBuffer[] buffers, int offset, int length) {
        return new Buffers(buffers, offset, length);
    }

    /**
     * Buffers to put something into.
     *
     * @param buffers of which a part counts
     * @param offset where that begins
     * @param length how many they are
     * @return all of them as one
     */
    public static Buffers targets(ByteBuffer[] buffers, int offset, int length) {
        Buffers targets = new Buffers(buffers, offset, length);
        for (int i = targets.from; i < targets.to; i++) {
            if (buffers[i].isReadOnly()) {
                throw new ReadOnlyBufferException();
            }
        }
        return targets;
    }

    /**
     * How much room there is, or how much there is to take.
     *
     * @return a number of bytes
     */
    public long remaining() {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += all[i].remaining();
        }
        return sum;
    }

    /**
     * Distributes data, for which there must be room.
     *
     * @param data all of it
     * @return how much it was
     */
    public int put(ByteBuffer data) {
        int size = data.remaining();
        for (int i = from; i < to && data.hasRemaining(); i++) {
            int count = Math.min(data.remaining(), all[i].remaining());
            all[i].put(data.slice(data.position(), count));
            data.position(data.position() + count);
        }
        return size;
    }

    /**
     * Takes bytes, without a copy if they are in one array.
     *
     * @param count at least one, and there must be as many
     * @param sink takes them
     * @throws IOException what the sink throws
     */
    public void take(int count, Sink sink) throws IOException {
        int first = from;
        while (!all[first].hasRemaining()) {
            first++;
        }
        ByteBuffer buffer = all[first];
        if (buffer.remaining() >= count && buffer.hasArray()) {
            sink.accept(buffer.array(), buffer.arrayOffset() + buffer.position(), count);
            buffer.position(buffer.position() + count);
        } else {
            sink.accept(gather(first, count), 0, count);
        }
    }

    /**
     * For a backend that takes several buffers itself.
     *
     * @return the array as it was given, of which only a part may count
     */
    public ByteBuffer[] array() {
        return all;
    }

    /**
     * Where in {@link #array} the part begins that counts.
     *
     * @return an index
     */
    public int offset() {
        return from;
    }

    /**
     * How many buffers of {@link #array} count.
     *
     * @return a number of buffers
     */
    public int length() {
        return to - from;
    }

    private byte[] gather(int first, int count) {
        byte[] bytes = new byte[count];
        int done = 0;
        for (int i = first; done < count; i++) {
            int step = Math.min(count - done, all[i].remaining());
            all[i].get(bytes, done, step);
            done += step;
        }
        return bytes;
    }
}
