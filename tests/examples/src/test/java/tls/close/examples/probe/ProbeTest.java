// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.CloseRequest;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;

class ProbeTest {
    private static final int VISITS = TransportKind.values().length * Scenario.values().length;

    @Test
    void runsInItsModule() {
        assertEquals(
                Boolean.getBoolean("tls.close.modulePath"),
                Probe.class.getModule().isNamed());
    }

    @ParameterizedTest
    @EnumSource(CloseRequest.class)
    void everyBackendEndsAsTheRulesSay(CloseRequest request) {
        ProbeRun run = ProbeRun.of("--request", request.name());
        assertEquals(0, run.status(), run.toString());
        assertEquals("", run.err());
        long usable = TlsProviders.installed().stream()
                .filter(TlsProvider::isAvailable)
                .count();
        assertTrue(usable >= 1);
        assertEquals(usable * 2 * VISITS, run.rows("ok").size(), run.out());
        assertEquals(
                usable * VISITS,
                run.rows("ok").stream()
                        .filter(row -> row.contains("  cut  ") && row.contains("truncated at a record boundary"))
                        .count());
        assertEquals(
                usable * VISITS,
                run.rows("ok").stream().filter(row -> row.endsWith("  yes")).count());
        assertTrue(run.out().lines().allMatch(line -> line.length() <= 120), run.out());
    }

    @Test
    void backendAndVersionNarrowItDown() {
        ProbeRun run = ProbeRun.of("--backend", "jsse", "--tls", "1.2", "--send", "a line of my own");
        assertEquals(0, run.status(), run.toString());
        assertEquals(VISITS, run.rows("ok").size(), run.out());
        assertTrue(run.rows("ok").stream().allMatch(row -> row.startsWith("ok  jsse     TLSv1.2 ")), run.out());
    }

    @Test
    void jsonIsOneDocument() {
        ProbeRun run = ProbeRun.of("--backend", "jsse", "--tls", "1.3", "--json");
        assertEquals(0, run.status(), run.toString());
        Map<?, ?> document = (Map<?, ?>) JsonReader.read(run.out());
        assertEquals(true, document.get("ok"));
        assertEquals(List.of(), document.get("problems"));
        List<?> rows = (List<?>) Objects.requireNonNull(document.get("rows"));
        assertEquals(VISITS, rows.size());
        Map<?, ?> first = (Map<?, ?>) rows.get(0);
        assertEquals("ORDERLY", first.get("ending"));
        assertEquals((long) EmbeddedServer.UNASKED.length(), first.get("discardedBytes"));
        assertEquals(true, first.get("plaintextAfterwards"));
    }

    @Test
    void aBackendThatFailsFailsTheProbeAndNotTheProbesProcess() throws Exception {
        List<Row> rows = new EmbeddedProbe(CommandLineReader.read("--tls", "1.3"))
                .visit(List.of(new FakeProvider("fake", Optional.empty())));
        assertEquals(VISITS, rows.size());
        Findings findings = new Findings("here", rows);
        assertEquals(VISITS, findings.count(Verdict.FAILED));
        assertTrue(
                findings.problems().get(0).contains("the backend failed (does not like these keys)"),
                findings.toString());
    }

    @Test
    void helpIsPrintedAndNothingElseDone() {
        String help = CommandLineReader.help(Colours.of(Map.of(), false));
        assertEquals(new ProbeRun(0, help, ""), ProbeRun.of("--help", "--target", "localhost:1"));
        assertEquals(new ProbeRun(0, help, ""), ProbeRun.of("--help", "--insecure"));
    }

    @Test
    void theVersionIsTheProjectsAndTheBackendsAreNamed() {
        ProbeRun run = ProbeRun.of("--version");
        assertEquals(0, run.status());
        assertTrue(
                run.out().matches("probe [0-9]+\\.[0-9]+\\.\\S+ \\(tls.close\\), Java .*, backends .*jsse.*\n"),
                run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--backend nonesuch", "--tls 1.1", "--nonesuch", "--target localhost:1 --ca /none/such"})
    void badArgumentsAreOneLineAndStatus2(String args) {
        ProbeRun run = ProbeRun.of(args.split(" "));
        assertEquals(2, run.status());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("probe: "), run.err());
    }

    @Test
    void anUnknownBackendIsToldWhatIsInstalled() {
        String err = ProbeRun.of("--backend", "nonesuch").err();
        assertTrue(err.contains("'nonesuch'") && err.contains("installed are") && err.contains("jsse"), err);
    }
}
