// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;

/** The probe, run here, and what it printed. */
record ProbeRun(int status, String out, String err) {

    static ProbeRun of(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Probe.run(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                Colours.of(Map.of(), false),
                args);
        return new ProbeRun(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Against a server, with JSON. */
    static ProbeRun of(ScriptedServer server, String... args) {
        return of(Stream.concat(Stream.of(server.address(), "--json"), Stream.of(args))
                .toArray(String[]::new));
    }

    /** How many rows a run has: one for each backend and version. */
    static int allRows() {
        return 2
                * (int) TlsProviders.installed().stream()
                        .filter(TlsProvider::isAvailable)
                        .count();
    }

    /** The lines of the table that judge something. */
    List<String> rows(String verdict) {
        return out.lines().filter(line -> line.startsWith(verdict + " ")).toList();
    }

    /** The rows of the JSON document. */
    List<Map<?, ?>> jsonRows() {
        Map<?, ?> document = (Map<?, ?>) JsonReader.read(out);
        List<?> rows = (List<?>) Objects.requireNonNull(document.get("rows"));
        return rows.stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
    }

    /** Also what follows from it: the verdict, the status, and that there is one error or none. */
    void assertEveryRowEnds(Ending ending) {
        boolean well = ending == Ending.ORDERLY;
        assertEveryRowHas("ending", ending.name());
        assertEveryRowHas("verdict", well ? "OK" : "FAILED");
        assertEquals(well ? 0 : 1, status, this::toString);
        assertEquals(well ? 0 : 1, err.lines().count(), this::toString);
    }

    void assertEveryRowHas(String member, Object value) {
        assertTrue(!jsonRows().isEmpty(), this::toString);
        jsonRows().forEach(row -> assertEquals(value, row.get(member), this::toString));
    }

    void assertOneError(String text) {
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.startsWith("probe: ") && err.contains(text), err);
    }
}
