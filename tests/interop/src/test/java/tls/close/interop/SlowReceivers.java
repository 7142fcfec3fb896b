// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tls.close.interop.Ends.assertOneCloseNotify;
import static tls.close.interop.PeerKind.OPENSSL_S_SERVER_TYPED;
import static tls.close.interop.PeerKind.PYTHON_SERVER;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.TlsEndpoint;
import tls.close.tck.pki.TestPki;

/**
 * We only write, close, and close the socket; the server has its tickets in our socket, unread (TLS 1.3), and begins to
 * read when all that is done. gnutls-serv is not among them: it sends back what it reads, and so ends in a reset.
 */
interface SlowReceivers extends Fixture {
    /** A mebibyte in lines, as {@code s_server} puts out what comes. */
    String LINE_OF_64 = "0123456789abcdef".repeat(4).substring(1) + "\n";

    String MUCH = LINE_OF_64.repeat(1 << 14);

    @AgainstEach(OPENSSL_S_SERVER_TYPED)
    default void rule2_5_scenario132_opensslGetsAllThatItHasNotRead(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            us.handshake();
            awaitTickets(combination.protocol(), us);
            peer.stopReading();
            try {
                us.write(MUCH);
                us.tls().close();
                us.channel().close();
            } finally {
                peer.goOnReading();
            }
            assertEquals(Sent.CLOSE_NOTIFY, us.report().sent(), us.report().toString());
            assertOneCloseNotify(peer);
            assertEquals(
                    1 << 14,
                    peer.lines().stream().filter((LINE_OF_64.strip())::equals).count());
        });
    }

    @AgainstEach(PYTHON_SERVER)
    default void rule2_5_scenario132_pythonGetsAllThatItHasNotRead(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            us.handshake();
            awaitTickets(combination.protocol(), us);
            us.write(MUCH);
            us.tls().close();
            us.channel().close();
            peer.type("drain");
            peer.await("^drained " + MUCH.length() + "$");
            assertEquals(Sent.CLOSE_NOTIFY, us.report().sent(), us.report().toString());
            assertOneCloseNotify(peer);
        });
    }

    /** What it promises holds with {@code close()} behind it. */
    @AgainstEach(PYTHON_SERVER)
    default void rule2_5_scenario133_pythonGetsAllBeforeShutWr(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            us.handshake();
            us.write(MUCH);
            us.bye(CloseRequest.SHUT_WR);
            peer.type("drain");
            peer.type("unwrap");
            assertEquals(0, us.readToEnd().length);
            us.tls().close();
            us.channel().close();
            peer.await("^drained " + MUCH.length() + "$");
            assertOneCloseNotify(peer);
        });
    }

    /** The JDK's own server, in this process, which reads when it is told to. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    default void rule2_5_scenario132_theJdkGetsAllThatItHasNotRead(Protocol protocol) throws Exception {
        TestPki pki = TestPki.rsa();
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(pki.server().keyManagers(), null, null);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (SSLServerSocket listener = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (TransportKind transport : TransportKind.values()) {
                Semaphore late = new Semaphore(0);
                Future<Integer> received = executor.submit(() -> receive(listener, late));
                try (SocketChannel channel = SocketChannel.open(
                                new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
                        LocalEnd us = transport.open(
                                context(),
                                channel,
                                TlsEndpoint.client("server.test", 1).protocols(protocol.standardName()))) {
                    us.handshake();
                    awaitTickets(protocol, us);
                    us.write(MUCH);
                    us.tls().close();
                    channel.close();
                    assertEquals(
                            Sent.CLOSE_NOTIFY, us.report().sent(), us.report().toString());
                } finally {
                    late.release();
                }
                assertEquals(MUCH.length(), received.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS));
            }
        } finally {
            executor.shutdown();
        }
    }

    private static int receive(SSLServerSocket listener, Semaphore late) throws Exception {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
            late.acquire();
            return socket.getInputStream().readAllBytes().length;
        }
    }

    /** They have come when there is something to read: nothing else has the server to say. */
    private static void awaitTickets(Protocol protocol, LocalEnd us) throws IOException {
        if (protocol == Protocol.TLS13) {
            boolean blocks = us.channel().isBlocking();
            us.channel().configureBlocking(false);
            try (Selector selector = Selector.open()) {
                us.channel().register(selector, SelectionKey.OP_READ);
                assertEquals(1, selector.select(Patience.LIMIT.toMillis()), "no ticket came");
            }
            us.channel().configureBlocking(blocks);
        }
    }
}
