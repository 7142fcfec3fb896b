// SPDX-License-Identifier: Apache-2.0
package tls.close.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tls.close.TlsProviders;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;

/**
 * A newcomer's project, in an empty folder: the README's dependencies and programs, and what was published. It gets
 * that from the repository that the build has filled, into a local one of its own.
 */
class ReadmeProjectTest {
    private static final List<String> BACKENDS = List.of("bc", "conscrypt", "jsse");
    private static final String PASSWORD = "changeit";

    @TempDir
    static Path projects = Path.of("");

    private static String readme = "";

    /** All in one run of Maven, for the time that it takes to start; none knows of another. */
    @BeforeAll
    @Timeout(900)
    static void build() throws Exception {
        readme = Files.readString(Published.ROOT.resolve("README.md"));
        StringBuilder names = new StringBuilder();
        for (String backend : BACKENDS) {
            for (PathKind kind : PathKind.values()) {
                write(projects.resolve(name(backend, kind)), backend, kind);
                names.append("<module>").append(name(backend, kind)).append("</module>");
            }
        }
        Files.writeString(projects.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>readme</groupId>
                  <artifactId>all</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <modules>%s</modules>
                </project>
                """.formatted(names));
        Files.writeString(projects.resolve("settings.xml"), settings());
        Program.run(Program.maven(
                projects,
                "--settings=" + projects.resolve("settings.xml"),
                "-Dmaven.repo.local=" + projects.resolve("local"),
                "compile",
                "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:build-classpath",
                "-Dmdep.outputFile=target/path"));
    }

    private enum PathKind {
        CLASS_PATH,
        MODULE_PATH
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "bc, CLASS_PATH",
        "bc, MODULE_PATH",
        "conscrypt, CLASS_PATH",
        "conscrypt, MODULE_PATH",
        "jsse, CLASS_PATH",
        "jsse, MODULE_PATH"
    })
    void theProgramsTalk(String backend, PathKind kind) throws Exception {
        Path project = projects.resolve(name(backend, kind));
        assertTrue(
                Files.readString(project.resolve("target/path")).contains(projects.resolve("local") + "/io/github/tls"),
                "not what was published");
        Process serving = java(project, backend, kind, "Server", "0").start();
        try (BufferedReader says = serving.inputReader(UTF_8)) {
            String port = says.readLine().replace("listening on port ", "");
            String said = Program.run(java(project, backend, kind, "Client", "localhost", port));
            List<String> lines = said.lines().toList();
            assertEquals("hello", lines.get(0), said);
            assertTrue(lines.get(1).startsWith("TLSv1.3 orderly: "), said);
            assertEquals(2, lines.size(), said);
        } finally {
            serving.destroyForcibly();
        }
    }

    private static ProcessBuilder java(Path project, String backend, PathKind kind, String program, String... arguments)
            throws Exception {
        String path = "target/classes" + File.pathSeparator + Files.readString(project.resolve("target/path"));
        List<String> all = new ArrayList<>(List.of(
                "-Djavax.net.ssl.trustStore=ca.p12",
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "-D" + TlsProviders.PREFERRED_PROPERTY + "=" + backend));
        all.addAll(
                switch (kind) {
                    case CLASS_PATH -> List.of("--enable-native-access=ALL-UNNAMED", "-cp", path, program);
                    case MODULE_PATH -> List.of("-p", path, "-m", "readme/readme." + program);
                });
        if (kind == PathKind.MODULE_PATH && backend.equals("conscrypt")) {
            all.add(0, "--enable-native-access=org.conscrypt");
        }
        all.addAll(List.of(arguments));
        return Program.jdk(project, "java", all.toArray(String[]::new));
    }

    private static String name(String backend, PathKind kind) {
        return backend + "-" + kind;
    }

    private static void write(Path project, String backend, PathKind kind) throws Exception {
        Path sources = Files.createDirectories(project.resolve("src/main/java"));
        Files.writeString(project.resolve("pom.xml"), pom(backend, name(backend, kind)));
        switch (kind) {
            case CLASS_PATH -> {
                Files.writeString(sources.resolve("Client.java"), program("Client"));
                Files.writeString(sources.resolve("Server.java"), program("Server"));
            }
            // A module's programs are in a package.
            case MODULE_PATH -> {
                Path folder = Files.createDirectory(sources.resolve("readme"));
                Files.writeString(folder.resolve("Client.java"), "package readme;\n" + program("Client"));
                Files.writeString(folder.resolve("Server.java"), "package readme;\n" + program("Server"));
                Files.writeString(
                        sources.resolve("module-info.java"),
                        "module readme { requires tls.close; requires nl.altindag.ssl.pem; }\n");
            }
        }
        keys(project);
    }

    private static void keys(Path project) throws Exception {
        TestPki pki = TestPki.ec();
        PemFiles files = pki.writePem(project);
        Files.move(files.serverChain(), project.resolve("server.crt"));
        Files.move(files.serverKey(), project.resolve("server.key"));
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", pki.authority());
        try (OutputStream out = Files.newOutputStream(project.resolve("ca.p12"))) {
            trust.store(out, PASSWORD.toCharArray());
        }
    }

    private static String pom(String backend, String name) {
        String dependencies =
                block("xml", "<artifactId>tls-close</artifactId>").replace("tls-close-jsse", "tls-close-" + backend);
        MatchResult pem = Pattern.compile("`([a-z0-9.]+):(ayza-for-pem):([0-9.]+)`")
                .matcher(readme)
                .results()
                .findFirst()
                .orElseThrow();
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>newcomer</groupId>
                  <artifactId>%s</artifactId>
                  <version>1</version>
                  <properties>
                    <maven.compiler.release>17</maven.compiler.release>
                    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
                  </properties>
                  <dependencies>
                    %s
                    <dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>
                  </dependencies>
                  <build>
                    <plugins>
                      <plugin><artifactId>maven-resources-plugin</artifactId><version>3.5.0</version></plugin>
                      <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.15.0</version></plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(name, dependencies, pem.group(1), pem.group(2), pem.group(3));
    }

    /** What this build has loaded need not be loaded again. */
    private static String settings() {
        return """
                <settings>
                  <profiles>
                    <profile>
                      <id>here</id>
                      <repositories>
                        <repository><id>published</id><url>%1$s</url></repository>
                        <repository><id>loaded</id><url>%2$s</url><releases><checksumPolicy>ignore</checksumPolicy></releases>
                          <snapshots><enabled>false</enabled></snapshots></repository>
                      </repositories>
                      <pluginRepositories>
                        <pluginRepository><id>loaded</id><url>%2$s</url>
                          <releases><checksumPolicy>ignore</checksumPolicy></releases></pluginRepository>
                      </pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
                </settings>
                """.formatted(
                        Published.REPOSITORY.toUri(),
                        Path.of(System.getProperty("maven.repo.local")).toUri());
    }

    private static String program(String name) {
        return block("java", "class " + name + " {");
    }

    private static String block(String language, String text) {
        return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
                .matcher(readme)
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no block of " + language + " has " + text));
    }
}
