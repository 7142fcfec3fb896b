// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words about a server are what it does. What these servers do is known: they are scripts. */
class VerdictTest {
    private static final String ANSWER = "some answer\n";

    @TempDir
    static Path folder = Path.of("");

    private static String authority = "";
    private static SSLContext context;

    @BeforeAll
    static void createIdentityAndWarmUp() throws Exception {
        Authority ca = new Authority("CN=one CA");
        authority = ca.pem(folder);
        context = ca.serverContext(ca.issue("localhost", "127.0.0.1"));
        // Or the first handshake in a new JVM might be what takes the time.
        try (ScriptedServer server = ScriptedServer.start((transport, number) ->
                LastWord.CLOSE_NOTIFY.endFirst(LastWord.tls(context, transport), transport, ANSWER))) {
            ProbeRun.of(server, "--ca", authority, "--send", "hello");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CLOSE_NOTIFY | ORDERLY | PEER | this server ends with close_notify: a client can tell a complete answer from a cut one",
                "CUT | TRUNCATED | PEER | this server drops the connection without close_notify: a client cannot tell a"
                        + " complete answer from a cut one",
                "CUT_INSIDE_RECORD | TRUNCATED | PEER | this server drops the connection 12 bytes into a record: what it"
                        + " said is incomplete",
                "RESET | RESET | PEER | the connection to this server was lost without close_notify: a client cannot"
                        + " tell a complete answer from a cut one",
                "SILENCE | SILENT | LOCAL | not ended by itself within 5 s: this server keeps silent: no close_notify"
                        + " within 5 s after ours",
            })
    void aServerThatEndsFirst(LastWord word, Ending ending, String first, String words) throws Exception {
        String timeout = word == LastWord.SILENCE ? "5" : "30";
        try (ScriptedServer server = ScriptedServer.start(
                (transport, number) -> word.endFirst(LastWord.tls(context, transport), transport, ANSWER))) {
            ProbeRun run = ProbeRun.of(server, "--ca", authority, "--send", "hello", "--timeout", timeout);
            run.assertEveryRowEnds(ending);
            run.assertEveryRowHas("words", List.of(words));
            assertEquals(ProbeRun.allRows(), run.jsonRows().size());
            if (word != LastWord.RESET) { // It may take with it what came before.
                run.assertEveryRowHas("first", first);
                run.assertEveryRowHas("readBytes", (long) ANSWER.length());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CLOSE_NOTIFY | ORDERLY | this server answers close_notify",
                "CUT | TRUNCATED | this server does not answer close_notify, it drops the connection",
                "CUT_INSIDE_RECORD | TRUNCATED | this server drops the connection 12 bytes into a record: what it said"
                        + " is incomplete",
                "RESET | RESET | the connection to this server was lost before it answered close_notify",
                "SILENCE | SILENT | this server keeps silent: no close_notify within 5 s after ours",
            })
    void aServerThatEndsSecond(LastWord word, Ending ending, String words) throws Exception {
        String timeout = word == LastWord.SILENCE ? "5" : "30";
        try (ScriptedServer server = ScriptedServer.start(
                (transport, number) -> word.endSecond(LastWord.tls(context, transport), transport))) {
            ProbeRun run = ProbeRun.of(server, "--ca", authority, "--timeout", timeout);
            run.assertEveryRowEnds(ending);
            run.assertEveryRowHas("words", List.of(words));
            run.assertEveryRowHas("first", "LOCAL");
        }
    }

    @Test
    void anAnswerOfNoBytesIsNeverWell() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) ->
                LastWord.CLOSE_NOTIFY.endFirst(LastWord.tls(context, transport), transport, ""))) {
            ProbeRun run = ProbeRun.of(server, "--ca", authority, "--send", "hello");
            run.assertEveryRowEnds(Ending.NO_ANSWER);
            run.assertEveryRowHas("words", List.of("this server ends with close_notify, but its answer has 0 bytes"));
        }
        try (ScriptedServer server = ScriptedServer.start((transport, number) ->
                LastWord.CLOSE_NOTIFY.endFirst(LastWord.tls(context, transport), transport, ""))) {
            ProbeRun run = ProbeRun.of(server, "--ca", authority, "--send", "hello", "--no-until-end");
            run.assertEveryRowEnds(Ending.NO_ANSWER);
        }
    }

    @Test
    void aServerThatDoesNotEndByItselfAndAnswersIsOrderlyAndItIsSaid() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> {
            SSLSocket tls = LastWord.tls(context, transport);
            tls.getOutputStream().write(tls.getInputStream().read());
            tls.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            tls.close();
        })) {
            ProbeRun run = ProbeRun.of(server, "--ca", authority, "--send", "hello", "--timeout", "5");
            run.assertEveryRowEnds(Ending.ORDERLY);
            run.assertEveryRowHas("words", List.of("not ended by itself within 5 s: this server answers close_notify"));
        }
    }

    @Test
    void severalConnectionsAreCounted() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> {
            LastWord word = number == 1 ? LastWord.CUT : LastWord.CLOSE_NOTIFY;
            word.endFirst(LastWord.tls(context, transport), transport, ANSWER);
        })) {
            ProbeRun run = ProbeRun.of(
                    server, "--ca", authority, "--backend", "jsse", "--tls", "1.3", "--send", "x", "--repeat", "4");
            assertEquals(1, run.status());
            Map<?, ?> row = run.jsonRows().get(0);
            assertEquals(Map.of("orderly", 3L, "truncated", 1L, "silent", 0L, "other", 0L), row.get("visits"));
            assertEquals("3 orderly, 1 truncated at a record boundary", row.get("outcome"));
            run.assertOneError("1 of 4 times: this server drops the connection");
        }
    }

    @Test
    void aSilentServerCostsItsTimeOnceForAllRows() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> ScriptedServer.drain(transport))) {
            ProbeRun run = ProbeRun.of(server, "--timeout", "6");
            run.assertEveryRowEnds(Ending.SILENT);
            run.assertOneError("this server takes the connection and then keeps silent: no handshake within 6 s");
            assertEquals(ProbeRun.allRows(), server.mostOpen(), "the visits wait beside each other");
        }
    }

    @Test
    void aServerThatTakesOneConnectionAtATimeIsVisitedOneByOne() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread serving = new Thread(() -> serveOneByOne(listener), "one by one");
            serving.setDaemon(true);
            serving.start();
            ProbeRun run = ProbeRun.of(
                    "127.0.0.1:" + listener.getLocalPort(), "--ca", authority, "--send", "hello", "--timeout", "30");
            assertEquals(0, run.status(), run.toString());
        }
    }

    private static void serveOneByOne(ServerSocket listener) {
        while (true) {
            try (Socket transport = listener.accept()) {
                LastWord.CLOSE_NOTIFY.endFirst(LastWord.tls(context, transport), transport, ANSWER);
            } catch (java.io.IOException e) {
                return;
            }
        }
    }

    @Test
    void aPortThatTakesNobodyIsGivenUpInTime() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Assumptions.assumeTrue(isFull(full, waiting), "this system never refuses to queue a connection");
            ProbeRun run = ProbeRun.of("127.0.0.1:" + full.getLocalPort(), "--connect-timeout", "1");
            assertEquals(1, run.status());
            assertEquals("", run.out());
            run.assertOneError("imed out");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** One connection that takes too long may have waited for a processor; several in a row have waited for a place. */
    private static boolean isFull(ServerSocket listener, List<Socket> waiting) throws Exception {
        int late = 0;
        for (int i = 0; i < 20 && late < 3; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 300);
                late = 0;
            } catch (SocketTimeoutException e) {
                late++;
            }
        }
        return late == 3;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 400 Bad Request\\r\\n | it says 'HTTP/1.1 400 Bad Request'; is TLS switched on, on this port?",
                "220 mail.example ESMTP\\r\\n | it says '220 mail.example ESMTP'; try --starttls smtp or --starttls ftp",
                "* OK IMAP4rev1\\r\\n | it says '* OK IMAP4rev1'; try --starttls imap",
                "\\e[31mred | it says '?[31mred'; is TLS",
            })
    void aServerThatSpeaksPlaintextIsQuoted(String says, String words) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> {
            String text = says.replace("\\r\\n", "\r\n").replace("\\e", "\033");
            transport.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            ScriptedServer.drain(transport);
        })) {
            ProbeRun run = ProbeRun.of(server);
            run.assertEveryRowEnds(Ending.PLAINTEXT);
            run.assertOneError("this server does not speak TLS from the first byte: " + words);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CUT, TRUNCATED, ended the connection in the handshake",
        "RESET, RESET, reset the connection in the handshake"
    })
    void aServerThatIsNoTlsServerAndSaysNothing(LastWord word, Ending ending, String words) throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> {
            transport.getInputStream().read();
            if (word == LastWord.RESET) {
                transport.setSoLinger(true, 0);
            } else {
                transport.shutdownOutput();
                ScriptedServer.drain(transport);
            }
        })) {
            ProbeRun run = ProbeRun.of(server);
            run.assertEveryRowEnds(ending);
            run.assertEveryRowHas("words", List.of("this server " + words + ", without an alert"));
            run.assertOneError("needs --starttls");
        }
    }

    @Test
    void alpnIsOfferedAndItsRefusalIsTold() throws Exception {
        try (ScriptedServer server = ScriptedServer.start((transport, number) -> {
            SSLSocket tls = LastWord.tls(context, transport);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            tls.setSSLParameters(parameters);
            LastWord.CLOSE_NOTIFY.endFirst(tls, transport, "chosen: " + tls.getApplicationProtocol());
        })) {
            ProbeRun.of(server, "--ca", authority, "--send", "x", "--alpn", "http/1.1,h2")
                    .assertEveryRowEnds(Ending.ORDERLY);
            ProbeRun refused = ProbeRun.of(server, "--ca", authority, "--send", "x", "--alpn", "http/1.1");
            refused.assertEveryRowEnds(Ending.FATAL_ALERT);
            refused.assertOneError("no_application_protocol");
        }
    }
}
