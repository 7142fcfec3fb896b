// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseLimits;
import tls.close.CloseRequest;
import tls.close.TlsConnection;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.examples.jobs.SyslogSender.Fate;

class SyslogSenderTest {
    /** It says nothing unasked; jsse does, in TLS 1.2. */
    private static final String SILENT = "bc";

    private static final List<String> MESSAGES = IntStream.range(0, 10_000)
            .mapToObj(i -> "<13>1 - - - - - message " + i)
            .toList();
    private static final CloseLimits SHORT = CloseLimits.DEFAULT.withTimeout(Duration.ofMillis(200));
    private static final CloseLimits LONG = CloseLimits.DEFAULT.withTimeout(Duration.ofSeconds(30));

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule3_1_aReceiverThatAnswersHasThemAll(String backend, String version) throws Exception {
        TlsContext tls = Backend.context(backend);
        try (Served<List<String>> served = Served.by(client -> receive(open(tls, version, client)))) {
            assertEquals(Fate.RECEIVED, SyslogSender.send(tls, "localhost", served.port(), MESSAGES, LONG));
            assertEquals(MESSAGES, served.result());
        }
    }

    private static List<String> receive(TlsConnection connection) throws Exception {
        List<String> received = new ArrayList<>();
        InputStream in = connection.inputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            int length = 0;
            for (; b != ' '; b = in.read()) {
                length = 10 * length + b - '0';
            }
            received.add(new String(in.readNBytes(length), UTF_8));
        }
        connection.bye(CloseRequest.SHUT_RDWR);
        return received;
    }

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule7_2_aReceiverThatIsSilentMayHaveThem(String backend, String version) throws Exception {
        TlsContext tls = Backend.context(backend);
        CountDownLatch over = new CountDownLatch(1);
        try (Served<Boolean> served = Served.by(client -> {
            open(Backend.context(SILENT), version, client).inputStream().readAllBytes();
            over.await();
            return true;
        })) {
            assertEquals(Fate.UNKNOWN, SyslogSender.send(tls, "localhost", served.port(), MESSAGES, SHORT));
            over.countDown();
            assertTrue(served.result());
        }
    }

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule4_1_aReceiverThatReadsAllAndSaysNothingIsLikelyToHaveThem(String backend, String version)
            throws Exception {
        TlsContext tls = Backend.context(backend);
        try (Served<Integer> served = Served.by(client ->
                open(Backend.context(SILENT), version, client).inputStream().readAllBytes().length)) {
            assertEquals(Fate.LIKELY, SyslogSender.send(tls, "localhost", served.port(), MESSAGES, LONG));
            assertTrue(served.result() > 0);
        }
    }

    /** It goes with most of it unread: a reset. */
    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule4_5_aReceiverThatDiesInTheMiddleHasLostSome(String backend, String version) throws Exception {
        TlsContext tls = Backend.context(backend);
        try (Served<Integer> served = Served.by(client -> {
            int first = open(tls, version, client).inputStream().read();
            client.setSoLinger(true, 0);
            return first;
        })) {
            assertEquals(Fate.LOST, SyslogSender.send(tls, "localhost", served.port(), MESSAGES, LONG));
            assertEquals('2', served.result());
        }
    }

    private static TlsConnection open(TlsContext tls, String version, Socket client) throws Exception {
        return tls.open(client, TlsEndpoint.server().protocols("TLSv" + version));
    }
}
