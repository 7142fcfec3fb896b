// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.CloseReport.Received;
import tls.close.CloseRequest;
import tls.close.FatalAlertException;
import tls.close.Progress;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.TlsEndpoint.ClientAuth;
import tls.close.TruncationException;
import tls.close.bc.Link.Transport;
import tls.close.spi.Limitation.Ability;

/** {@code TlsConnection} over this backend on real sockets, with the JDK and with itself as its peer. */
class ConnectionTest {

    private static Stream<Arguments> sidesAndTransports() {
        return Side.all().flatMap(side -> Stream.of(Transport.values()).map(over -> Arguments.of(side.get()[0], over)));
    }

    @ParameterizedTest
    @MethodSource("sidesAndTransports")
    void bothSayGoodbyeAndTheTransportGoesOnInPlaintext(Side side, Transport over) throws Exception {
        try (Link link = Link.open(side, over)) {
            Link.both(
                    () -> {
                        Link.write(link.client(), "hello");
                        assertEquals("world", Link.read(link.client(), 5));
                        assertEquals(side.protocol(), link.client().sslSession().getProtocol());
                        bye(link.client(), CloseRequest.SHUT_RDWR);
                        return Link.write(link.wire().client(), "plain");
                    },
                    () -> {
                        assertEquals("hello", Link.read(link.server(), 5));
                        Link.write(link.server(), "world");
                        assertEquals("", Link.read(link.server(), 1));
                        bye(link.server(), CloseRequest.SHUT_RDWR);
                        return assertPlaintext(link, "plain");
                    });
            assertReusable(link);
        }
    }

    @ParameterizedTest
    @MethodSource("sidesAndTransports")
    void bothMayEndAtTheSameTimeWithDataOnItsWay(Side side, Transport over) throws Exception {
        try (Link link = Link.open(side, over)) {
            Link.both(() -> handshake(link.client()), () -> handshake(link.server()));
            Link.both(
                    () -> {
                        Link.write(link.client(), "x".repeat(100_000));
                        return bye(link.client(), CloseRequest.SHUT_RDWR);
                    },
                    () -> {
                        Link.write(link.server(), "y".repeat(100_000));
                        return bye(link.server(), CloseRequest.SHUT_RDWR);
                    });
            assertReusable(link);
        }
    }

    @ParameterizedTest
    @MethodSource("sidesAndTransports")
    void aHalfClosedConnectionIsReadToTheEnd(Side side, Transport over) throws Exception {
        try (Link link = Link.open(side, over)) {
            Link.both(() -> handshake(link.client()), () -> handshake(link.server()));
            Link.both(
                    () -> {
                        bye(link.client(), CloseRequest.SHUT_WR);
                        assertEquals("late", Link.read(link.client(), 4));
                        assertEquals("", Link.read(link.client(), 1));
                        return bye(link.client(), CloseRequest.SHUT_RDWR);
                    },
                    () -> {
                        Link.write(link.server(), "late");
                        bye(link.server(), CloseRequest.SHUT_WR);
                        assertEquals("", Link.read(link.server(), 1));
                        return bye(link.server(), CloseRequest.SHUT_RDWR);
                    });
            assertReusable(link);
        }
    }

    /** Scenarios 14 and 15, for which no limitation is declared; the JDK cannot do it in TLS 1.2. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void megabytesCanBeWrittenAfterThePeersCloseNotify(String protocol) throws Exception {
        assertTrue(new BcProvider().limitations().stream().noneMatch(l -> l.what() == Ability.WRITE_AFTER_PEER_CLOSE));
        for (Side side : new Side[] {new Side("jsse", "bc", protocol), new Side("bc", "bc", protocol)}) {
            for (Transport over : Transport.values()) {
                try (Link link = Link.open(side, over)) {
                    String data = "late data! ".repeat(100_000);
                    Link.both(
                            () -> {
                                handshake(link.client());
                                bye(link.client(), CloseRequest.SHUT_WR);
                                assertEquals(data, Link.read(link.client(), data.length()));
                                return bye(link.client(), CloseRequest.SHUT_RDWR);
                            },
                            () -> {
                                assertEquals("", Link.read(link.server(), 1));
                                assertFalse(link.server().isInputOpen());
                                assertTrue(link.server().isOutputOpen());
                                Link.write(link.server(), data);
                                return bye(link.server(), CloseRequest.SHUT_RDWR);
                            });
                    assertReusable(link);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sidesAndTransports")
    void aCutConnectionIsTruncated(Side side, Transport over) throws Exception {
        for (boolean clientCuts : new boolean[] {true, false}) {
            try (Link link = Link.open(side, over)) {
                Link.both(() -> handshake(link.client()), () -> handshake(link.server()));
                (clientCuts ? link.wire().client() : link.wire().server()).shutdownOutput();
                TlsConnection left = clientCuts ? link.server() : link.client();
                assertThrows(TruncationException.class, () -> Link.read(left, 1));
                assertThrows(TruncationException.class, () -> bye(left, CloseRequest.SHUT_RDWR));
                assertEquals(Received.CUT_AT_BOUNDARY, left.report().received());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRefusedClientLearnsTheAlertsNumber(String protocol) throws Exception {
        Side side = new Side("bc", "bc", protocol);
        try (Link link = Link.open(
                Side.context("bc", new KeyManager[0], TestCertificates.TRUSTED.trustManagers()),
                TlsEndpoint.client("localhost", 0).protocols(protocol),
                side.serverContext(),
                TlsEndpoint.server().clientAuth(ClientAuth.NEED),
                Transport.SOCKET)) {
            Link.both(
                    () -> {
                        FatalAlertException refused =
                                assertThrows(FatalAlertException.class, () -> Link.read(link.client(), 1));
                        assertEquals(protocol.equals("TLSv1.3") ? 116 : 40, refused.alert());
                        return assertThrows(IOException.class, () -> bye(link.client(), CloseRequest.SHUT_RDWR));
                    },
                    () -> assertThrows(IOException.class, () -> handshake(link.server())));
        }
    }

    /** Rule 8.1: a reader and a writer at each end. */
    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void aReaderAndAWriterMayBeInAConnectionAtTheSameTime(Side side) throws Exception {
        try (Link link = Link.open(side, Transport.SOCKET)) {
            Link.both(() -> handshake(link.client()), () -> handshake(link.server()));
            String there = "there ".repeat(300_000);
            String back = "back ".repeat(300_000);
            ExecutorService writers = Executors.newFixedThreadPool(2);
            Future<?> client = writers.submit(() -> Link.write(link.client(), there));
            Future<?> server = writers.submit(() -> Link.write(link.server(), back));
            Link.both(
                    () -> assertArrived(back, Link.read(link.client(), back.length())),
                    () -> assertArrived(there, Link.read(link.server(), there.length())));
            client.get();
            server.get();
            writers.shutdown();
            Link.both(
                    () -> bye(link.client(), CloseRequest.SHUT_RDWR), () -> bye(link.server(), CloseRequest.SHUT_RDWR));
            assertReusable(link);
        }
    }

    private static String assertArrived(String sent, String received) {
        assertTrue(sent.equals(received), () -> "of " + sent.length() + " came " + received.length());
        return received;
    }

    @ParameterizedTest
    @MethodSource("tls.close.bc.Side#all")
    void theTransportCarriesASecondHandshakeAndTlsInTls(Side side) throws Exception {
        try (Link outer = Link.open(side, Transport.BLOCKING_CHANNEL)) {
            for (int round = 0; round < 2; round++) {
                TlsEndpoint clientEnd = TlsEndpoint.client("localhost", 0).protocols(side.protocol());
                TlsConnection client = side.clientContext().open(outer.client(), clientEnd);
                TlsConnection server = side.serverContext().open(outer.server(), TlsEndpoint.server());
                Link.both(
                        () -> {
                            Link.write(client, "inside");
                            return bye(client, CloseRequest.SHUT_RDWR);
                        },
                        () -> {
                            assertEquals("inside", Link.read(server, 6));
                            return bye(server, CloseRequest.SHUT_RDWR);
                        });
            }
            Link.both(
                    () -> bye(outer.client(), CloseRequest.SHUT_RDWR),
                    () -> bye(outer.server(), CloseRequest.SHUT_RDWR));
            assertReusable(outer);
        }
    }

    private static String handshake(TlsConnection connection) throws IOException {
        while (connection.handshake() != Progress.DONE) {
            Thread.onSpinWait();
        }
        return "done";
    }

    static String bye(TlsConnection connection, CloseRequest how) throws IOException {
        while (connection.bye(how) != Progress.DONE) {
            Thread.onSpinWait();
        }
        return "done";
    }

    private static String assertPlaintext(Link link, String text) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(text.length());
        while (buffer.hasRemaining() && link.wire().server().read(buffer) >= 0) {}
        assertEquals(text, new String(buffer.array(), java.nio.charset.StandardCharsets.UTF_8));
        return text;
    }

    private static void assertReusable(Link link) {
        assertTrue(link.client().report().transportReusable(), link.client()::toString);
        assertTrue(link.server().report().transportReusable(), link.server()::toString);
    }
}
