// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A blocking socket. */
public final class SocketTransport extends DeadlineTransport {
    /**
     * A platform thread that is blocked in a socket does not notice an interrupt, so a wait looks for one this often
     * (rule 7.3).
     */
    private static final int INTERRUPT_CHECK_MILLIS = 100;

    private final Socket socket;
    private volatile boolean waitsEnded;

    /** The socket's own SO_TIMEOUT while it has another; negative while it has its own. */
    private int callersTimeout = -1;

    /** The one that it has meanwhile. */
    private int timeout;

    public SocketTransport(Socket socket) {
        this.socket = socket;
    }

    @Override
    public boolean isBlocking() {
        return true;
    }

    @Override
    public void readBy(@Nullable Deadline deadline) {
        super.readBy(deadline);
        if (deadline == null && callersTimeout >= 0) {
            restoreTimeout();
        }
    }

    private void restoreTimeout() {
        try {
            if (!socket.isClosed()) {
                socket.setSoTimeout(callersTimeout); // rule 7.5
            }
        } catch (SocketException e) {
            // Closed or broken by now: the next read says so, in its own words.
        } finally {
            callersTimeout = -1;
        }
    }

    @Override
    public Optional<SocketAddress> peerAddress() {
        return Optional.ofNullable(socket.getRemoteSocketAddress());
    }

    @Override
    public void endWaits() {
        waitsEnded = true;
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        Deadline deadline = readDeadline();
        if (deadline == null) {
            return readInto(dst);
        }
        if (deadline == Deadline.NOW) {
            return socket.getInputStream().available() > 0 ? readInto(dst) : 0;
        }
        rememberTimeout();
        boolean isLimited = readsForHandshakeOnly() && callersTimeout > 0;
        return awaitAndRead(dst, isLimited ? deadline.orAfter(Duration.ofMillis(callersTimeout)) : deadline);
    }

    private void rememberTimeout() throws SocketException {
        if (callersTimeout < 0) {
            callersTimeout = socket.getSoTimeout();
            timeout = callersTimeout;
        }
    }

    private int awaitAndRead(ByteBuffer dst, Deadline deadline) throws IOException {
        while (true) {
            if (waitsEnded) {
                throw new ClosedChannelException();
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting for the peer");
            }
            // Zero would mean for ever: a deadline that is over still gets one try.
            setTimeout(Math.max(1, deadline.remainingMillis(INTERRUPT_CHECK_MILLIS)));
            try {
                return readInto(dst);
            } catch (SocketTimeoutException e) {
                if (deadline.isOver()) {
                    throw e;
                }
            }
        }
    }

    private void setTimeout(int millis) throws SocketException {
        if (millis != timeout) {
            socket.setSoTimeout(millis);
            timeout = millis;
        }
    }

    /**
     * With a deadline it was asked to close, and an interrupt is not to close the socket under the alert (rule 5.1): it
     * would, if the socket has a channel or the thread is a virtual one.
     */
    @Override
    public void write(ByteBuffer src) throws IOException {
        Deadline deadline = writeDeadline();
        boolean interrupted = deadline != null && Thread.interrupted();
        try {
            Watchdog.watch(deadline, socket, () -> writeFrom(src));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void writeFrom(ByteBuffer src) throws IOException {
        try {
            socket.getOutputStream().write(src.array(), src.arrayOffset() + src.position(), src.remaining());
            src.position(src.limit());
        } catch (InterruptedIOException e) {
            // A socket of the caller's own says so how far it has come: the next call goes on there (rule 6.2).
            src.position(src.position() + Math.min(Math.max(0, e.bytesTransferred), src.remaining()));
            throw e;
        }
    }

    private int readInto(ByteBuffer dst) throws IOException {
        int count = socket.getInputStream().read(dst.array(), dst.arrayOffset() + dst.position(), dst.remaining());
        dst.position(dst.position() + Math.max(0, count));
        return count;
    }
}
