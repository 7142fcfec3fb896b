// SPDX-License-Identifier: Apache-2.0
package tls.close.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Puts this process, and with it those that it starts, on one core: waking another one up would hide everything. */
final class Pinning {
    private static final String CORE = "0";

    private Pinning() {}

    /** What became of it, for the report. */
    static String pin() {
        try {
            Process taskset = new ProcessBuilder(
                            "taskset",
                            "-a",
                            "-c",
                            "-p",
                            CORE,
                            String.valueOf(ProcessHandle.current().pid()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return taskset.waitFor() == 0
                    ? "both ends on core " + CORE
                    : "NOT on one core, and figures mean little: " + said.strip();
        } catch (IOException e) {
            return "NOT on one core, and figures mean little: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pinning", e);
        }
    }
}
