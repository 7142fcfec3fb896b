// SPDX-License-Identifier: Apache-2.0
package tls.close.release;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever builds the sources again gets the same bytes, so that anybody can check what was published. */
class ReproducibleTest {
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git");

    @TempDir
    Path elsewhere = Path.of("");

    @Test
    @Timeout(900)
    void theSameSourcesInAnotherFolderAreTheSameFiles() throws Exception {
        Path copy = elsewhere.resolve("another place").resolve("with a longer path");
        copySources(Published.ROOT, copy);
        String modules = Stream.of(Published.values()).map(Published::folder).collect(Collectors.joining(","));
        ProcessBuilder build = Program.maven(
                copy,
                "package",
                "-Prelease-check",
                "-Dmaven.test.skip",
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local"),
                "-pl",
                modules);
        // The other end of the world, so that no clock's time is the same.
        build.environment().put("TZ", "Pacific/Kiritimati");
        Program.run(build);

        List<Path> different = new ArrayList<>();
        for (Path file : files()) {
            if (Files.mismatch(Published.ROOT.resolve(file), copy.resolve(file)) != -1) {
                different.add(file);
            }
        }
        assertEquals(List.of(), different);
    }

    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Published published : Published.values()) {
            Published.JARS.forEach(ending -> files.add(published.built(ending)));
            files.add(published.target().resolve("bom.json"));
        }
        return files;
    }

    private static void copySources(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (NOT_SOURCES.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path there = to.resolve(from.relativize(file));
                if (!file.getFileName().toString().equals(".git")) {
                    Files.copy(file, there);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
