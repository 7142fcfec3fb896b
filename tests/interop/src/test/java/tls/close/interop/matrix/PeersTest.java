// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tls.close.TlsContext;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;
import tls.close.tck.pki.TestPki;

/**
 * Real peers do what {@code PEERS.md} says. With {@code -Dtls.close.peers=all} all of them on all backends, and the table
 * is what was seen, to the letter: where it differs, {@code target/PEERS.md} is the new one; or with the beginning of a
 * peer's name. In the normal build those that start quickly, each in one version on one backend.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class PeersTest {
    private static final String WHICH = System.getProperty("tls.close.peers", "quick");
    private static final Path BASE = Path.of(System.getProperty("basedir"));
    private static final Path COMMITTED = BASE.resolve("PEERS.md");
    private static final List<String> BACKENDS =
            TlsProviders.installed().stream().map(TlsProvider::name).toList();

    private static final List<Row> ROWS = Kinds.all().stream()
            .flatMap(peer -> peer.protocols().stream()
                    .flatMap(protocol -> BACKENDS.stream().map(backend -> new Row(peer, protocol, backend))))
            .toList();

    private final ConcurrentMap<String, TlsContext> contexts = new ConcurrentHashMap<>();
    private final Map<Row, Map<Act, String>> seen = Collections.synchronizedMap(new LinkedHashMap<>());
    private SharedFiles files;
    private List<String> known;

    @BeforeAll
    void readTable(@TempDir Path directory) throws IOException {
        files = SharedFiles.write(directory);
        known = Table.in(Files.readString(COMMITTED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void asInPeersMd(Row row) throws Exception {
        row.peer().requireInstalled();
        Map<Act, String> cells = row.play(contexts.computeIfAbsent(row.backend(), PeersTest::context), files);
        seen.put(row, cells);
        assertTrue(Table.has(known, row, cells), () -> "not in PEERS.md: " + Table.line(row, cells));
    }

    @AfterAll
    void theTableIsWhatWasSeen() throws IOException {
        if (WHICH.equals("all")) {
            Map<Row, Map<Act, String>> ordered = new LinkedHashMap<>();
            ROWS.forEach(row -> ordered.put(row, seen.getOrDefault(row, Map.of())));
            List<String> table = Table.of(ordered);
            String committed = Files.readString(COMMITTED);
            Files.writeString(BASE.resolve("target/PEERS.md"), Table.replacedIn(committed, table));
            assertEquals(String.join("\n", table), String.join("\n", known));
        }
    }

    static Stream<Row> rows() {
        return switch (WHICH) {
            case "quick" -> quick();
            case "all" -> ROWS.stream();
            default -> ROWS.stream().filter(row -> row.peer().name().startsWith(WHICH));
        };
    }

    /** One row of each that starts at once, the backends in turn. */
    private static Stream<Row> quick() {
        List<Row> latest = ROWS.stream()
                .filter(row -> row.peer().quick())
                .filter(row -> row.protocol() == Collections.max(row.peer().protocols()))
                .toList();
        int backends = BACKENDS.size();
        return IntStream.range(0, latest.size())
                .filter(i -> i % backends == i / backends % backends)
                .mapToObj(latest::get);
    }

    private static TlsContext context(String backend) {
        TestPki pki = TestPki.rsa();
        try {
            return TlsProviders.get(backend).newContext(pki.server().keyManagers(), pki.trustManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(backend + " refuses the test certificates", e);
        }
    }
}
