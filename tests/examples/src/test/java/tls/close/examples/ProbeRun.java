// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** The probe, run here, and what it printed. */
record ProbeRun(int status, String out, String err) {

    static ProbeRun of(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Probe.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
        return new ProbeRun(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** The lines of the table that judge something. */
    List<String> rows(String verdict) {
        return out.lines().filter(line -> line.startsWith(verdict + " ")).toList();
    }
}
