// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

/**
 * Takes one record after the other from a transport, and not one byte more than certainly belongs to TLS (rule 5.2):
 * where the next record begins as many bytes as the peer's close_notify has at least, which is still to come; then the
 * rest of the record. So a close_notify is one read, and between two records some bytes are held at most.
 */
final class RecordReader {
    private final Transport transport;

    /** What has come of the next record, after a very short one already some of it; null while that is nothing. */
    private @Nullable ByteBuffer start;

    /** The record that is being read, or has been. */
    private @Nullable ByteBuffer record;

    private boolean whole;

    /** How many bytes have come of what cannot be a record. */
    private int stray;

    RecordReader(Transport transport) {
        this.transport = transport;
    }

    /**
     * Goes on with reading.
     *
     * @param atLeast how many bytes are still to come for certain where a record begins: those of a header or more
     * @return {@code TAKEN} when {@link #record()} is whole
     */
    Step fill(int atLeast) throws IOException {
        if (whole) {
            return Step.TAKEN;
        }
        if (record == null) {
            Step step = begin(atLeast);
            if (step != Step.TAKEN) {
                return step;
            }
        }
        ByteBuffer part = Objects.requireNonNull(record);
        Step step = fill(part);
        if (step == Step.TAKEN) {
            part.flip();
            whole = true;
        }
        return step;
    }

    private Step begin(int atLeast) throws IOException {
        ByteBuffer begun = start == null ? Buffers.takeStart() : start;
        start = begun;
        try {
            while (begun.position() < Tls.HEADER && Tls.beginsHeader(begun)) {
                int count = transport.read(begun.limit(atLeast));
                if (count <= 0) {
                    return count == 0 ? Step.WANT_READ : Step.END_OF_TRANSPORT;
                }
            }
            record = recordBegunBy(begun);
            return Step.TAKEN;
        } finally {
            if (begun.position() == 0) {
                giveBackStart();
            }
        }
    }

    /** What cannot be a record is not read on: five bytes, whichever, are enough for the engine to refuse it. */
    private ByteBuffer recordBegunBy(ByteBuffer begun) {
        stray = Tls.beginsHeader(begun) ? 0 : begun.position();
        int length = Tls.HEADER + (stray == 0 && Tls.isHeader(begun) ? Tls.bodyLength(begun) : 0);
        int here = Math.min(length, Math.max(Tls.HEADER, begun.position()));
        ByteBuffer part = Buffers.take(length).put(0, begun, 0, here).position(here);
        if (stray == 0) {
            begun.flip().position(here).compact();
        }
        return part;
    }

    private void giveBackStart() {
        ByteBuffer empty = start;
        if (empty != null) {
            start = null;
            Buffers.give(empty.clear());
        }
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
        if (record == null || !whole) {
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
        if (start != null) {
            start.get(0, bytes);
        }
        return bytes;
    }

    /** How many bytes of an incomplete record are here. */
    int cutAfter() {
        return whole ? 0 : record == null ? begun() : record.position();
    }

    /** Whether no record has been begun. */
    boolean isBetweenRecords() {
        return record == null;
    }

    /** Whether something of the record behind this one is here. */
    boolean isAhead() {
        return stray == 0 && begun() > 0;
    }

    private int begun() {
        return start == null ? 0 : start.position();
    }

    /** The record was consumed. */
    void forget() {
        if (stray > 0) {
            giveBackStart();
            stray = 0;
        }
        whole = false;
        if (record != null) {
            Buffers.give(record);
            record = null;
        }
    }
}
