// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tls.close.TlsProviders;
import tls.close.examples.KeyFiles;
import tls.close.examples.ThrowAwayIdentity;
import tls.close.spi.TlsProvider;

/** What the probe says of other people's servers is what they did on the wire. */
@Tag("peers")
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PeersTest {
    private static final String REQUEST = "GET / HTTP/1.0\\r\\n\\r\\n";

    /** Elsewhere, a version for each backend. */
    private static final boolean ALL = System.getenv("CI") != null;

    @TempDir
    Path folder = Path.of("");

    private static Authority ca;
    private static ThrowAwayIdentity identity;

    @BeforeAll
    static void createIdentity() throws Exception {
        ca = new Authority("CN=one CA");
        identity = ca.issueRsa("localhost");
    }

    @ParameterizedTest
    @EnumSource(PeerKind.class)
    void theVerdictIsWhatTheWireHas(PeerKind kind) throws Exception {
        KeyFiles.write(folder, identity);
        String authority = ca.pem(folder);
        try (ScriptedServer plaintext = ScriptedServer.start((transport, number) -> answer(transport));
                PeerServer server = kind.start(folder, plaintext.port())) {
            List<Executable> visits = new ArrayList<>();
            List<String> backends = backends();
            for (int i = 0; i < backends.size(); i++) {
                for (TlsVersion version : versions(i)) {
                    String[] plain = {"--ca", authority, "--backend", backends.get(i)};
                    String[] asking = {"--ca", authority, "--backend", backends.get(i), "--send", REQUEST};
                    visits.add(() -> visit(server, version, plain));
                    visits.add(() -> visit(server, version, asking));
                }
            }
            assertAll(kind.toString(), visits);
        }
    }

    private static void visit(PeerServer server, TlsVersion version, String... args) throws Exception {
        try (Recorder recorder = Recorder.start(server.port(), version)) {
            ProbeRun run = ProbeRun.of(Stream.concat(
                            Stream.of(recorder.address(), "--json", "--timeout", "30", "--tls", version.number()),
                            Stream.of(args))
                    .toArray(String[]::new));
            Recording recording = recorder.recording();
            String all = String.join(" ", args) + "\n" + recording + "\n" + run;
            assertEquals(1, run.jsonRows().size(), all);
            assertEquals(recording.ending(version).name(), run.jsonRows().get(0).get("ending"), all);
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
