// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tls.close.interop.Ends.assertOneCloseNotify;
import static tls.close.interop.PeerKind.GNUTLS_SERV_HTTP;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.TlsEndpoint;
import tls.close.spi.Limitation.Ability;
import tls.close.tck.pki.TestPki;

/**
 * We only write, close, and close the socket; the server has its tickets in our socket, unread (TLS 1.3), and begins to
 * read when all that is done.
 */
interface SlowReceivers extends Fixture {
    /** What {@code s_server} puts out of its own nowhere has. */
    char MARK = '~';

    int MARKS = 1 << 20;

    /** In lines, between which and within which {@code s_server} puts out other things. */
    String MUCH = ("~".repeat(64) + "\n").repeat(MARKS / 64);

    Pattern DECRYPTED = Pattern.compile("Decrypted Packet\\[\\d+] Application Data\\(23\\) with length: (\\d+)");

    @AgainstEach(OPENSSL_S_SERVER_TYPED)
    default void rule2_5_scenario132_opensslGetsAllThatItHasNotRead(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            us.handshake();
            peer.await("CIPHER is"); // Its handshake has returned: it has sent all its tickets.
            awaitTickets(combination.protocol(), us);
            writeMuchAndLetGo(us, peer);
            assertEquals(
                    MARKS,
                    peer.lines().stream()
                            .flatMapToInt(String::chars)
                            .filter(each -> each == MARK)
                            .count());
        });
    }

    /** It waits for the end of a request, and puts out no answer to one that has none. */
    @AgainstEach(GNUTLS_SERV_HTTP)
    default void rule2_5_scenario132_gnutlsGetsAllThatItHasNotRead(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            us.handshake();
            peer.await("^- Description:"); // Its handshake has returned: it has sent all its tickets.
            awaitTickets(combination.protocol(), us);
            writeMuchAndLetGo(us, peer);
            assertEquals(MUCH.length(), decryptedByGnutls(peer));
        });
    }

    /** While the peer does nothing. */
    private static void writeMuchAndLetGo(LocalEnd us, Peer peer) throws Exception {
        peer.suspend();
        try {
            us.write(MUCH);
            us.tls().close();
            us.channel().close();
        } finally {
            peer.resume();
        }
        assertEquals(Sent.CLOSE_NOTIFY, us.report().sent(), us.report().toString());
        assertOneCloseNotify(peer);
    }

    private static int decryptedByGnutls(Peer peer) {
        return peer.lines().stream()
                .map(DECRYPTED::matcher)
                .filter(Matcher::find)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .sum();
    }

    @AgainstEach(PYTHON_SERVER)
    default void rule2_5_scenario132_pythonGetsAllThatItHasNotRead(Combination combination) throws Exception {
        connect(combination, (us, peer) -> {
            us.handshake();
            peer.await("^wrapped$"); // Its handshake has returned: it has sent all its tickets.
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
                    us.channel().close();
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

    /** Then it may not ask for tickets, and the JDK sends none. */
    private boolean lacksResumption() {
        return provider().limitations().stream()
                .anyMatch(limit -> limit.what() == Ability.RESUMPTION
                        && limit.protocols().contains(Protocol.TLS13.standardName()));
    }

    /** They have come when there is something to read: nothing else has the server to say. */
    private void awaitTickets(Protocol protocol, LocalEnd us) throws IOException {
        if (protocol == Protocol.TLS13 && !lacksResumption()) {
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
