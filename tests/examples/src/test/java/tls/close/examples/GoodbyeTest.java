// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tls.close.examples.probe.EmbeddedServer;
import tls.close.examples.probe.Scenario;

class GoodbyeTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path README = MODULE.resolve("../../README.md");
    private static final Path SOURCE = MODULE.resolve("src/main/java/tls/close/examples/Goodbye.java");

    private static final String TRUST_STORE = "javax.net.ssl.trustStore";
    private static final String TRUST_STORE_PASSWORD = "javax.net.ssl.trustStorePassword";

    @TempDir
    Path folder = Path.of("");

    @Test
    void tenLinesTalkSayGoodbyeAndGoOnInPlaintext() throws Exception {
        ThrowAwayIdentity identity = ThrowAwayIdentity.create();
        KeyFiles.write(folder, identity);
        System.setProperty(TRUST_STORE, folder.resolve("ca.p12").toString());
        System.setProperty(TRUST_STORE_PASSWORD, KeyFiles.PASSWORD);
        try (EmbeddedServer server =
                EmbeddedServer.start(identity.serverContext(), Scenario.GOODBYE, Duration.ofSeconds(10))) {
            assertEquals("plain\n", Goodbye.say("localhost", server.address().getPort()));
            assertEquals(Optional.empty(), server.complaint());
        } finally {
            System.clearProperty(TRUST_STORE);
            System.clearProperty(TRUST_STORE_PASSWORD);
        }
    }

    @Test
    void theReadmeShowsTheseLines() throws IOException {
        List<String> shown = between(Files.readAllLines(SOURCE), "// README: begin", "// README: end");
        assertEquals(10, shown.size());
        assertEquals(shown, between(Files.readAllLines(README), "```java", "```"));
    }

    @ParameterizedTest
    @CsvSource({"'x|<|a|  b|>|<|c|>', 'a|b'", "'<|>', ''", "'<|a', ''", "'a|>', ''"})
    void linesAreTakenFromTheFirstBlock(String text, String expected) {
        assertEquals(expected, String.join("|", between(List.of(text.split("\\|")), "<", ">")));
    }

    /** The lines of the first block, without indentation; none if there is no such block. */
    private static List<String> between(List<String> lines, String begin, String end) {
        List<String> stripped = lines.stream().map(String::strip).toList();
        int first = stripped.indexOf(begin) + 1;
        int length = stripped.subList(first, stripped.size()).indexOf(end);
        return first == 0 || length < 0 ? List.of() : stripped.subList(first, first + length);
    }
}
