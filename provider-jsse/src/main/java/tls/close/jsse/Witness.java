// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import javax.net.ssl.SSLProtocolException;
import org.jspecify.annotations.Nullable;
import tls.close.spi.RecordLayer.Step;
import tls.close.spi.Transport;

/**
 * Passes bytes between an {@code SSLSocket} and the transport, and sees what the {@code SSLSocket} does not tell:
 *
 * <ul>
 *   <li>that the transport ended, and inside which record; {@code SSLSocketImpl.handleEOF} takes that for close_notify,
 *       and answers it in TLS 1.2;
 *   <li>where a record ends: it hands the {@code SSLSocket} one record for each request, where that would read on until
 *       it has application data. So tickets, key updates and empty records are counted and bounded as on any backend;
 *   <li>that what comes is no record.
 * </ul>
 *
 * <p>What goes out passes its {@link WitnessOutput}. Bytes pass only while a call of ours is in the {@code SSLSocket}: the
 * finalizer of one that was forgotten (JDK 17, {@code BaseSSLSocketImpl.finalize}) would say close_notify on a transport
 * that is in other use (rule 5.1).
 */
final class Witness {

    /** What the {@code SSLSocket} may take from the transport. */
    enum Ration {
        /** Whatever it asks for: the handshake. */
        EVERYTHING,
        /** The record that it is in, or the next one. */
        ONE_RECORD,
        /** What is left of the record that it is in. */
        THIS_RECORD
    }

    private static final AtomicIntegerFieldUpdater<Witness> CALLS =
            AtomicIntegerFieldUpdater.newUpdater(Witness.class, "calls");

    private static final int HEADER = 5;
    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 24;
    private static final int MAJOR_VERSION = 3;
    private static final int ALERT_LENGTH = 2;

    /** A close_notify of TLS 1.3 at its shortest: header, alert, content type, tag (RFC 8446 section 5.2). */
    private static final int CLOSE_NOTIFY = HEADER + ALERT_LENGTH + 1 + 16;

    /** Of TLS 1.2: fragment and expansion (RFC 5246 section 6.2.3). */
    private static final int MAX_BODY = (1 << 14) + 2048;

    /** Records of one handshake: enough for the longest messages in pieces of one byte, too few to keep a thread busy. */
    private static final int MOST_HANDSHAKE_RECORDS = 1 << 16;

    /** The same in bytes: as much as those records take, and no more when each of them is full. */
    private static final int MOST_HANDSHAKE_BYTES = 1 << 22;

    private final Transport transport;

    // The input side.
    private int handshakeRecords;
    private int handshakeBytes;

    /** The bytes of a record's header that have come, the latest last. */
    private long header;

    private byte headerRead;
    private int bodyLeft;

    /** What is still to come for certain where a record begins: where that is not known, nothing. */
    private int stillToCome;

    /** What has come of that and was not asked for yet; null if there is nothing. */
    private @Nullable ByteBuffer ahead;

    private volatile Ration ration = Ration.EVERYTHING;
    private @Nullable Tickets tickets;
    private boolean ended;
    private @Nullable IOException readFailure;

    /** Of ours that are in the {@code SSLSocket}. */
    private volatile int calls;

    private final LastWord lastWord = new LastWord();
    private final WitnessOutput output;

    Witness(Transport transport) {
        this.transport = transport;
        this.output = new WitnessOutput(transport, this);
    }

    LastWord lastWord() {
        return lastWord;
    }

    /** A call of ours begins. */
    void enter() {
        CALLS.incrementAndGet(this);
    }

    void leave() {
        CALLS.decrementAndGet(this);
    }

    void requireCall() throws SocketException {
        if (calls == 0) {
            throw new SocketException("the TLS connection is not in use");
        }
    }

    void ration(Ration value) {
        ration = value;
    }

    /**
     * From now on a record's header and what follows it are one read, where the {@code SSLSocket} would have two: the
     * peer's close_notify is still to come, whatever comes before it. Not in TLS 1.2, where another handshake may change
     * the cipher suite.
     */
    void readTogether() {
        stillToCome = CLOSE_NOTIFY;
    }

    /** From now on what may be tickets is counted. */
    void count(Tickets value) {
        tickets = value;
    }

    /** Whether the transport has ended. */
    boolean hasSeenTheEnd() {
        return ended;
    }

    /** How many bytes of an incomplete record have been read. */
    int cutAfter() {
        return headerRead < HEADER ? headerRead : HEADER + bodyLength() - bodyLeft;
    }

    /** Throws what the transport threw in the input side, if it did. */
    void checkInput() throws IOException {
        if (readFailure != null) {
            throw readFailure;
        }
    }

    InputStream input() {
        return new Source();
    }

    WitnessOutput output() {
        return output;
    }

    private int bodyLength() {
        return (int) header & 0xffff;
    }

    private int headerAt(int index) {
        return (int) (header >>> ((headerRead - 1 - index) * Byte.SIZE)) & 0xff;
    }

    private void beginRecord() throws Pause, SSLProtocolException {
        switch (ration) {
            case EVERYTHING -> {
                // Warnings are no progress (rule 12.4).
                if (++handshakeRecords > MOST_HANDSHAKE_RECORDS || handshakeBytes > MOST_HANDSHAKE_BYTES) {
                    throw new SSLProtocolException("the handshake has not ended after " + handshakeBytes
                            + " bytes of the peer's in " + handshakeRecords + " records");
                }
            }
            case ONE_RECORD -> ration = Ration.THIS_RECORD;
            case THIS_RECORD -> {
                if (tickets != null) {
                    tickets.count(HEADER + bodyLength());
                }
                throw new Pause(Step.TAKEN);
            }
        }
    }

    private void follow(byte[] bytes, int offset, int count) {
        for (int i = 0; i < count; ) {
            if (headerRead < HEADER) {
                header = (header << Byte.SIZE) | (bytes[offset + i++] & 0xff);
                headerRead++;
                bodyLeft = headerRead == HEADER ? bodyLength() : 0;
            } else {
                int step = Math.min(bodyLeft, count - i);
                bodyLeft -= step;
                i += step;
            }
            if (headerRead == HEADER && bodyLeft == 0) {
                headerRead = 0;
            }
        }
    }

    /**
     * The {@code SSLSocket} itself looks at no more than the length, and waits for up to 32 kB of what is no record.
     * With the first it does better.
     */
    private void checkHeader() throws SSLProtocolException {
        boolean tooLong = headerRead == HEADER && bodyLength() > MAX_BODY;
        if (hasSeenStrayBytes() || (tooLong && ration != Ration.EVERYTHING)) {
            throw new SSLProtocolException("not a TLS record");
        }
    }

    /** Whether what has come after the last record cannot begin another: the first byte that cannot decides. */
    boolean hasSeenStrayBytes() {
        return (ration != Ration.EVERYTHING || handshakeRecords > 1)
                && ((headerRead > 0 && (headerAt(0) < FIRST_TYPE || headerAt(0) > LAST_TYPE))
                        || (headerRead > 1 && headerAt(1) != MAJOR_VERSION));
    }

    byte[] strayBytes() {
        ByteBuffer more = ahead;
        byte[] stray = new byte[headerRead + (more == null ? 0 : more.remaining())];
        for (int i = 0; i < headerRead; i++) {
            stray[i] = (byte) headerAt(i);
        }
        if (more != null) {
            more.get(more.position(), stray, headerRead, more.remaining());
        }
        return stray;
    }

    private final class Source extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            requireCall();
            output.sendFlight();
            if (ration == Ration.EVERYTHING && output.hasFailed()) {
                throw new Pause(Step.WANT_FLUSH); // Nobody answers what was not said.
            }
            if (headerRead == 0) {
                beginRecord();
            }
            lastWord.enterTransport();
            int count;
            try {
                count = readOn(ByteBuffer.wrap(bytes, offset, length));
            } finally {
                lastWord.leaveTransport();
            }
            if (count == 0) {
                throw new Pause(Step.WANT_READ);
            }
            ended = count < 0;
            if (ended && ration != Ration.EVERYTHING) {
                throw new Pause(Step.END_OF_TRANSPORT);
            }
            follow(bytes, offset, Math.max(0, count));
            handshakeBytes += ration == Ration.EVERYTHING ? Math.max(0, count) : 0;
            checkHeader();
            return count;
        }

        private int readOn(ByteBuffer dst) throws IOException {
            if (ahead == null && headerRead == 0 && dst.remaining() < stillToCome) {
                ByteBuffer together = ByteBuffer.allocate(stillToCome);
                int count = readTransport(together);
                if (count <= 0) {
                    return count;
                }
                ahead = together.flip();
            }
            return ahead == null ? readTransport(dst) : takeAhead(ahead, dst);
        }

        private int takeAhead(ByteBuffer from, ByteBuffer dst) {
            int count = Math.min(from.remaining(), dst.remaining());
            dst.put(from.slice(from.position(), count));
            from.position(from.position() + count);
            if (!from.hasRemaining()) {
                ahead = null;
            }
            return count;
        }

        private int readTransport(ByteBuffer dst) throws IOException {
            try {
                return transport.read(dst);
            } catch (InterruptedIOException e) {
                throw e; // It can be read on.
            } catch (IOException e) {
                readFailure = e;
                throw new ReadFailure();
            }
        }
    }
}
