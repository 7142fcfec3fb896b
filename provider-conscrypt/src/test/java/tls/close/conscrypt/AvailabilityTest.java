// SPDX-License-Identifier: Apache-2.0
package tls.close.conscrypt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.Test;
import tls.close.TlsProviders;
import tls.close.spi.TlsProvider;

/** Rule 11.2 where the native library does not load, each time in a process of its own. */
class AvailabilityTest {
    private static final int JDK = Runtime.version().feature();

    /** JEP 472: from then on native access can be denied. */
    private static final int DENYING_JDK = 24;

    @Test
    void hereItCanBeUsed() {
        assertEquals(Optional.empty(), new ConscryptProvider().whyUnavailable());
    }

    @Test
    void itCannotBeUsedOnAPlatformWithoutItsLibrary() throws Exception {
        List<String> said = run("-Dos.arch=sparcv9");
        assertIsUnavailable(said);
        assertTrue(said.toString().contains("sparcv9"), said.toString());
    }

    @Test
    void itCannotBeUsedWhereNativeAccessIsDenied() throws Exception {
        assumeTrue(JDK >= DENYING_JDK, "JDK " + JDK + " does not know --illegal-native-access");
        List<String> said = run("--illegal-native-access=deny");
        assertIsUnavailable(said);
        assertTrue(said.toString().contains("--enable-native-access=org.conscrypt"), said.toString());
    }

    @Test
    void nativeAccessThatIsAllowedIsEnough() throws Exception {
        assumeTrue(JDK >= DENYING_JDK, "JDK " + JDK + " does not know --illegal-native-access");
        assertTrue(run("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED")
                .contains("conscrypt: can be used"));
    }

    /** What the README says of the option, so that nobody passes it in vain. */
    @Test
    void theOptionSilencesTheWarning() throws Exception {
        assumeTrue(JDK >= DENYING_JDK, "JDK " + JDK + " does not warn of native access");
        assertTrue(run().stream().anyMatch(line -> line.startsWith("WARNING:") && line.contains("System::load")));
        List<String> silent = run("--enable-native-access=ALL-UNNAMED");
        assertFalse(silent.stream().anyMatch(line -> line.contains("System::load")), silent.toString());
    }

    /** Behind what the JDK warns of. */
    private static void assertIsUnavailable(List<String> all) {
        List<String> said = all.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("WARNING:"))
                .toList();
        assertTrue(said.get(0).startsWith("conscrypt: the native library of Conscrypt does not load"), said.toString());
        assertEquals("jsse: can be used", said.get(1));
        assertEquals("found: false", said.get(2));
        assertTrue(said.get(3).contains("conscrypt (cannot be used: the native library"), said.toString());
        assertEquals("others go on", said.get(4));
    }

    private static List<String> run(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath(), Availability.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines().toList();
    }

    /** Of what this test has itself, wherever it has it from. */
    private static String classPath() {
        Stream<Class<?>> known =
                Stream.of(TlsProviders.class, ConscryptProvider.class, Conscrypt.class, AvailabilityTest.class, jsse());
        return known.map(type -> Path.of(uri(type)).toString())
                        .distinct()
                        .collect(Collectors.joining(File.pathSeparator, "", File.pathSeparator))
                + Path.of(System.getProperty("basedir"), "target", "test-classes");
    }

    private static Class<? extends TlsProvider> jsse() {
        return TlsProviders.get("jsse").getClass();
    }

    private static java.net.URI uri(Class<?> type) {
        try {
            return type.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
