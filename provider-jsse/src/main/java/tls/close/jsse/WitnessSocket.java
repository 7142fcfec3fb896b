// SPDX-License-Identifier: Apache-2.0
package tls.close.jsse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;

/**
 * The socket below an {@code SSLSocket}: hands it a {@link Witness}'s streams instead of the caller's, so that nothing
 * it does can shut, close or configure the caller's socket (rules 5.1, 7.5).
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // Nothing here has state; a monitor would pin virtual threads.
final class WitnessSocket extends Socket {
    private final Socket callers;
    private final Witness witness;
    private final int port;

    /**
     * @param port of the server as the application was given it: with the host, the key under which a session is resumed
     */
    WitnessSocket(Socket callers, Witness witness, int port) throws SocketException {
        super((SocketImpl) null);
        this.callers = callers;
        this.witness = witness;
        this.port = port;
    }

    @Override
    public InputStream getInputStream() {
        return witness.input();
    }

    @Override
    public OutputStream getOutputStream() {
        return witness.output();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public InetAddress getInetAddress() {
        return callers.getInetAddress();
    }

    /** Not the caller's: behind a tunnel or a forwarded port that is somebody else's. */
    @Override
    public int getPort() {
        return port;
    }

    @Override
    public InetAddress getLocalAddress() {
        return callers.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return callers.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return callers.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return callers.getLocalSocketAddress();
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return callers.getSoTimeout();
    }

    /** Not the caller's: with a linger time the {@code SSLSocket} would drop its alert when a write is in progress. */
    @Override
    public int getSoLinger() {
        return -1;
    }

    @Override
    public void setSoTimeout(int millis) {}

    @Override
    public void shutdownInput() {}

    @Override
    public void shutdownOutput() {}

    @Override
    public void close() throws IOException {}
}
