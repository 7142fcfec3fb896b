// SPDX-License-Identifier: Apache-2.0
package tls.close.tck.harness;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.tck.wire.NearEnd;

/** Many connections at the same time between two ends under test, each end in a virtual thread of its own. */
public final class Crowd implements AutoCloseable {
    /** For all of them together, on a busy machine. */
    private static final Duration LONG = Duration.ofSeconds(50);

    private static final CloseLimits LIMITS = CloseLimits.DEFAULT.withTimeout(LONG);
    private static final int EXCHANGES = 3;

    private final Setting setting;
    private final List<Socket> clients = new ArrayList<>();
    private final List<Socket> servers = new ArrayList<>();
    private final CountDownLatch established;

    private Crowd(Setting setting, int count) {
        this.setting = setting;
        this.established = new CountDownLatch(2 * count);
    }

    public static Crowd connect(Setting setting, int count) throws IOException {
        Crowd crowd = new Crowd(setting, count);
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            for (int i = 0; i < count; i++) {
                crowd.clients.add(crowd.isOfChannels() ? SocketChannel.open().socket() : new Socket());
                crowd.clients.get(i).connect(listener.getLocalAddress());
                crowd.servers.add(
                        crowd.isOfChannels()
                                ? listener.accept().socket()
                                : listener.socket().accept());
            }
        } catch (IOException e) {
            try (crowd) {
                throw e;
            }
        }
        return crowd;
    }

    private boolean isOfChannels() {
        return setting.nearEnd() == NearEnd.BLOCKING_CHANNEL;
    }

    /** All shake hands; when all have, they talk, say goodbye and go on in plaintext. */
    public void talk() throws Exception {
        List<Threads.Call<?>> calls = new ArrayList<>();
        Session.Builder client = Session.of(setting.inRole(Role.CLIENT));
        Session.Builder server = Session.of(setting.inRole(Role.SERVER));
        TlsContext clients = client.context();
        TlsContext servers = server.context();
        for (int i = 0; i < this.clients.size(); i++) {
            Socket one = this.clients.get(i);
            Socket other = this.servers.get(i);
            calls.add(Threads.VIRTUAL.call(() -> ask(open(clients, one, client.endpoint()), one)));
            calls.add(Threads.VIRTUAL.call(() -> answer(open(servers, other, server.endpoint()), other)));
        }
        long end = System.nanoTime() + LONG.toNanos();
        for (Threads.Call<?> each : calls) {
            each.task().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private TlsConnection open(TlsContext context, Socket transport, TlsEndpoint endpoint) throws IOException {
        TlsEndpoint patient = endpoint.handshakeTimeout(LONG);
        return isOfChannels() ? context.open(transport.getChannel(), patient) : context.open(transport, patient);
    }

    private String ask(TlsConnection connection, Socket transport) throws Exception {
        begin(connection);
        for (int i = 0; i < EXCHANGES; i++) {
            connection.outputStream().write(text("question " + i));
            assertEquals("answer " + i, text(connection.inputStream().readNBytes(8)));
        }
        end(connection);
        transport.getOutputStream().write(text("plain question"));
        assertEquals("plain answer", text(transport.getInputStream().readNBytes(12)));
        return "done";
    }

    private String answer(TlsConnection connection, Socket transport) throws Exception {
        begin(connection);
        for (int i = 0; i < EXCHANGES; i++) {
            assertEquals("question " + i, text(connection.inputStream().readNBytes(10)));
            connection.outputStream().write(text("answer " + i));
        }
        assertEquals(-1, connection.inputStream().read());
        end(connection);
        assertEquals("plain question", text(transport.getInputStream().readNBytes(14)));
        transport.getOutputStream().write(text("plain answer"));
        return "done";
    }

    private void begin(TlsConnection connection) throws Exception {
        assertEquals(Progress.DONE, connection.handshake());
        established.countDown();
        assertTrue(established.await(LONG.toSeconds(), TimeUnit.SECONDS), "others have not come so far");
    }

    private static void end(TlsConnection connection) throws IOException {
        assertEquals(Progress.DONE, connection.bye(CloseRequest.SHUT_RDWR, LIMITS));
        assertTrue(connection.report().transportReusable(), connection::toString);
        connection.close();
    }

    private static byte[] text(String text) {
        return text.getBytes(US_ASCII);
    }

    private static String text(byte[] text) {
        return new String(text, US_ASCII);
    }

    @Override
    public void close() throws IOException {
        for (List<Socket> side : List.of(clients, servers)) {
            for (Socket each : side) {
                each.close();
            }
        }
    }
}
