// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** A blocking socket. */
public final class SocketTransport implements TimedTransport {
    /**
     * A platform thread that is blocked in a socket does not notice an interrupt, so a wait looks for one this often
     * (rule 7.3).
     */
    private static final int INTERRUPT_CHECK_MILLIS = 100;

    private final Socket socket;
    private @Nullable Deadline readDeadline;
    private @Nullable Deadline writeDeadline;
    private int callersTimeout;
    private volatile boolean waitsEnded;

    public SocketTransport(Socket socket) {
        this.socket = socket;
    }

    @Override
    public void readBy(@Nullable Deadline deadline) {
        if (socket.isClosed()) {
            return;
        }
        try {
            if (readDeadline == null && deadline != null && deadline != Deadline.NOW) {
                callersTimeout = socket.getSoTimeout();
            } else if (readDeadline != null && readDeadline != Deadline.NOW && deadline == null) {
                socket.setSoTimeout(callersTimeout); // rule 7.5
            }
            readDeadline = deadline;
        } catch (SocketException e) {
            // Closed or broken by now: the next read says so, in its own words.
            readDeadline = deadline;
        }
    }

    @Override
    public void endWaits() {
        waitsEnded = true;
    }

    @Override
    public void writeBy(@Nullable Deadline deadline) {
        writeDeadline = deadline;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        Deadline deadline = readDeadline;
        if (deadline == null) {
            return readInto(dst);
        }
        if (deadline == Deadline.NOW) {
            return socket.getInputStream().available() > 0 ? readInto(dst) : 0;
        }
        while (true) {
            if (waitsEnded) {
                throw new ClosedChannelException();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for the peer");
            }
            // Zero would mean for ever: a deadline that is over still gets one try.
            socket.setSoTimeout(Math.max(1, deadline.remainingMillis(INTERRUPT_CHECK_MILLIS)));
            try {
                return readInto(dst);
            } catch (SocketTimeoutException e) {
                if (deadline.isOver()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void write(ByteBuffer src) throws IOException {
        Watchdog.watch(writeDeadline, socket, () -> {
            socket.getOutputStream().write(src.array(), src.arrayOffset() + src.position(), src.remaining());
            src.position(src.limit());
        });
    }

    @Override
    public boolean isBlocking() {
        return true;
    }

    private int readInto(ByteBuffer dst) throws IOException {
        int count = socket.getInputStream().read(dst.array(), dst.arrayOffset() + dst.position(), dst.remaining());
        dst.position(dst.position() + Math.max(0, count));
        return count;
    }
}
