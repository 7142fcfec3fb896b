// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsEndpoint;
import tls.close.examples.jobs.FtpsServer.Ended;

/** What the server does not take from a client. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FtpsServerRefusalsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    @Test
    void anEmptyLineIsNoEnd() throws Exception {
        try (Served<Ended> served = serve(LONG);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            client.say("\r\nNOOP\r\nQUIT\r\n");
            assertEquals(List.of("220 tls.close", "502 that is not for me", "200 ok", "221 bye"), client.hearAll());
        }
    }

    @Test
    void aCutLineIsNoCommand() throws Exception {
        try (Served<Ended> served = serve(LONG);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            client.say("NOOP\r\nPWD");
            client.leave();
            assertEquals(List.of("220 tls.close", "200 ok"), client.hearAll());
            assertInstanceOf(EOFException.class, failure(served));
        }
    }

    @Test
    void aLineHasAnEnd() throws Exception {
        try (Served<Ended> served = serve(LONG);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            client.say("NOOP ".repeat(2_000));
            assertTrue(failure(served).toString().contains("longer than"));
        }
    }

    @Test
    void cccWithoutTlsIsRefused() throws Exception {
        try (Served<Ended> served = serve(LONG);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            client.say("CCC\r\nQUIT\r\n");
            assertEquals("533 there is no TLS", client.hearAll().get(1));
            assertEquals(Ended.NOT, served.result());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH TLS", "CCC"})
    void tlsBeginsOnceAndEndsOnce(String again) throws Exception {
        try (Served<Ended> served = serve(LONG);
                FtpsClient client =
                        new FtpsClient(Backend.context("jsse"), TlsEndpoint.client("localhost", served.port()), LONG)) {
            client.login("somebody", "secret");
            client.clear();
            IOException thrown = assertThrows(IOException.class, () -> client.command(again));
            assertTrue(thrown.toString().contains(": 5"), thrown.toString());
            client.command("QUIT");
            assertEquals(Ended.PROPERLY, served.result());
        }
    }

    /** Whoever is quicker than the client. */
    @Test
    void aStrangerGetsNoFile() throws Exception {
        try (Served<Ended> served = serve(LONG);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            try (Socket stranger = from(2, client.askForPort())) {
                client.say("RETR file\r\n");
                assertEquals("150 go on", client.hear());
                assertEquals("426 the transfer has failed", client.hear());
                assertEquals(0, stranger.getInputStream().readAllBytes().length);
            }
            try (Socket data = from(1, client.askForPort())) {
                client.say("RETR file\r\n");
                assertEquals("hello", new String(data.getInputStream().readAllBytes(), US_ASCII));
                assertEquals("150 go on", client.hear());
                assertEquals("226 that was it", client.hear());
            }
        }
    }

    /** One that a client did not use is not there for the next file. */
    @Test
    void eachTransferHasADataConnectionOfItsOwn() throws Exception {
        try (Served<Ended> served = serve(LONG);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            from(1, client.askForPort()).close();
            try (Socket data = from(1, client.askForPort())) {
                client.say("RETR file\r\n");
                assertEquals("hello", new String(data.getInputStream().readAllBytes(), US_ASCII));
            }
        }
    }

    @Test
    void aTransferWithoutAPortFails() throws Exception {
        try (Served<Ended> served = serve(LONG);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            client.say("RETR file\r\nQUIT\r\n");
            assertEquals(
                    List.of("220 tls.close", "150 go on", "426 the transfer has failed", "221 bye"), client.hearAll());
        }
    }

    /**
     * The client has said close_notify behind its file, and has gone: that the server cannot say its own makes the file no
     * less whole. In TLS 1.2 the server has the last word of a handshake, so that nothing else of its is lost.
     */
    @ParameterizedTest
    @MethodSource("tls.close.examples.jobs.Backend#names")
    void aFileThatIsStoredIsStored(String backend) throws Exception {
        FrailContext frail = new FrailContext(Backend.context(backend));
        FtpsServer server = new FtpsServer(frail, new byte[0], LONG);
        try (Served<Ended> served = Served.by(server::serve);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            client.say("PROT P\r\n");
            try (Socket socket = from(1, client.askForPort());
                    TlsConnection data = Backend.context(backend)
                            .open(
                                    socket,
                                    TlsEndpoint.client("localhost", served.port())
                                            .protocols("TLSv1.2"))) {
                client.say("STOR file\r\n");
                assertEquals("150 go on", client.hear());
                data.write(ByteBuffer.wrap("hello".getBytes(US_ASCII)));
                frail.silence();
                data.bye(CloseRequest.SHUT_WR);
                assertEquals("226 that was it", client.hear());
            }
            client.say("SIZE file\r\n");
            assertEquals("213 5", client.hear());
        }
    }

    @Test
    void aClientThatSaysNothingIsNotWaitedForAnyLonger() throws Exception {
        try (Served<Ended> served = serve(SHORT);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            assertEquals("220 tls.close", client.hear());
            assertInstanceOf(SocketTimeoutException.class, failure(served));
        }
    }

    @Test
    void aDataConnectionThatDoesNotComeIsNotWaitedForAnyLonger() throws Exception {
        try (Served<Ended> served = serve(SHORT);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            client.say("EPSV\r\nRETR file\r\nQUIT\r\n");
            assertTrue(client.hearAll().contains("426 the transfer has failed"));
        }
    }

    @Test
    void aDataConnectionThatSaysNothingIsNotWaitedForAnyLonger() throws Exception {
        try (Served<Ended> served = serve(SHORT);
                PlainFtpClient client = new PlainFtpClient(served.port())) {
            try (Socket data = from(1, client.askForPort())) {
                client.say("STOR file\r\nQUIT\r\n");
                assertTrue(client.hearAll().contains("426 the transfer has failed"));
                assertEquals(-1, data.getInputStream().read());
            }
        }
    }

    @Test
    void whatCannotBeServedLeavesNothingOpen() throws Exception {
        FrailContext context = new FrailContext(Backend.context("jsse"));
        try (Socket elsewhere = new SocketElsewhere("EPSV\r\n")) {
            assertThrows(BindException.class, () -> new FtpsServer(context, new byte[0], LONG).serve(elsewhere));
        }
        assertEquals(1, context.engines().size());
        assertTrue(context.engines().get(0).isOutboundDone());
    }

    /** Its address is none of this machine's (RFC 5737): no data connection can come to it. */
    private static final class SocketElsewhere extends Socket {
        private final InputStream in;

        SocketElsewhere(String said) {
            in = new ByteArrayInputStream(said.getBytes(US_ASCII));
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public InetAddress getLocalAddress() {
            try {
                return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
            } catch (UnknownHostException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }
    }

    private static Served<Ended> serve(Duration patience) throws Exception {
        return Served.by(new FtpsServer(Backend.context("jsse"), "hello".getBytes(US_ASCII), patience)::serve);
    }

    private static Throwable failure(Served<Ended> served) {
        return Objects.requireNonNull(
                assertThrows(ExecutionException.class, served::result).getCause());
    }

    /** A connection from 127.0.0.1 or another of this machine's addresses. */
    private static Socket from(int address, int port) throws IOException {
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) address});
        return new Socket(InetAddress.getLoopbackAddress(), port, here, 0);
    }
}
