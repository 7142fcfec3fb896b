// SPDX-License-Identifier: Apache-2.0
package tls.close.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code api/PACKAGING.md} says of {@code jdeps} and {@code jlink}. */
class RuntimeImageTest {

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "API, java.base jdk.jfr",
        "BC, java.base org.bouncycastle.provider org.bouncycastle.tls tls.close",
        "CONSCRYPT, java.base org.conscrypt tls.close",
        "JSSE, java.base tls.close"
    })
    void aJarStandsOnWhatItSaysAndNothingElse(Published published, String modules) throws Exception {
        String said = jdeps(published, "-summary", "--add-modules=jdk.jfr");
        List<String> used = said.lines()
                .filter(line -> line.startsWith(published.module() + " -> "))
                .map(line -> line.replaceFirst(".* -> ", ""))
                .sorted()
                .toList();
        assertEquals(List.of(modules.split(" ")), used, said);
    }

    @ParameterizedTest
    @EnumSource
    void noJarUsesInternalsOfTheJdk(Published published) throws Exception {
        assertEquals("", jdeps(published, "--jdk-internals"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bc", "jsse"})
    void theProbeRunsInAnImage(String backend) throws Exception {
        Path image = folder.resolve("image");
        Program.run(jlink(modulesBeside(backend), backend, image));
        String said = Program.run(Program.of(
                folder,
                image.resolve("bin").resolve("java"),
                Stream.of("-m", "tls.close.examples/tls.close.examples.probe.Probe")));
        assertTrue(
                said.lines().filter(line -> line.startsWith("ok ")).allMatch(line -> line.contains(" " + backend)),
                said);
        assertTrue(said.contains("12 of 12 as the rules say."), said);
    }

    /** It has no descriptor, and an image is made of modules that have one. */
    @Test
    void noImageHasConscryptInIt() throws Exception {
        String said = Program.run(jlink(modulesBeside("conscrypt"), "conscrypt", folder.resolve("image")), 1);
        assertTrue(said.contains("automatic module cannot be used with jlink: org.conscrypt"), said);
    }

    /** BouncyCastle's jars are signed, and an image has no place for signatures; the JDK 17's curves have a module. */
    private ProcessBuilder jlink(String modules, String backend, Path image) {
        return Program.jdk(
                folder,
                "jlink",
                "--ignore-signing-information",
                "--module-path=" + modules,
                "--add-modules=tls.close.examples,jdk.crypto.ec,tls.close." + backend,
                "--output=" + image);
    }

    private String jdeps(Published published, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of(
                "--multi-release=base",
                "--module-path=" + jars(".*"),
                published.jar().toString()));
        return Program.run(Program.jdk(folder, "jdeps", all.toArray(String[]::new)));
    }

    private static String modulesBeside(String backend) {
        return jars("(?!.*/tls-close-(bc|conscrypt|jsse|tck)-).*|.*/tls-close-" + backend + "-.*");
    }

    private static String jars(String regex) {
        Pattern wanted = Pattern.compile(regex);
        return Arrays.stream(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry ->
                        wanted.matcher(entry.replace(File.separatorChar, '/')).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
