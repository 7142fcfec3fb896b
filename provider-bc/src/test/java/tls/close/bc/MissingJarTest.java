// SPDX-License-Identifier: Apache-2.0
package tls.close.bc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsProviders;

/** Rule 11.2 where a library was left out, each time in a process of its own. */
class MissingJarTest {
    private static final Map<String, String> JARS = Map.of(
            "bcprov-jdk18on",
            "org.bouncycastle.jce.provider.BouncyCastleProvider",
            "bcutil-jdk18on",
            "org.bouncycastle.asn1.edec.EdECObjectIdentifiers",
            "bctls-jdk18on",
            "org.bouncycastle.tls.TlsProtocol");

    @Test
    void hereItCanBeUsed() {
        assertEquals(Optional.empty(), new BcProvider().whyUnavailable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bcprov-jdk18on", "bcutil-jdk18on", "bctls-jdk18on"})
    void theArtifactThatIsMissingIsNamed(String missing) throws Exception {
        String why = "not on the class path: org.bouncycastle:" + missing;
        List<String> said = run(missing);
        assertEquals("why: " + why, said.get(0));
        assertTrue(said.get(1).contains("bc (cannot be used: " + why + ")"), said.toString());
        assertEquals(why, said.get(2));
    }

    @Test
    void withAllOfThemItCanBeUsed() throws Exception {
        assertEquals(List.of("why: ", "got", "made"), run(""));
    }

    private static List<String> run(String missing) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(missing),
                        MissingJar.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines().toList();
    }

    /** Of what this test has itself, wherever it has it from. */
    private static String classPath(String missing) {
        Stream<Class<?>> jars = JARS.entrySet().stream()
                .filter(jar -> !jar.getKey().equals(missing))
                .map(jar -> loaded(jar.getValue()));
        return Stream.concat(Stream.of(TlsProviders.class, BcProvider.class, MissingJarTest.class), jars)
                .map(MissingJarTest::place)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, MissingJarTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
