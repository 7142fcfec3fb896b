// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tls.close.CloseLimits;
import tls.close.CloseOutcome;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** A server of echoes with one thread and many clients, all of which it says goodbye to when it stops. */
public final class ManyClients implements AutoCloseable {
    private static final int ENOUGH = 1 << 14;

    private final TlsContext tls;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Set<TlsConnection> clients = new HashSet<>();
    /** For all of them: one that has nothing to say holds no memory of ours. */
    private final ByteBuffer heard = ByteBuffer.allocate(ENOUGH);

    private volatile boolean stopping;

    /**
     * Listens.
     *
     * @param tls with the server's key
     * @param address where to
     * @throws IOException if it cannot
     */
    public ManyClients(TlsContext tls, InetSocketAddress address) throws IOException {
        this.tls = tls;
        listener.bind(address, 1024).configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Where it listens.
     *
     * @return the port
     */
    public int port() {
        return listener.socket().getLocalPort();
    }

    /**
     * Serves until {@link #stop}, and then ends all connections together.
     *
     * @param limits one deadline for all of them
     * @return how each ended
     * @throws IOException if the selector fails
     */
    public List<CloseOutcome> run(CloseLimits limits) throws IOException {
        while (!stopping) {
            selector.select(this::ready);
        }
        return TlsConnection.byeAll(clients, CloseRequest.SHUT_RDWR, limits);
    }

    /** Ends {@link #run}, from any thread. */
    public void stop() {
        stopping = true;
        selector.wakeup();
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else {
                Client client = (Client) key.attachment();
                if (client.isThrough()) {
                    forget(key);
                } else {
                    key.interestOps(SelectionKey.OP_READ | client.connection.interestOps());
                }
            }
        } catch (IOException e) {
            forget(key); // of one client's: it concerns nobody else
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            TlsConnection connection = tls.open(channel, TlsEndpoint.server());
            channel.register(selector, SelectionKey.OP_READ, new Client(connection));
            clients.add(connection);
        }
    }

    private void forget(SelectionKey key) {
        if (key.attachment() instanceof Client client) {
            clients.remove(client.connection);
            client.connection.close();
        }
        try {
            key.channel().close();
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        clients.forEach(TlsConnection::close);
        selector.close();
    }

    /** One of them, and what could not be sent back to it yet. */
    private final class Client {
        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

        private final TlsConnection connection;
        private ByteBuffer unsent = NOTHING;

        Client(TlsConnection connection) {
            this.connection = connection;
        }

        /** Goes on for as long as it can; true if the client has said goodbye, and has been answered. */
        boolean isThrough() throws IOException {
            while (hasSent(unsent)) {
                unsent = NOTHING;
                int count = connection.read(heard.clear());
                heard.flip();
                if (count < 0) {
                    return connection.bye(CloseRequest.SHUT_RDWR) == Progress.DONE;
                }
                if (count == 0) {
                    return false;
                }
                if (!hasSent(heard)) {
                    unsent = ByteBuffer.allocate(heard.remaining()).put(heard).flip();
                    return false;
                }
            }
            return false;
        }

        private boolean hasSent(ByteBuffer echo) throws IOException {
            boolean unfinished = (connection.interestOps() & SelectionKey.OP_WRITE) != 0;
            if (echo.hasRemaining() || unfinished) {
                connection.write(echo);
            }
            return !echo.hasRemaining() && (connection.interestOps() & SelectionKey.OP_WRITE) == 0;
        }
    }
}
