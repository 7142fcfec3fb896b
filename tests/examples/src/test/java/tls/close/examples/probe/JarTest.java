// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tls.close.examples.JdkProgram;

/** {@code target/probe.jar} is all that it takes. Run when that is there, behind the other tests. */
@Tag("jar")
class JarTest {
    private static final Path JAR = Path.of(System.getProperty("basedir", "."), "target", "probe.jar");

    @TempDir
    Path elsewhere = Path.of("");

    @Test
    void everyBackendIsInItAndNothingIsWarnedOf() throws Exception {
        Run run = run(List.of("--tls", "1.3", "--json"));
        assertEquals(0, run.status, run.said);
        ProbeRun json = new ProbeRun(run.status, run.said, ""); // A warning would be in the way of the document.
        assertEquals(
                List.of("bc", "conscrypt", "jsse"),
                json.jsonRows().stream()
                        .map(row -> String.valueOf(row.get("backend")))
                        .distinct()
                        .sorted()
                        .toList());
        assertEquals(18, json.jsonRows().size(), run.said);
        json.assertEveryRowHas("verdict", "OK");
    }

    @Test
    void badArgumentsAreStatus2() throws Exception {
        Run run = run(List.of("--nonesuch"));
        assertEquals(2, run.status, run.said);
        assertEquals("probe: unknown argument '--nonesuch'; --help lists what there is\n", run.said);
    }

    @Test
    void thePlatformsAreTheirOwnAndNoSignatureIsLeft() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = Objects.requireNonNull(jar.getManifest()).getMainAttributes();
            assertEquals("true", manifest.getValue("Multi-Release"));
            assertEquals("ALL-UNNAMED", manifest.getValue("Enable-Native-Access"));
            assertEquals(
                    List.of(),
                    jar.stream()
                            .map(Object::toString)
                            .filter(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)|.*module-info.class"))
                            .collect(Collectors.toList()));
        }
    }

    /** In a terminal made by {@code script}, which many systems have. */
    @Test
    void thereAreColoursOnATerminalUnlessTheyAreUnwanted() throws Exception {
        Assumptions.assumeTrue(Path.of("/usr/bin/script").toFile().canExecute(), "script is missing");
        assertFalse(run(List.of("--help")).said.contains("\033["));
        assertTrue(inTerminal("").contains("\033["));
        assertFalse(inTerminal("NO_COLOR=1").contains("\033["));
    }

    private String inTerminal(String variable) throws Exception {
        String command = String.join(
                " ",
                "TERM=xterm",
                variable,
                String.join(
                        " ",
                        JdkProgram.of(
                                        "java",
                                        "-XX:TieredStopAtLevel=1",
                                        "-jar",
                                        JAR.toAbsolutePath().toString(),
                                        "localhost:1")
                                .command()));
        return run(new ProcessBuilder("/usr/bin/script", "-qec", command, "/dev/null").redirectErrorStream(true)).said;
    }

    private record Run(int status, String said) {}

    private Run run(List<String> args) throws Exception {
        List<String> all = new ArrayList<>(
                List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toAbsolutePath().toString()));
        all.addAll(args);
        return run(JdkProgram.of("java", all.toArray(String[]::new)));
    }

    private Run run(ProcessBuilder command) throws Exception {
        Process process = command.directory(elsewhere.toFile()).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Run(process.waitFor(), said);
    }
}
