// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tls.close.TlsProviders;

/** The README's programs compile as they stand, without a warning, and do what it says on every backend. */
class ReadmeTest {
    /** The lines of a program in which it makes its context, which the README has in three ways. */
    private static final Pattern CONTEXT = Pattern.compile("(?m)(^ *KeyManager .*\\n)?^ *TlsContext tls = .*\\n");

    private static final List<String> TRUSTING =
            List.of("-Djavax.net.ssl.trustStore=ca.p12", "-Djavax.net.ssl.trustStorePassword=" + KeyFiles.PASSWORD);

    /** The programs as they stand, and with a key store and a CA. */
    @TempDir
    static Path programs = Path.of("");

    @TempDir
    static Path otherWays = Path.of("");

    @BeforeAll
    static void compile() throws Exception {
        compile(programs, "Client", Readme.program("Client"), "Server", Readme.program("Server"), "Web", web());
        List<String> ways = List.of(Readme.blockWith("// Key store\n").split("(?m)^//.*\n"));
        compile(
                otherWays,
                "Client",
                with(ways.get(2), Readme.program("Client")),
                "Server",
                with(ways.get(1), Readme.program("Server")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bc", "conscrypt", "jsse"})
    void theProgramsTalkAndSayGoodbye(String backend) throws Exception {
        assertTheyTalk(backend, programs, TRUSTING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bc", "conscrypt", "jsse"})
    void theContextCanBeMadeInOtherWays(String backend) throws Exception {
        assertTheyTalk(backend, otherWays, List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bc", "conscrypt", "jsse"})
    void aLibraryThatTakesAnSslContextTalksThroughIt(String backend) throws Exception {
        Process web = run(backend, programs, TRUSTING, "Web");
        List<String> said = web.inputReader(UTF_8).lines().toList();
        assertEquals(0, web.waitFor(), () -> backend + ": " + said);
        assertEquals(List.of("hello"), said, backend);
    }

    private static void assertTheyTalk(String backend, Path folder, List<String> options) throws Exception {
        Process serving = run(backend, folder, List.of(), "Server", "0");
        try (BufferedReader says = serving.inputReader(UTF_8)) {
            String port = says.readLine().replace("listening on port ", "");
            Process talking = run(backend, folder, options, "Client", "localhost", port);
            List<String> said = talking.inputReader(UTF_8).lines().toList();
            assertEquals(0, talking.waitFor(), () -> backend + ": " + said);
            assertEquals("hello", said.get(0));
            assertTrue(said.get(1).startsWith("TLSv1.3 orderly: "), () -> backend + ": " + said);
            assertEquals(2, said.size(), () -> backend + ": " + said);
        } finally {
            serving.destroyForcibly();
        }
    }

    @Test
    void everyBlockOfJavaIsTested() throws Exception {
        assertEquals(5, Readme.blocks().count(), "the ten lines, two programs, contexts, a library");
    }

    /** Whoever changes a version changes it there too. */
    @Test
    void theDependenciesAreOfTheseVersions() throws Exception {
        String pom = Files.readString(Readme.PROJECT.resolve("pom.xml"));
        String version = first("<artifactId>tls-close-parent</artifactId>\\s*<version>(.*?)</version>", pom);
        String ayza = first("<ayza.version>(.*?)</ayza.version>", pom);
        for (String part : List.of(
                "<artifactId>tls-close</artifactId><version>" + version + "</version>",
                "<artifactId>tls-close-jsse</artifactId><version>" + version + "</version>",
                "io.github.tlsclose:tls-close:" + version + "\"",
                "io.github.tlsclose:tls-close-jsse:" + version + "\"",
                "io.github.hakky54:ayza-for-pem:" + ayza + "`")) {
            assertTrue(Readme.text().contains(part), part);
        }
    }

    private static String with(String context, String program) {
        String imports = """
                import java.io.File;
                import java.nio.file.Path;
                import java.security.KeyStore;
                import javax.net.ssl.*;
                import nl.altindag.ssl.pem.util.PemUtils;
                """;
        return imports + CONTEXT.matcher(program).replaceFirst(Matcher.quoteReplacement(context));
    }

    private static String first(String regex, String text) {
        Matcher found = Pattern.compile(regex).matcher(text);
        assertTrue(found.find(), regex);
        return found.group(1);
    }

    /** Both ends are the JDK's own HTTP, and the TLS between them is ours. */
    private static String web() throws Exception {
        return """
                import static java.nio.charset.StandardCharsets.UTF_8;
                import com.sun.net.httpserver.*;
                import java.net.*;
                import java.net.http.*;
                import java.nio.file.Path;
                import javax.net.ssl.*;
                import nl.altindag.ssl.pem.util.PemUtils;
                import tls.close.*;

                class Web {
                    public static void main(String[] args) throws Exception {
                        KeyManager key = PemUtils.loadIdentityMaterial(Path.of("server.crt"), Path.of("server.key"));
                        TlsContext serving =
                                TlsProviders.preferred().newContext(new KeyManager[] {key}, new TrustManager[0]);
                        HttpsServer server = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
                        server.setHttpsConfigurator(new HttpsConfigurator(serving.sslContext()));
                        server.createContext("/", exchange -> {
                            exchange.sendResponseHeaders(200, 5);
                            exchange.getResponseBody().write("hello".getBytes(UTF_8));
                            exchange.close();
                        });
                        server.start();
                        URI here = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
                        TlsContext tls = TlsProviders.preferred().newContext();
                        %s
                        System.out.println(web.send(HttpRequest.newBuilder(here).build(), HttpResponse.BodyHandlers.ofString())
                                .body());
                        System.exit(0);
                    }
                }
                """.formatted(Readme.blockWith("HttpClient web"));
    }

    private static void compile(Path folder, String... namesAndPrograms) throws Exception {
        KeyFiles.write(folder, ThrowAwayIdentity.create());
        List<String> command =
                new ArrayList<>(List.of("-Xlint:all", "-Werror", "-proc:none", "-cp", JdkProgram.modules()));
        for (int i = 0; i < namesAndPrograms.length; i += 2) {
            String file = namesAndPrograms[i] + ".java";
            Files.writeString(folder.resolve(file), namesAndPrograms[i + 1]);
            command.add(file);
        }
        Process compiler = JdkProgram.of("javac", command.toArray(String[]::new))
                .directory(folder.toFile())
                .start();
        String said = new String(compiler.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, compiler.waitFor(), said);
    }

    private static Process run(String backend, Path folder, List<String> options, String name, String... args)
            throws Exception {
        // The last two are for a quick start.
        List<String> all = new ArrayList<>(
                List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        all.addAll(options);
        all.add("-D" + TlsProviders.PREFERRED_PROPERTY + "=" + backend);
        all.addAll(List.of("-cp", JdkProgram.modules() + File.pathSeparator + folder, name));
        all.addAll(List.of(args));
        return JdkProgram.of("java", all.toArray(String[]::new))
                .directory(folder.toFile())
                .start();
    }
}
