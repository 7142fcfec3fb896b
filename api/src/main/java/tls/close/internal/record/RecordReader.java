// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

/**
 * Takes one record at a time from a transport and not one byte more (rule 5.2): the header, then the body that it
 * announces. Between two records it holds five bytes.
 */
final class RecordReader {
    private final Transport transport;
    private final ByteBuffer header = ByteBuffer.allocate(Tls.HEADER);

    /** The record; while it is filled, the header is held too, and when it is whole, no longer. */
    private @Nullable ByteBuffer record;

    /** How many bytes have come of what cannot be a record. */
    private int stray;

    RecordReader(Transport transport) {
        this.transport = transport;
    }

    /** Goes on with reading; {@code TAKEN} when {@link #record()} is whole. */
    Step fill() throws IOException {
        if (isWhole()) {
            return Step.TAKEN;
        }
        ByteBuffer part = record;
        if (part == null) {
            Step step = fillHeader();
            if (step != Step.TAKEN) {
                return step;
            }
            // What cannot be a record is not read on: five bytes, whichever, are enough for the engine to refuse it.
            stray = Tls.beginsHeader(header) ? 0 : header.position();
            int body = stray == 0 && Tls.isHeader(header) ? Tls.bodyLength(header) : 0;
            part = Buffers.take(Tls.HEADER + body)
                    .put(header.position(Tls.HEADER).duplicate().flip());
            record = part;
        }
        Step step = fill(part);
        if (step == Step.TAKEN) {
            part.flip();
            header.clear();
        }
        return step;
    }

    private Step fillHeader() throws IOException {
        while (header.hasRemaining() && Tls.beginsHeader(header)) {
            int count = transport.read(header);
            if (count <= 0) {
                return count == 0 ? Step.WANT_READ : Step.END_OF_TRANSPORT;
            }
        }
        return Step.TAKEN;
    }

    private Step fill(ByteBuffer part) throws IOException {
        while (part.hasRemaining()) {
            int count = transport.read(part);
            if (count <= 0) {
                return count == 0 ? Step.WANT_READ : Step.END_OF_TRANSPORT;
            }
        }
        return Step.TAKEN;
    }

    /** The whole record; its position says what has been consumed. */
    ByteBuffer record() {
        if (record == null || !isWhole()) {
            throw new IllegalStateException("no whole record has been read");
        }
        return record;
    }

    /** Whether what is here cannot be a record. */
    boolean isStray() {
        return stray > 0;
    }

    /** What has come in the place of a record. */
    byte[] stray() {
        byte[] bytes = new byte[stray];
        record().get(0, bytes);
        return bytes;
    }

    /** How many bytes of an incomplete record are here. */
    int cutAfter() {
        return isWhole() ? 0 : record == null ? header.position() : record.position();
    }

    void forget() {
        if (record != null) {
            Buffers.give(record);
            record = null;
        }
        header.clear();
        stray = 0;
    }

    /** Whether the next byte begins a record. */
    boolean isBetweenRecords() {
        return record == null && header.position() == 0;
    }

    private boolean isWhole() {
        return record != null && header.position() == 0;
    }
}
