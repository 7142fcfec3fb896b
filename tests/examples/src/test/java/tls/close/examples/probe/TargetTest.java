// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.CloseRequest;
import tls.close.examples.KeyFiles;
import tls.close.examples.ThrowAwayIdentity;
import tls.close.tck.wire.FreePort;

class TargetTest {
    private ThrowAwayIdentity identity;
    private String authority;

    @BeforeEach
    void writeCertificate(@TempDir Path directory) throws Exception {
        identity = ThrowAwayIdentity.create();
        KeyFiles.write(directory, identity);
        authority = directory.resolve("ca.pem").toString();
    }

    @ParameterizedTest
    @EnumSource(CloseRequest.class)
    void aServerThatAnswersEndsInOrder(CloseRequest request) throws Exception {
        ProbeRun run = visit(
                Scenario.GOODBYE,
                "--ca",
                authority,
                "--tls",
                "1.3",
                "--send",
                "hi",
                "--no-until-end",
                "--request",
                request.name());
        assertEquals(0, run.status(), run.toString());
        assertEquals("", run.err());
        int bytes = "hi\n".length() + EmbeddedServer.UNASKED.length();
        assertTrue(run.rows("ok").get(0).contains("  probe        orderly  " + bytes + " B "), run.out());
        assertTrue(run.out().contains("this server answers close_notify\n"), run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void aServerThatCutsTheConnectionIsReportedAndFailed(String version) throws Exception {
        ProbeRun run = visit(Scenario.CUT, "--ca", authority, "--tls", version, "--send", "hi");
        assertEquals(1, run.status(), run.toString());
        assertTrue(run.rows("FAIL").get(0).contains("truncated at a record boundary"), run.out());
        run.assertOneError("a client cannot tell a complete answer from a cut one");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        ProbeRun run = visit(Scenario.GOODBYE, "--tls", "1.3", "--send", "hi");
        assertEquals(1, run.status(), run.toString());
        assertTrue(run.rows("FAIL").get(0).contains("certificate refused"), run.out());
        run.assertOneError("--ca FILE");
    }

    @Test
    void insecureTakesItAndSaysSoLoudly() throws Exception {
        ProbeRun run = visit(Scenario.GOODBYE, "--tls", "1.3", "--send", "hi", "--insecure");
        assertEquals(0, run.status(), run.toString());
        run.assertOneError("WARNING: --insecure");
    }

    @Test
    void anUnreachablePortIsOneLine() throws Exception {
        int port = FreePort.find();
        ProbeRun run = ProbeRun.of("--target", "127.0.0.1:" + port);
        assertEquals(1, run.status());
        assertEquals("", run.out());
        run.assertOneError("127.0.0.1:" + port);
        ProbeRun json = ProbeRun.of("--target", "127.0.0.1:" + port, "--json");
        assertEquals(false, ((Map<?, ?>) JsonReader.read(json.out())).get("ok"));
    }

    @Test
    void anUnknownHostIsOneLine() {
        ProbeRun run = ProbeRun.of("--target", "no-such-host.invalid:443");
        assertEquals(1, run.status());
        run.assertOneError("unknown host no-such-host.invalid");
    }

    @Test
    void aFileWithoutCertificatesIsABadArgument(@TempDir Path directory) throws Exception {
        Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "nonsense");
        ProbeRun run = ProbeRun.of("--target", "localhost:1", "--ca", nonsense.toString());
        assertEquals(2, run.status());
        run.assertOneError("nonsense.pem");
    }

    @Test
    void aSilentServerDoesNotHoldUpTheProbe() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            ProbeRun run = ProbeRun.of(
                    "--target",
                    "127.0.0.1:" + silent.getLocalPort(),
                    "--backend",
                    "jsse",
                    "--tls",
                    "1.3",
                    "--timeout",
                    "1");
            assertEquals(1, run.status());
            assertTrue(run.rows("FAIL").get(0).contains("no handshake in time"), run.out());
        }
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void aVersionThatTheServerDoesNotSpeakIsReportedAndHeldAgainstItOnlyIfAskedFor(TlsVersion spoken) throws Exception {
        try (SSLServerSocket server = onlySpeaking(spoken)) {
            String target = "127.0.0.1:" + server.getLocalPort();
            ProbeRun both = ProbeRun.of("--target", target, "--ca", authority, "--backend", "jsse");
            assertEquals(0, both.status(), both.toString());
            assertTrue(both.rows("ok").get(0).contains(spoken.protocol()), both.out());
            assertTrue(both.rows("-").get(0).contains("version refused"), both.out());

            String other = spoken == TlsVersion.TLS_1_2 ? "1.3" : "1.2";
            ProbeRun one = ProbeRun.of("--target", target, "--ca", authority, "--backend", "jsse", "--tls", other);
            assertEquals(1, one.status(), one.toString());
            one.assertOneError("it does not speak this version");
        }
    }

    private ProbeRun visit(Scenario scenario, String... args) throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(identity.serverContext(), scenario, Duration.ofSeconds(10))) {
            InetSocketAddress address = server.address();
            Stream<String> target = Stream.of("--target", "127.0.0.1:" + address.getPort(), "--backend", "jsse");
            return ProbeRun.of(Stream.concat(target, Arrays.stream(args)).toArray(String[]::new));
        }
    }

    private SSLServerSocket onlySpeaking(TlsVersion version) throws Exception {
        SSLServerSocket server = (SSLServerSocket) identity.serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 9, InetAddress.getLoopbackAddress());
        server.setEnabledProtocols(new String[] {version.protocol()});
        Thread thread = new Thread(() -> serve(server), "server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static void serve(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.setSoTimeout(10_000);
                while (socket.getInputStream().read() >= 0) {}
            } catch (java.io.IOException e) {
                // The next one may speak its version.
            }
        }
    }
}
