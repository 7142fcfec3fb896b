// SPDX-License-Identifier: Apache-2.0
package tls.close.internal.facade;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Passes on to the socket below all that has nothing to do with TLS: addresses, options, whether it is connected. */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // The socket below has its own monitor, if it needs one.
abstract class ForwardingSocket extends SSLSocket {
    private final Socket below;

    ForwardingSocket(Socket below) {
        this.below = below;
    }

    final Socket below() {
        return below;
    }

    // Where it is

    @Override
    public void bind(@Nullable SocketAddress address) throws IOException {
        below.bind(address);
    }

    @Override
    public boolean isBound() {
        return below.isBound();
    }

    @Override
    public boolean isConnected() {
        return below.isConnected();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return below.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return below.getLocalAddress();
    }

    @Override
    public int getPort() {
        return below.getPort();
    }

    @Override
    public int getLocalPort() {
        return below.getLocalPort();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return below.getRemoteSocketAddress();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return below.getLocalSocketAddress();
    }

    /** Whoever went by a channel would go past TLS. */
    @Override
    public @Nullable SocketChannel getChannel() {
        return null;
    }

    // Options

    @Override
    public <T> Socket setOption(SocketOption<T> name, @Nullable T value) throws IOException {
        below.setOption(name, value);
        return this;
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> name) throws IOException {
        return below.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return below.supportedOptions();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        below.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return below.getSoTimeout();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        below.setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return below.getTcpNoDelay();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        below.setSoLinger(on, seconds);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return below.getSoLinger();
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        below.setKeepAlive(on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return below.getKeepAlive();
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        below.setReuseAddress(on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return below.getReuseAddress();
    }

    @Override
    public void setSendBufferSize(int size) throws SocketException {
        below.setSendBufferSize(size);
    }

    @Override
    public int getSendBufferSize() throws SocketException {
        return below.getSendBufferSize();
    }

    @Override
    public void setReceiveBufferSize(int size) throws SocketException {
        below.setReceiveBufferSize(size);
    }

    @Override
    public int getReceiveBufferSize() throws SocketException {
        return below.getReceiveBufferSize();
    }

    @Override
    public void setTrafficClass(int value) throws SocketException {
        below.setTrafficClass(value);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return below.getTrafficClass();
    }

    @Override
    public void setPerformancePreferences(int connectionTime, int latency, int bandwidth) {
        below.setPerformancePreferences(connectionTime, latency, bandwidth);
    }

    // What TLS has no place for

    @Override
    public void sendUrgentData(int data) throws IOException {
        throw noUrgentData();
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        throw noUrgentData();
    }

    @Override
    public boolean getOOBInline() throws SocketException {
        throw noUrgentData();
    }

    /** The exception of the JDK's own sockets. */
    private static SocketException noUrgentData() {
        return new SocketException("TLS has no urgent data: every byte is part of a record");
    }
}
