// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A server of Debian's, and the packages that have it. The first two cannot be installed beside each other, only unpacked. */
enum Program {
    PROFTPD("proftpd-core and proftpd-mod-crypto"),
    VSFTPD("vsftpd"),
    POSTGRES("postgresql, outside of the PATH that is usual");

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

    private Optional<Path> find() {
        String path = System.getenv("PATH");
        return Arrays.stream((path == null ? "" : path).split(File.pathSeparator))
                .map(directory -> Path.of(directory, command()))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
