// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The near end of a blocking {@link MemoryWire}, or of something like it, as a socket. It keeps its SO_TIMEOUT but does not act on it: a test has
 * everything on the wire that the code under test will read, or a failure behind it.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // The wire has its own lock.
public final class MemorySocket extends Socket {
    private final ByteChannel channel;
    private final InputStream input;
    private final OutputStream output;
    private volatile int timeout;
    private final AtomicInteger timeoutChanges = new AtomicInteger();

    /**
     * A connected socket.
     *
     * @param wire whose near end it is
     * @throws SocketException never
     */
    public MemorySocket(MemoryWire wire) throws SocketException {
        this(wire.near());
    }

    /**
     * A connected socket.
     *
     * @param channel blocks; reads and writes for it
     * @throws SocketException never
     */
    public MemorySocket(ByteChannel channel) throws SocketException {
        super((SocketImpl) null);
        this.channel = channel;
        input = Channels.newInputStream(channel);
        output = Channels.newOutputStream(channel);
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public int getSoTimeout() {
        return timeout;
    }

    @Override
    public void setSoTimeout(int millis) {
        timeout = millis;
        timeoutChanges.incrementAndGet();
    }

    /**
     * How often its timeout was set.
     *
     * @return all calls since it was made
     */
    public int timeoutChanges() {
        return timeoutChanges.get();
    }

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
        return 1;
    }

    @Override
    public int getLocalPort() {
        return 2;
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return new InetSocketAddress(getInetAddress(), getPort());
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return new InetSocketAddress(getLocalAddress(), getLocalPort());
    }

    @Override
    public String toString() {
        return "a socket in memory";
    }
}
