// SPDX-License-Identifier: Apache-2.0
package tls.close.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/** The files that are published have what Maven Central, and whoever looks into them, expects. */
class PublishedTest {

    @ParameterizedTest
    @EnumSource
    void eachJarHasTheLicence(Published published) throws Exception {
        byte[] licence = Files.readAllBytes(Published.ROOT.resolve("LICENSE"));
        for (String ending : Published.JARS) {
            try (JarFile jar =
                    new JarFile(Published.ROOT.resolve(published.built(ending)).toFile())) {
                ZipEntry entry = jar.getEntry("META-INF/LICENSE");
                assertFalse(entry == null, ending);
                try (InputStream bytes = jar.getInputStream(entry)) {
                    assertArrayEquals(licence, bytes.readAllBytes(), ending);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theManifestSaysWhatItIs(Published published) throws Exception {
        try (JarFile jar = new JarFile(published.jar().toFile())) {
            Attributes says = jar.getManifest().getMainAttributes();
            assertEquals(published.module(), says.getValue("Implementation-Title"));
            assertEquals(Published.VERSION, says.getValue("Implementation-Version"));
            assertTrue(Integer.parseInt(says.getValue("Build-Jdk-Spec")) >= 17);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theModuleHasItsNameAndVersion(Published published) {
        ModuleDescriptor module = ModuleFinder.of(published.jar())
                .find(published.module())
                .orElseThrow()
                .descriptor();
        assertFalse(module.isAutomatic());
        assertEquals(Optional.of(Published.VERSION), module.rawVersion());
    }

    /** The parent has the rest of it for those that name one. */
    @ParameterizedTest
    @ValueSource(strings = {"tls-close-parent", "tls-close-bom"})
    void thePomHasWhatCentralAsksFor(String artifact) throws Exception {
        Document pom = Xml.read(Published.pom(artifact));
        for (String path : List.of(
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "scm/connection",
                "scm/developerConnection",
                "scm/url",
                "issueManagement/url")) {
            List<String> texts = Xml.texts(pom, "/project/" + path);
            assertEquals(1, texts.size(), path);
            assertFalse(texts.get(0).isEmpty(), path);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyPomHasANameOfItsOwn(Published published) throws Exception {
        Document pom = Xml.read(published.pom());
        assertEquals(List.of(published.module()), Xml.texts(pom, "/project/name"));
        assertEquals(1, Xml.texts(pom, "/project/description").size());
        assertEquals(List.of("tls-close-parent"), Xml.texts(pom, "/project/parent/artifactId"));
        assertEquals(List.of(), Xml.texts(pom, "/project/repositories"));
    }

    /** Nothing that only this build uses. */
    @Test
    void onlyTheseArePublished() throws Exception {
        Set<String> expected =
                Stream.of(Published.values()).map(Published::artifact).collect(Collectors.toSet());
        expected.addAll(Set.of("tls-close-parent", "tls-close-bom"));
        try (Stream<Path> folders = Files.list(Published.REPOSITORY.resolve("io/github/tlsclose"))) {
            assertEquals(
                    expected,
                    folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    /** All that is published, and nothing that only this build uses. */
    @Test
    void theBomManagesWhatIsPublished() throws Exception {
        Document bom = Xml.read(Published.pom("tls-close-bom"));
        assertEquals(List.of(), Xml.texts(bom, "/project/parent"));
        assertEquals(
                Stream.of(Published.values()).map(Published::artifact).toList(),
                Xml.texts(bom, "/project/dependencyManagement/dependencies/dependency/artifactId"));
    }

    @ParameterizedTest
    @EnumSource
    void theBillOfMaterialsListsWhatThePomSays(Published published) throws Exception {
        Path file = Published.ROOT.resolve(published.target()).resolve("bom.json");
        String bill = Files.readString(file);
        assertTrue(bill.contains("\"bomFormat\" : \"CycloneDX\""), bill);
        List<String> listed = dependencies(bill, published.artifact());
        assertEquals(declared(published), listed);
    }

    /** Those of the jar itself: they may have some of their own, which the bill has too. */
    private static List<String> dependencies(String bill, String artifact) {
        MatchResult own = Pattern.compile("\"ref\" : \"pkg:maven/io.github.tlsclose/" + Pattern.quote(artifact)
                        + "@[^\"]*\",\\s*\"dependsOn\" : \\[([^\\]]*)\\]")
                .matcher(bill)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(bill));
        return Pattern.compile("pkg:maven/([^/]*)/([^@]*)@")
                .matcher(own.group(1))
                .results()
                .map(found -> found.group(1) + ":" + found.group(2))
                .sorted()
                .toList();
    }

    /** What comes along: for the compiler and for tests alone does not. */
    private static List<String> declared(Published published) throws Exception {
        Document pom = Xml.read(published.pom());
        List<String> declared = new ArrayList<>();
        String path = "/project/dependencies/dependency[not(scope='test')]/";
        List<String> groups = Xml.texts(pom, path + "groupId");
        List<String> artifacts = Xml.texts(pom, path + "artifactId");
        for (int i = 0; i < groups.size(); i++) {
            declared.add(groups.get(i) + ":" + artifacts.get(i));
        }
        return declared.stream().sorted().toList();
    }

    @Test
    void allAreOfOneVersion() throws IOException {
        for (Published published : Published.values()) {
            String pom =
                    Files.readString(Published.ROOT.resolve(published.folder()).resolve("pom.xml"));
            assertTrue(pom.contains("<version>" + Published.VERSION + "</version>"), published.artifact());
        }
    }
}
