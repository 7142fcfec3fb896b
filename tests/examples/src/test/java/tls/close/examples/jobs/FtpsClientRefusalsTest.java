// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsEndpoint;

/** What the client does not take from a server, nor from its own caller. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FtpsClientRefusalsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    private static final byte[] FILE = "all that it is\n".repeat(10_000).getBytes(US_ASCII);

    @Test
    void aLineThatIsPaddedIsNotTheEndOfAReply() throws Exception {
        try (Served<List<String>> served =
                        serve("220-ready\r\n220-very\r\n 220 soon\r\n220 now\r\n", Map.of("SYST", "215 UNIX\r\n"));
                FtpsClient client = connect(served, LONG)) {
            assertEquals("215 UNIX", client.command("SYST"));
        }
    }

    @Test
    void aReplyIsGivenAsItCame() throws Exception {
        try (Served<List<String>> served = serve("220 ready\r\n", Map.of("SYST", "215  UNIX \t\r\n"));
                FtpsClient client = connect(served, LONG)) {
            assertEquals("215  UNIX \t", client.command("SYST"));
        }
    }

    /** What is done with words of somebody else's. */
    @FunctionalInterface
    interface Use {
        void of(FtpsClient client, String words) throws IOException;
    }

    static Stream<Arguments> uses() {
        return Stream.<Map.Entry<String, Use>>of(
                        Map.entry("a user", (client, words) -> client.login(words, "secret")),
                        Map.entry("a password", (client, words) -> client.login("somebody", words)),
                        Map.entry("an upload", (client, words) -> client.upload(words, FILE)),
                        Map.entry("a download", FtpsClient::download),
                        Map.entry("a command", FtpsClient::command))
                .flatMap(each -> Stream.of("\r", "\n", "\r\n")
                        .map(end -> Arguments.argumentSet(
                                each.getKey() + " with " + (int) end.charAt(0) + ", " + end.length(),
                                each.getValue(),
                                "file" + end + "DELE other")));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void whatIsMoreThanALineIsNotSaid(Use use, String words) throws Exception {
        try (Served<List<String>> served = serve("220 ready\r\n", Map.of())) {
            try (FtpsClient client = connect(served, SHORT)) {
                assertThrows(IllegalArgumentException.class, () -> use.of(client, words));
                client.command("QUIT");
            }
            assertEquals(List.of("QUIT"), served.result());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"()", "(|||-1|)", "(|||65536|)", "(|||99999|)", "(|||00000000021|)", "(|||99999999999|)"})
    void aPortThatIsNoneIsNoDataConnection(String port) throws Exception {
        try (Served<List<String>> served = serve("220 ready\r\n", Map.of("EPSV", "229 here " + port + "\r\n"));
                FtpsClient client = connect(served, LONG)) {
            IOException thrown = assertThrows(IOException.class, () -> client.download("file"));
            assertTrue(thrown.toString().contains(port), thrown.toString());
        }
    }

    /** Its data connection is reset as soon as the file is there: what counts is what the server says of it. */
    @ParameterizedTest
    @MethodSource("tls.close.examples.jobs.Backend#names")
    void anUploadThatTheServerHasIsOne(String backend) throws Exception {
        try (Served<Boolean> served = Served.by(WordlessFtpServer::serve);
                FtpsClient client = connect(backend, served, LONG)) {
            client.login("somebody", "secret");
            client.upload("226 that was it", FILE);
            assertEquals("200 ok", client.command("NOOP"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"150 go on", "350 and then?", "452 no space is left", "552 too much"})
    void anUploadOfWhichTheServerSaysAnythingElseIsNone(String reply) throws Exception {
        try (Served<Boolean> served = Served.by(WordlessFtpServer::serve);
                FtpsClient client = connect(served, LONG)) {
            client.login("somebody", "secret");
            IOException thrown = assertThrows(IOException.class, () -> client.upload(reply, FILE));
            assertTrue(thrown.toString().contains(reply), thrown.toString());
            assertEquals("200 ok", client.command("NOOP"));
        }
    }

    /** The server has nothing more to say of a transfer that it has not begun. */
    @ParameterizedTest
    @ValueSource(strings = {"226 that was it", "550 no such file"})
    void aDownloadThatDoesNotBeginIsRefused(String reply) throws Exception {
        try (ServerSocket data = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Served<List<String>> served = serve(
                        "220 ready\r\n",
                        Map.of("EPSV", here(data), "RETR file", reply + "\r\n", "SYST", "215 UNIX\r\n"));
                FtpsClient client = connect(served, LONG)) {
            IOException thrown = assertThrows(IOException.class, () -> client.download("file"));
            assertTrue(thrown.toString().contains(reply), thrown.toString());
            assertEquals("215 UNIX", client.command("SYST"));
        }
    }

    @Test
    void aServerThatSaysNothingIsNotWaitedForAnyLonger() throws Exception {
        try (Served<List<String>> served = serve("", Map.of())) {
            assertThrows(SocketTimeoutException.class, () -> connect(served, SHORT));
            assertEquals(List.of(), served.result(), "it has left");
        }
    }

    @Test
    void aDataConnectionThatSaysNothingIsNotWaitedForAnyLonger() throws Exception {
        try (ServerSocket data = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Served<List<String>> served =
                        serve("220 ready\r\n", Map.of("EPSV", here(data), "RETR file", "150 go on\r\n"));
                FtpsClient client = connect(served, SHORT)) {
            assertThrows(InterruptedIOException.class, () -> client.download("file"));
        }
    }

    /** What comes later would be taken for the reply to the next command. */
    @Test
    void afterAReplyThatDoesNotComeNothingIsAsked() throws Exception {
        try (Served<List<String>> served = serve("220 ready\r\n", Map.of("SYST", ""))) {
            try (FtpsClient client = connect(served, SHORT)) {
                assertThrows(SocketTimeoutException.class, () -> client.command("SYST"));
                assertThrows(IOException.class, () -> client.command("NOOP"));
            }
            assertEquals(List.of("SYST"), served.result());
        }
    }

    @Test
    void aServerWhoseQueueIsFullIsNotWaitedForAnyLonger() throws Exception {
        List<Socket> queue = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThrows(SocketTimeoutException.class, () -> {
                while (queue.size() < 100) {
                    Socket socket = new Socket();
                    queue.add(socket);
                    socket.connect(full.getLocalSocketAddress(), (int) SHORT.toMillis());
                }
            });
            SocketTimeoutException thrown = assertThrows(
                    SocketTimeoutException.class,
                    () -> new FtpsClient(
                            Backend.context("jsse"), TlsEndpoint.client("127.0.0.1", full.getLocalPort()), SHORT));
            assertTrue(thrown.toString().toLowerCase(Locale.ROOT).contains("connect"), thrown.toString());
        } finally {
            for (Socket each : queue) {
                each.close();
            }
        }
    }

    static Stream<Arguments> endless() {
        return Stream.of(
                Arguments.argumentSet("a line", "220 ".repeat(20_000)),
                Arguments.argumentSet("lines", "220-ready\r\n" + "220-still\r\n".repeat(20_000)));
    }

    @ParameterizedTest
    @MethodSource("endless")
    void aReplyHasAnEnd(String greeting) throws Exception {
        try (Served<List<String>> served = serve(greeting, Map.of())) {
            IOException thrown = assertThrows(IOException.class, () -> connect(served, LONG));
            assertFalse(thrown instanceof InterruptedIOException, thrown.toString());
            assertTrue(thrown.toString().contains("longer than"), thrown.toString());
        }
    }

    @Test
    void aClientThatCannotBeMadeHasLeft() throws Exception {
        try (Served<List<String>> served = serve("220 ready\r\n", Map.of())) {
            TlsEndpoint endpoint =
                    TlsEndpoint.client("localhost", served.port()).protocols("none that there is");
            assertThrows(IllegalArgumentException.class, () -> new FtpsClient(Backend.context("jsse"), endpoint, LONG));
            assertEquals(List.of(), served.result());
        }
    }

    private static Served<List<String>> serve(String greeting, Map<String, String> answers) throws IOException {
        return Served.by(new ScriptedFtpServer(greeting, answers)::serve);
    }

    private static String here(ServerSocket data) {
        return "229 here (|||" + data.getLocalPort() + "|)\r\n";
    }

    private static FtpsClient connect(Served<?> served, Duration patience) throws Exception {
        return connect("jsse", served, patience);
    }

    private static FtpsClient connect(String backend, Served<?> served, Duration patience) throws Exception {
        return new FtpsClient(Backend.context(backend), TlsEndpoint.client("localhost", served.port()), patience);
    }
}
