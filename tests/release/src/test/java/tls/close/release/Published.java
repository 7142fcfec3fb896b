// SPDX-License-Identifier: Apache-2.0
package tls.close.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A module that is published as a jar: where it is built, and what it is in the repository. */
enum Published {
    API("api", "tls-close", "tls.close"),
    BC("provider-bc", "tls-close-bc", "tls.close.bc"),
    CONSCRYPT("provider-conscrypt", "tls-close-conscrypt", "tls.close.conscrypt"),
    JSSE("provider-jsse", "tls-close-jsse", "tls.close.jsse"),
    TCK("tests", "tls-close-tck", "tls.close.tck");

    static final Path ROOT = property("tls.close.root");
    static final Path REPOSITORY = property("tls.close.repository");
    static final String VERSION = System.getProperty("tls.close.version", "");

    /** What follows the version in the names of its files. */
    static final List<String> JARS = List.of(".jar", "-sources.jar", "-javadoc.jar");

    private final String folder;
    private final String artifact;
    private final String module;

    Published(String folder, String artifact, String module) {
        this.folder = folder;
        this.artifact = artifact;
        this.module = module;
    }

    String folder() {
        return folder;
    }

    String artifact() {
        return artifact;
    }

    String module() {
        return module;
    }

    /** Below a project's root. */
    Path target() {
        return Path.of(folder, "target");
    }

    Path built(String ending) {
        return target().resolve(artifact + "-" + VERSION + ending);
    }

    Path jar() {
        return ROOT.resolve(built(".jar"));
    }

    /** As whoever gets it from the repository sees it. */
    Path pom() throws IOException {
        return pom(artifact);
    }

    static Path pom(String artifact) throws IOException {
        Path folder = REPOSITORY.resolve("io/github/tlsclose").resolve(artifact).resolve(VERSION);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> poms = files.filter(file -> file.toString().endsWith(".pom"))
                    .sorted()
                    .toList();
            return poms.get(poms.size() - 1);
        }
    }

    private static Path property(String name) {
        String value = System.getProperty(name, "");
        assertEquals(false, value.isEmpty(), () -> "run by mvn -Prelease-check verify: no " + name);
        return Path.of(value);
    }
}
