// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.Selectable;
import tls.close.internal.transport.TimedTransport;

/** The transport as long as it is in our custody: afterwards nothing of ours reads from it or writes to it. */
final class HeldTransport extends Custody implements TimedTransport {
    private final TimedTransport transport;

    HeldTransport(TimedTransport transport) {
        this.transport = transport;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        requireHeld();
        return transport.read(dst);
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        requireSending();
        transport.write(src);
    }

    @Override
    public boolean isBlocking() {
        return transport.isBlocking();
    }

    @Override
    public void readBy(@Nullable Deadline deadline) {
        transport.readBy(deadline);
    }

    @Override
    public void writeBy(@Nullable Deadline deadline) {
        transport.writeBy(deadline);
    }

    @Override
    public void handshakeBy(@Nullable Deadline deadline) {
        transport.handshakeBy(deadline);
    }

    @Override
    public boolean beginSeries() {
        return transport.beginSeries();
    }

    @Override
    public void endSeries() {
        transport.endSeries();
    }

    /** It is the caller's again: {@code bye(SHUT_RDWR)} is done. */
    @Override
    public void handBack() {
        super.handBack();
        transport.handBack();
    }

    /** The end of {@code close()}. */
    @Override
    public void letGo() {
        super.letGo();
        transport.letGo();
    }

    @Override
    public boolean holdsMore() {
        return transport.holdsMore();
    }

    @Override
    public void endWaits() {
        transport.endWaits();
    }

    @Override
    public Optional<Selectable> selectable() {
        return transport.selectable();
    }

    /** The connection that this one is in; null if it is in none. */
    @Nullable
    Connection outer() {
        return transport instanceof NestedTransport nested ? nested.outer() : null;
    }

    @Override
    public Optional<SocketAddress> peerAddress() {
        return transport.peerAddress();
    }

    @Override
    public int interestOps(int tried) {
        return transport.interestOps(tried);
    }
}
