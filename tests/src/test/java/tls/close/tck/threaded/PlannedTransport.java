// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.threaded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.tck.wire.NearEnd;

/** One end of a TCP connection on this machine, as its owner has it: a socket or a channel. */
record PlannedTransport(NearEnd nearEnd, Socket socket) implements AutoCloseable {
    /** As narrow as it can be without a timer of the system's in the way of small records. */
    private static final int NARROW = 1 << 12;

    /** Both ends of a connection. */
    record Both(PlannedTransport client, PlannedTransport server) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (client) {
                server.close();
            }
        }
    }

    static Both connect(Plan plan) throws IOException {
        boolean narrow = plan.room() != Plan.Room.ENOUGH;
        NearEnd server = plan.server().nearEnd();
        try (ServerSocket listener = server == NearEnd.SOCKET
                ? new ServerSocket()
                : ServerSocketChannel.open().socket()) {
            if (narrow) {
                listener.setReceiveBufferSize(NARROW);
            }
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Socket socket = plan.client().nearEnd() == NearEnd.SOCKET
                    ? new Socket()
                    : SocketChannel.open().socket();
            if (narrow) {
                socket.setReceiveBufferSize(NARROW);
            }
            socket.connect(listener.getLocalSocketAddress());
            Socket accepted = listener.accept();
            return new Both(ready(plan.client().nearEnd(), socket, narrow), ready(server, accepted, narrow));
        }
    }

    private static PlannedTransport ready(NearEnd nearEnd, Socket socket, boolean narrow) throws IOException {
        socket.setTcpNoDelay(true);
        if (narrow) {
            socket.setSendBufferSize(NARROW);
        }
        if (nearEnd == NearEnd.NON_BLOCKING_CHANNEL) {
            socket.getChannel().configureBlocking(false);
        }
        return new PlannedTransport(nearEnd, socket);
    }

    TlsConnection open(TlsContext context, TlsEndpoint endpoint) throws IOException {
        return nearEnd == NearEnd.SOCKET ? context.open(socket, endpoint) : context.open(socket.getChannel(), endpoint);
    }

    /** Whether it is as the owner had set it (rules 5.1 and 7.5). */
    boolean isAsItWas() throws IOException {
        return !socket.isClosed()
                && socket.getSoTimeout() == 0
                && (nearEnd == NearEnd.SOCKET
                        || socket.getChannel().isBlocking() == (nearEnd == NearEnd.BLOCKING_CHANNEL));
    }

    /** Ends the output. */
    void finish() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** For the owner, who has it back; waits. */
    void write(byte... plaintext) throws IOException {
        if (nearEnd == NearEnd.SOCKET) {
            socket.getOutputStream().write(plaintext);
        } else {
            socket.getChannel().configureBlocking(true);
            socket.getChannel().write(ByteBuffer.wrap(plaintext));
        }
    }

    /** For the owner, who has it back; waits. */
    byte[] readToEnd() throws IOException {
        if (nearEnd == NearEnd.SOCKET) {
            return socket.getInputStream().readAllBytes();
        }
        socket.getChannel().configureBlocking(true);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(NARROW);
        while (socket.getChannel().read(some) >= 0) {
            all.write(some.array(), 0, some.position());
            some.clear();
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
