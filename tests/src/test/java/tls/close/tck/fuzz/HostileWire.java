// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * The near end of a wire whose far end moves in the thread of whoever reads: a read that finds nothing is the peer's turn.
 * So nothing ever waits, and the same script is the same run. A wire that doesn't block returns from such a read, and the
 * peer has its turn when the owner of the connection says so.
 */
final class HostileWire implements ByteChannel, Outlet {
    /** How often in a row one call may ask in vain. */
    private static final int MOST_IN_VAIN = 64;

    private enum End {
        OPEN,
        FINISHED,
        RESET
    }

    private final boolean blocks;
    private final int most;
    private final Meter meter;
    private final HostilePeer peer;
    private final Deque<ByteBuffer> segments = new ArrayDeque<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private End end = End.OPEN;
    private boolean open = true;
    private boolean moved;
    private long consumed;
    private int room;
    private int inVain;

    /** With so many bytes in a read at most and, if it doesn't block, in the writes between two turns. */
    HostileWire(boolean blocks, int most, Meter meter, Function<HostileWire, HostilePeer> peer) {
        this.blocks = blocks;
        this.most = most;
        this.meter = meter;
        this.room = most;
        this.peer = peer.apply(this);
    }

    HostilePeer peer() {
        return peer;
    }

    /** How many bytes the near end has taken. */
    long consumed() {
        return consumed;
    }

    /** A call of the near end's owner begins. */
    void beginCall() {
        inVain = 0;
    }

    /** Whether there was one left, or the near end has moved since the last. */
    boolean turn() {
        boolean moves = !peer.isOver() || moved;
        moved = false;
        inVain = 0;
        room = most;
        peer.turn(heard());
        return moves;
    }

    void hearTheRest() {
        peer.hear(heard());
    }

    private byte[] heard() {
        byte[] bytes = written.toByteArray();
        written.reset();
        return bytes;
    }

    // Of the peer

    @Override
    public void deliver(byte... bytes) {
        if (bytes.length > 0) {
            segments.add(ByteBuffer.wrap(bytes));
        }
    }

    @Override
    public void end() {
        end = End.FINISHED;
    }

    @Override
    public void reset() {
        end = End.RESET;
    }

    // Of the near end

    @Override
    public int read(ByteBuffer dst) throws IOException {
        requireOpen();
        if (!dst.hasRemaining()) {
            return 0;
        }
        while (segments.isEmpty() && blocks && !peer.isOver()) {
            meter.without(this::turn);
        }
        if (segments.isEmpty()) {
            if (++inVain > MOST_IN_VAIN) {
                throw new AssertionError("one call reads in vain again and again");
            }
            return switch (end) {
                case OPEN -> 0;
                case FINISHED -> -1;
                case RESET -> throw new SocketException("Connection reset");
            };
        }
        int count = 0;
        while (count < most && dst.hasRemaining() && !segments.isEmpty()) {
            count += move(segments.element(), dst, most - count);
        }
        consumed += count;
        moved = true;
        inVain = 0;
        return count;
    }

    private int move(ByteBuffer next, ByteBuffer dst, int limit) {
        int count = Math.min(Math.min(next.remaining(), dst.remaining()), limit);
        dst.put(next.slice(next.position(), count));
        next.position(next.position() + count);
        if (!next.hasRemaining()) {
            segments.remove();
        }
        return count;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        requireOpen();
        if (end == End.RESET) {
            throw new SocketException("Broken pipe");
        }
        int count = blocks ? src.remaining() : Math.min(src.remaining(), room);
        if (count == 0 && src.hasRemaining() && ++inVain > MOST_IN_VAIN) {
            throw new AssertionError("one call writes in vain again and again");
        }
        byte[] bytes = new byte[count];
        src.get(bytes);
        written.writeBytes(bytes);
        moved |= count > 0;
        room -= blocks ? 0 : count;
        return count;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
