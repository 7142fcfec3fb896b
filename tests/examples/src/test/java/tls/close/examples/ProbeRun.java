// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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

    /** The rows of the JSON document. */
    List<Map<?, ?>> jsonRows() {
        Map<?, ?> document = (Map<?, ?>) JsonReader.read(out);
        return ((List<?>) Objects.requireNonNull(document.get("rows")))
                .stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
    }

    /** The lines of the table that judge something. */
    List<String> rows(String verdict) {
        return out.lines().filter(line -> line.startsWith(verdict + " ")).toList();
    }
}
