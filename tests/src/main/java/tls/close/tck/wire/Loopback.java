// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * TCP on 127.0.0.1 for code under test that makes its own sockets: what it connects to, and what connects to it. Closes
 * all its ends.
 */
public final class Loopback implements AutoCloseable {
    private final ServerSocketChannel listener;
    private final List<TcpFarEnd> ends = new ArrayList<>();

    private Loopback(ServerSocketChannel listener) {
        this.listener = listener;
    }

    /**
     * Listens on a port of its own.
     *
     * @return to be closed by the test
     * @throws IOException if TCP does not work here
     */
    public static Loopback open() throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(address(), 0));
        return new Loopback(listener);
    }

    /**
     * Where it listens, whatever {@code localhost} is here.
     *
     * @return 127.0.0.1, with no name
     */
    public static InetAddress address() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /**
     * What to connect to.
     *
     * @return the port that it listens on
     */
    public int port() {
        return listener.socket().getLocalPort();
    }

    /**
     * Takes a connection; waits for it.
     *
     * @return the test's end
     * @throws IOException if TCP does not work here
     */
    public FarEnd accept() throws IOException {
        return keep(listener.accept());
    }

    /**
     * Connects to a listener of the code under test.
     *
     * @param port where that listens
     * @return the test's end
     * @throws IOException if nobody listens there
     */
    public FarEnd connect(int port) throws IOException {
        return keep(SocketChannel.open(new InetSocketAddress(address(), port)));
    }

    private FarEnd keep(SocketChannel channel) throws IOException {
        TcpFarEnd end = new TcpFarEnd(channel);
        ends.add(end);
        return end;
    }

    @Override
    public void close() throws IOException {
        try (listener) {
            for (TcpFarEnd each : ends) {
                each.close();
            }
        }
    }
}
