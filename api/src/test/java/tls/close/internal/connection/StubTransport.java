// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.DeadlineTransport;
import tls.close.internal.transport.Selectable;

/** A transport below a backend that reads and writes by itself; notes what it is told. */
class StubTransport extends DeadlineTransport {
    static final SocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 21);

    volatile boolean blocks;
    volatile boolean holdsMore;
    volatile boolean takesSeries;
    Optional<Selectable> selectable = Optional.empty();
    Runnable atHandBack = () -> {};
    Runnable atWriteBy = () -> {};

    /** As it was told last. */
    @Nullable
    Deadline readBy;

    @Nullable
    Deadline writeBy;

    int series;
    int seriesEnded;
    int waitsEnded;
    int handedBack;
    int letGo;

    @Override
    public int read(ByteBuffer dst) throws IOException {
        dst.put((byte) 'r');
        return 1;
    }

    @Override
    public void write(ByteBuffer src) {
        src.position(src.limit());
    }

    @Override
    public void readBy(@Nullable Deadline deadline) {
        super.readBy(deadline);
        readBy = deadline;
    }

    @Override
    public void writeBy(@Nullable Deadline deadline) {
        super.writeBy(deadline);
        writeBy = deadline;
        atWriteBy.run();
    }

    /** Of a read, and of the handshake that it may be for. */
    @Nullable
    Deadline wholeReadDeadline() {
        return readDeadline();
    }

    @Override
    public boolean isBlocking() {
        return blocks;
    }

    @Override
    public boolean holdsMore() {
        return holdsMore;
    }

    @Override
    public boolean beginSeries() {
        series++;
        return takesSeries;
    }

    @Override
    public void endSeries() {
        seriesEnded++;
    }

    @Override
    public void endWaits() {
        waitsEnded++;
    }

    @Override
    public void handBack() {
        handedBack++;
        atHandBack.run();
    }

    @Override
    public void letGo() {
        letGo++;
    }

    @Override
    public Optional<Selectable> selectable() {
        return selectable;
    }

    @Override
    public Optional<SocketAddress> peerAddress() {
        return Optional.of(PEER);
    }
}
