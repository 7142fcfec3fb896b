// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Set;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.wire.ContentType;

/** An end of two pipes that counts what is done with it, and the records that are written to it. */
final class MeteredEnd implements ByteChannel {
    private static final int HEADER = 5;

    /** What TLS 1.3 makes of an alert: it, its content type, the padding of whoever pads, and the tag. */
    private static final Set<Integer> ENCRYPTED_ALERTS = Set.of(2 + 1 + 16, 2 + 1 + 16 + 16);

    /** Pieces of data of which it may make the same. */
    private static final Set<Integer> AMBIGUOUS = Set.of(2, 2 + 16);

    /** How often in a row one call may ask a transport that has nothing for it. */
    private static final int MOST_IN_VAIN = 6;

    private final NarrowPipe.End end;
    private final TlsVersion version;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private int left;
    private int alerts;
    private boolean alertIsLast;
    private long moved;
    private int inVain;

    MeteredEnd(NarrowPipe.End end, TlsVersion version) {
        this.end = end;
        this.version = version;
    }

    NarrowPipe from() {
        return end.from();
    }

    NarrowPipe into() {
        return end.into();
    }

    /** How many bytes were read and written. */
    long moved() {
        return moved;
    }

    /** Whole records that are alerts. */
    int alerts() {
        return alerts;
    }

    /** Whether a record with so many bytes of data could be taken for an alert. */
    static boolean isAmbiguous(int length) {
        return AMBIGUOUS.contains(length);
    }

    /** Whether an alert is the last that was written, to its last byte. */
    boolean endsWithAlert() {
        return alertIsLast && left == 0 && header.position() == 0;
    }

    /** Writes past the connection, which is over, and is not counted. Returns how much has had room. */
    int writePlaintext(byte... text) {
        return end.write(ByteBuffer.wrap(text));
    }

    /** Whether this, and nothing else, is there to be read. */
    boolean holds(byte... text) {
        ByteBuffer here = ByteBuffer.allocate(end.from().size());
        end.read(here);
        return here.flip().equals(ByteBuffer.wrap(text));
    }

    void beginCall() {
        inVain = 0;
    }

    @Override
    public int read(ByteBuffer dst) {
        int count = end.read(dst);
        count(count, dst);
        return count;
    }

    @Override
    public int write(ByteBuffer src) {
        int start = src.position();
        int count = end.write(src);
        count(count, src);
        note(src.slice(start, count));
        return count;
    }

    private void count(int count, ByteBuffer buffer) {
        if (count > 0) {
            moved += count;
            inVain = 0;
        } else if (buffer.hasRemaining()) {
            assertTrue(++inVain <= MOST_IN_VAIN, "one call asks the transport in vain again and again");
        }
    }

    private void note(ByteBuffer written) {
        while (written.hasRemaining()) {
            if (left == 0) {
                header.put(written.get());
                if (header.hasRemaining()) {
                    continue;
                }
                left = Short.toUnsignedInt(header.getShort(3));
                alertIsLast = isAlert();
                header.clear();
            } else {
                int count = Math.min(left, written.remaining());
                written.position(written.position() + count);
                left -= count;
                if (left == 0 && alertIsLast) {
                    alerts++;
                }
            }
        }
    }

    private boolean isAlert() {
        return header.get(0) == ContentType.ALERT.code()
                || (version == TlsVersion.TLS_1_3
                        && header.get(0) == ContentType.APPLICATION_DATA.code()
                        && ENCRYPTED_ALERTS.contains(left));
    }

    @Override
    public boolean isOpen() {
        return end.isOpen();
    }

    @Override
    public void close() {
        end.close();
    }
}
