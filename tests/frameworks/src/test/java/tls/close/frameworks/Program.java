// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A server of Debian's, and the packages that have it. The first two cannot be installed beside each other, only unpacked. */
enum Program {
    PROFTPD("proftpd-core and proftpd-mod-crypto"),
    VSFTPD("vsftpd"),
    SLAPD("slapd"),
    POSTGRES("postgresql");

    private final String debianPackages;

    Program(String debianPackages) {
        this.debianPackages = debianPackages;
    }

    /** Where it is missing, skips the test; but where the environment variable CI is set, fails it. */
    Path require() {
        Optional<Path> found = find();
        if (found.isEmpty()) {
            String reason = command() + " is missing; Debian has it in " + debianPackages;
            if (System.getenv("CI") != null) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
        return found.orElseThrow();
    }

    private String command() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Debian has servers where not everybody looks for programs. */
    private Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(
                        Arrays.stream(path.split(File.pathSeparator)).map(Path::of),
                        Stream.concat(Stream.of(Path.of("/usr/sbin")), postgresql()))
                .map(directory -> directory.resolve(command()))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The last of its versions first. */
    private static Stream<Path> postgresql() {
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin")).sorted(Comparator.reverseOrder()).toList().stream();
        } catch (IOException e) {
            return Stream.of();
        }
    }
}
