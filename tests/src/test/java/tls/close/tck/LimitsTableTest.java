// SPDX-License-Identifier: Apache-2.0
package tls.close.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tls.close.TlsProviders;
import tls.close.spi.Limitation;
import tls.close.spi.TlsProvider;

/** The table of what each backend cannot do is what the backends declare: where it differs, copy what was expected. */
class LimitsTableTest {
    private static final Path LIMITS = Path.of(System.getProperty("basedir")).resolve("../api/LIMITS.md");

    @Test
    void theTableIsWhatTheProvidersDeclare() throws IOException {
        String table = Files.readAllLines(LIMITS).stream()
                .filter(line -> line.startsWith("|"))
                .collect(Collectors.joining("\n"));
        assertEquals(generated(), table);
    }

    private static String generated() {
        Stream<String> head = Stream.of("| backend | TLS | cannot | because |", "|---|---|---|---|");
        Stream<String> rows = TlsProviders.installed().stream().flatMap(LimitsTableTest::rows);
        return Stream.concat(head, rows).collect(Collectors.joining("\n"));
    }

    private static Stream<String> rows(TlsProvider provider) {
        return provider.limitations().stream()
                .map(limit -> String.join(
                        " | ",
                        "| `" + provider.name() + "`",
                        versions(limit),
                        limit.what().toString(),
                        limit.reason() + " |"));
    }

    private static String versions(Limitation limit) {
        List<String> sorted = limit.protocols().stream().sorted().toList();
        return sorted.stream().map(protocol -> protocol.replace("TLSv", "")).collect(Collectors.joining(", "));
    }
}
