// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;

/** Two connections over TCP, one at each end. */
record Link(Loopback wire, TlsConnection client, TlsConnection server) implements AutoCloseable {

    /** What the connections lie on. */
    enum Transport {
        SOCKET,
        BLOCKING_CHANNEL,
        NON_BLOCKING_CHANNEL
    }

    static Link open(Side side, Transport transport) throws IOException {
        TlsEndpoint client = TlsEndpoint.client("localhost", 0).protocols(side.protocol());
        return open(side.clientContext(), client, side.serverContext(), TlsEndpoint.server(), transport);
    }

    static Link open(TlsContext client, TlsEndpoint clientEnd, TlsContext server, TlsEndpoint serverEnd, Transport over)
            throws IOException {
        Loopback wire = Loopback.open();
        return new Link(
                wire, open(client, clientEnd, wire.client(), over), open(server, serverEnd, wire.server(), over));
    }

    private static TlsConnection open(TlsContext context, TlsEndpoint end, SocketChannel channel, Transport over)
            throws IOException {
        channel.configureBlocking(over != Transport.NON_BLOCKING_CHANNEL);
        return over == Transport.SOCKET ? context.open(channel.socket(), end) : context.open(channel, end);
    }

    /** Does both at the same time. */
    static void both(Callable<?> one, Callable<?> other) throws Exception {
        CompletableFuture<?> beside = CompletableFuture.runAsync(() -> {
            try {
                other.call();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        one.call();
        beside.join();
    }

    static String read(ByteChannel from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining() && from.read(buffer) >= 0) {}
        return new String(buffer.array(), 0, buffer.position(), UTF_8);
    }

    static String write(ByteChannel to, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        wire.close();
    }
}
