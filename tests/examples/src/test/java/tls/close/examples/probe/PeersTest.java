// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsProviders;
import tls.close.examples.KeyFiles;
import tls.close.examples.ThrowAwayIdentity;
import tls.close.examples.probe.Recording.Speech;
import tls.close.spi.TlsProvider;

/** What the probe says of other people's servers is what they did on the wire. */
@Tag("peers")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PeersTest {
    private static final String REQUEST = "GET / HTTP/1.0\\r\\n\\r\\n";

    /** In the normal build, two servers and a version for each backend. */
    private static final boolean ALL = System.getProperty("tls.close.peers", "").equals("all");

    @TempDir
    Path folder = Path.of("");

    private static Authority ca;
    private static ThrowAwayIdentity identity;

    @BeforeAll
    static void createIdentity() throws Exception {
        ca = new Authority("CN=one CA");
        identity = ca.issueRsa("localhost");
    }

    /** Servers that give up their rights read their files, too. */
    @BeforeEach
    void openFolder() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    static Stream<PeerKind> kinds() {
        return ALL ? Stream.of(PeerKind.values()) : Stream.of(PeerKind.NGINX, PeerKind.NODE_DESTROYING);
    }

    static Stream<PlaintextPeer> plaintextPeers() {
        return ALL ? Stream.of(PlaintextPeer.values()) : Stream.of(PlaintextPeer.SLAPD);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theVerdictIsWhatTheWireHas(PeerKind kind) throws Exception {
        KeyFiles.write(folder, identity);
        String authority = ca.pem(folder);
        try (ScriptedServer plaintext = ScriptedServer.start((transport, number) -> answer(transport));
                PeerServer server = kind.start(folder, plaintext.port())) {
            assertAll(kind.toString(), visits((backend, version) -> {
                String[] plain = {"--ca", authority, "--backend", backend, "--timeout", "30"};
                visit(server, version, Speech.TLS, plain);
                visit(server, version, Speech.TLS, with(plain, "--send", REQUEST));
            }));
        }
    }

    @ParameterizedTest
    @MethodSource("plaintextPeers")
    void theVerdictIsWhatTheWireHasWithStartTlsAndWithout(PlaintextPeer kind) throws Exception {
        KeyFiles.write(folder, identity);
        String authority = ca.pem(folder);
        try (PeerServer server = kind.start(folder)) {
            assertAll(kind.toString(), visits((backend, version) -> {
                String[] plain = {"--ca", authority, "--backend", backend, "--timeout"};
                String[] startTls = with(
                        plain, kind.seconds(), "--starttls", kind.protocol().toString());
                visit(server, version, Speech.TLS, with(plain, "30"));
                visit(server, version, Speech.BEFORE_TLS, startTls);
                visit(server, version, Speech.BEFORE_TLS, kind.orderly(), with(startTls, "--send", kind.farewell()));
            }));
        }
    }

    static Stream<PlaintextPeer> thoseThatSpeakFirst() {
        return ALL
                ? Stream.of(PlaintextPeer.values()).filter(PlaintextPeer::speaksFirst)
                : Stream.of(PlaintextPeer.VSFTPD);
    }

    @ParameterizedTest
    @MethodSource("thoseThatSpeakFirst")
    void aServerThatSpeaksFirstIsQuotedAndTheRightProtocolProposed(PlaintextPeer kind) throws Exception {
        KeyFiles.write(folder, identity);
        try (PeerServer server = kind.start(folder)) {
            ProbeRun run = ProbeRun.of("localhost:" + server.port(), "--json", "--backend", "jsse", "--tls", "1.3");
            run.assertEveryRowEnds(Ending.PLAINTEXT);
            run.assertOneError("this server does not speak TLS from the first byte: it says '" + kind.greeting());
            run.assertOneError("--starttls " + kind.protocol());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"it expired on ", "it is for 'a.example', not for localhost"})
    void aCertificateIsRefusedAndTheServerHearsOfIt(String why) throws Exception {
        Instant until = Instant.now().minus(Authority.DAY);
        ThrowAwayIdentity refused = why.contains("expired")
                ? ca.issue(until.minus(Authority.DAY), until, "localhost")
                : ca.issue("a.example");
        KeyFiles.write(folder, refused);
        String authority = ca.pem(folder);
        for (String backend : ALL ? backends() : List.of("jsse")) {
            // Nothing in its log but this.
            try (PeerServer server = PeerKind.NGINX.start(folder, 0)) {
                ProbeRun run =
                        ProbeRun.of("localhost:" + server.port(), "--json", "--ca", authority, "--backend", backend);
                run.assertEveryRowEnds(Ending.CERTIFICATE_REFUSED);
                run.assertOneError(why);
                assertTrue(server.says("alert number 4"), () -> backend + ": " + read(server.log()));
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private interface Visits {
        void by(String backend, TlsVersion version) throws Exception;
    }

    private static List<Executable> visits(Visits visits) {
        List<Executable> all = new ArrayList<>();
        List<String> backends = backends();
        for (int i = 0; i < backends.size(); i++) {
            String backend = backends.get(i);
            versions(i).forEach(version -> all.add(() -> visits.by(backend, version)));
        }
        return all;
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
    }

    private static void visit(PeerServer server, TlsVersion version, Speech first, String... args) throws Exception {
        visit(server, version, first, Ending.ORDERLY, args);
    }

    /** @param orderly what an orderly end is called here */
    private static void visit(PeerServer server, TlsVersion version, Speech first, Ending orderly, String... args)
            throws Exception {
        try (Recorder recorder = Recorder.start(server.port(), version, first)) {
            String[] target = {recorder.address(), "--json", "--tls", version.number()};
            ProbeRun run = ProbeRun.of(with(target, args));
            Recording recording = recorder.recording();
            String all = String.join(" ", args) + "\n" + recording + "\n" + run;
            assertEquals(1, run.jsonRows().size(), all);
            Ending recorded = recording.ending(version);
            Ending expected = recorded == Ending.ORDERLY ? orderly : recorded;
            assertEquals(expected.name(), run.jsonRows().get(0).get("ending"), all);
        }
    }

    /** What is behind those that only pass on. It takes the whole request: a reset would be another end. */
    private static void answer(Socket transport) throws Exception {
        StringBuilder request = new StringBuilder();
        int next;
        while (request.indexOf("\r\n\r\n") < 0
                && (next = transport.getInputStream().read()) >= 0) {
            request.append((char) next);
        }
        transport.getOutputStream().write("some answer".getBytes(UTF_8));
    }

    private static List<TlsVersion> versions(int backend) {
        List<TlsVersion> versions = List.of(TlsVersion.values());
        return ALL ? versions : List.of(versions.get(backend % versions.size()));
    }

    private static List<String> backends() {
        return TlsProviders.installed().stream()
                .filter(TlsProvider::isAvailable)
                .map(TlsProvider::name)
                .toList();
    }
}
