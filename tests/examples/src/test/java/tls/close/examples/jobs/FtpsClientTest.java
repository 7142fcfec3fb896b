// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;
import tls.close.TlsContext;
import tls.close.TlsEndpoint;
import tls.close.TlsProviders;
import tls.close.TruncationException;
import tls.close.examples.jobs.FtpsServer.Ended;
import tls.close.tck.pki.TestPki;

/**
 * Up, down, and on in plaintext: at the other job, at a server that drops TLS without a word, and at ProFTPD;
 * {@code -Dtls.close.rounds=200} says how often.
 */
@Timeout(value = 600, threadMode = ThreadMode.SEPARATE_THREAD)
class FtpsClientTest {
    private static final int ROUNDS = Integer.getInteger("tls.close.rounds", 1);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final byte[] FILE = "all that it is\n".repeat(10_000).getBytes(US_ASCII);

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule5_3_theControlConnectionGoesOnInPlaintext(String backend, String version) throws Exception {
        TlsContext tls = Backend.context(backend);
        FtpsServer server = new FtpsServer(tls, new byte[0], PATIENCE);
        for (int round = 0; round < ROUNDS; round++) {
            try (Served<Ended> served = Served.by(server::serve)) {
                converse(tls, endpoint(served.port(), version));
                assertEquals(Ended.PROPERLY, served.result());
            }
        }
    }

    /** Where everything is asked for: Debian does not install it beside other servers, and few have it. */
    static Stream<Arguments> versionsAtProFtpd() {
        return Backend.areAllAsked() ? Backend.versions() : Stream.of();
    }

    @ParameterizedTest(name = "{0}, TLS {1}", allowZeroInvocations = true)
    @MethodSource("versionsAtProFtpd")
    void rule5_3_theControlConnectionGoesOnInPlaintextAtProFtpd(String backend, String version, @TempDir Path folder)
            throws Exception {
        try (Outside.Server server = ProFtpd.start(ProFtpd.Sessions.of(backend, version), folder)) {
            for (int round = 0; round < ROUNDS; round++) {
                // With sessions of its own: conscrypt might take one that another control connection has left.
                converse(Backend.context(backend), endpoint(server.port(), version));
            }
        }
    }

    private static void converse(TlsContext tls, TlsEndpoint server) throws IOException {
        try (FtpsClient client = new FtpsClient(tls, server, PATIENCE)) {
            client.login("somebody", "secret");
            client.upload("file", FILE);
            assertArrayEquals(FILE, client.download("file"));
            CloseReport report = client.clear();
            assertTrue(report.transportReusable(), report.toString());
            assertTrue(client.command("PWD").startsWith("257 "));
            client.command("QUIT");
        }
    }

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule4_6_whatAServerSaysThatDropsTlsIsTheReply(String backend, String version) throws Exception {
        TlsContext tls = Backend.context(backend);
        for (int round = 0; round < ROUNDS; round++) {
            try (Served<Boolean> served = Served.by(WordlessFtpServer::serve);
                    FtpsClient client = new FtpsClient(tls, endpoint(served.port(), version), PATIENCE)) {
                client.login("somebody", "secret");
                CloseReport report = client.clear();
                assertEquals(Received.PLAINTEXT, report.received(), report.toString());
                assertEquals("257 in plaintext", client.command("PWD"));
                client.command("QUIT");
                assertTrue(served.result());
            }
        }
    }

    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule4_1_aDownloadThatIsCutIsNoFile(String backend, String version) throws Exception {
        TlsContext tls = Backend.context(backend);
        try (Served<Boolean> served = Served.by(WordlessFtpServer::serve);
                FtpsClient client = new FtpsClient(tls, endpoint(served.port(), version), PATIENCE)) {
            client.login("somebody", "secret");
            assertThrows(TruncationException.class, () -> client.download("file"));
            assertEquals("200 ok", client.command("NOOP"), "the server's 226 is not the reply to this");
        }
    }

    /** A full handshake asks whom to trust, one that resumes a session does not. */
    @ParameterizedTest(name = "{0}, TLS {1}")
    @MethodSource("tls.close.examples.jobs.Backend#versions")
    void rule12_5_aDataConnectionResumesTheControlConnectionsSession(String backend, String version) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        TlsContext tls = TlsProviders.get(backend).newContext(new KeyManager[0], new TrustManager[] {
            new CountedTrust(TestPki.rsa().trustManagers(), asked)
        });
        FtpsServer server = new FtpsServer(Backend.context(backend), FILE, PATIENCE);
        try (Served<Ended> served = Served.by(server::serve);
                FtpsClient client = new FtpsClient(tls, endpoint(served.port(), version), PATIENCE)) {
            client.login("somebody", "secret");
            assertArrayEquals(FILE, client.download("file"));
            client.command("QUIT");
            assertEquals(Ended.NOT, served.result());
        }
        assertEquals(FtpsServerTest.fullHandshakes(backend, version), asked.get());
    }

    private static TlsEndpoint endpoint(int port, String version) {
        return TlsEndpoint.client("localhost", port).protocols("TLSv" + version);
    }
}
