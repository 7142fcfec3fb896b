// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.examples.JdkProgram;

/** What needs a process of its own. */
class ProcessTest {

    @Test
    void theProbeRunsOnTheModulePathAndEndsByItself() throws Exception {
        Process probe = JdkProgram.of(
                        "java",
                        "-p",
                        JdkProgram.modules(),
                        "-m",
                        "tls.close.examples/tls.close.examples.probe.Probe",
                        "--tls",
                        "1.3")
                .start();
        try (BufferedReader out = probe.inputReader(UTF_8)) {
            List<String> lines = out.lines().toList();
            assertTrue(probe.waitFor(30, TimeUnit.SECONDS));
            assertEquals(0, probe.exitValue(), lines.toString());
            assertTrue(lines.get(lines.size() - 1).endsWith(" as the rules say."), lines.toString());
        } finally {
            probe.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void aServerThatIsKilledInMidConnectionIsTruncation(String version) throws Exception {
        String path = JdkProgram.modules() + File.pathSeparator + tests();
        Process server = JdkProgram.of("java", "-cp", path, "tls.close.examples.probe.StallingServer")
                .start();
        try (BufferedReader says = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
            String port = says.readLine();
            CompletableFuture<ProbeRun> probe = CompletableFuture.supplyAsync(() -> ProbeRun.of(
                    "--target",
                    "127.0.0.1:" + port,
                    "--insecure",
                    "--backend",
                    "jsse",
                    "--tls",
                    version,
                    "--send",
                    "hello",
                    "--no-until-end",
                    "--timeout",
                    "30"));
            assertEquals("close_notify is here", says.readLine());
            server.destroyForcibly();
            ProbeRun run = probe.get(30, TimeUnit.SECONDS);
            assertEquals(1, run.status(), run.toString());
            assertTrue(run.rows("FAIL").get(0).contains("truncated at a record boundary"), run.toString());
            assertTrue(run.err().contains("does not answer close_notify, it drops the connection"), run.err());
        } finally {
            server.destroyForcibly();
        }
    }

    private static Path tests() throws Exception {
        return Path.of(System.getProperty("basedir"), "target", "test-classes");
    }
}
