// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.connection;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLException;
import tls.close.CloseTimeoutException;
import tls.close.TruncationException;
import tls.close.internal.transport.Deadline;
import tls.close.internal.transport.DeadlineTransport;
import tls.close.internal.transport.Selectable;
import tls.close.internal.transport.TransportAbandonedException;

/** TLS inside TLS: another connection of ours below this one. */
final class NestedTransport extends DeadlineTransport {
    private final Connection outer;

    NestedTransport(Connection outer) {
        this.outer = outer;
    }

    @Override
    public boolean isBlocking() {
        return outer.isBlocking();
    }

    @Override
    public boolean holdsMore() {
        return outer.holdsData();
    }

    @Override
    public void endWaits() {
        // Whoever waits in the outer connection does so by its deadline, or as its caller would.
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        try {
            return outer.read(dst, readDeadline());
        } catch (TruncationException e) {
            return -1;
        } catch (SSLException e) {
            throw asTransportFailure(e);
        }
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        try {
            Deadline deadline = writeDeadline();
            int taken;
            do {
                taken = outer.write(src, deadline);
            } while (taken > 0 && src.hasRemaining());
        } catch (CloseTimeoutException e) {
            throw new TransportAbandonedException(e);
        } catch (SSLException e) {
            throw asTransportFailure(e);
        }
    }

    /** Whoever reads an outer connection that blocks may have to read more than one try should. */
    @Override
    public Optional<Selectable> selectable() {
        return outer.isBlocking() ? Optional.empty() : outer.exchange().selectable();
    }

    /** The connection below. */
    Connection outer() {
        return outer;
    }

    @Override
    public Optional<SocketAddress> peerAddress() {
        return outer.peerAddress();
    }

    @Override
    public int interestOps(int tried) {
        return outer.interestOps();
    }

    /** What goes wrong in the outer connection is no verdict of the inner one's own TLS. */
    private static IOException asTransportFailure(SSLException e) {
        return new IOException("the outer TLS connection failed: " + e.getMessage(), e);
    }
}
