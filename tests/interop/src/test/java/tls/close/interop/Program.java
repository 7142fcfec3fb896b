// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program that the tests need, and the Debian package that has it. */
enum Program {
    GNUTLS_SERV("gnutls-serv", "gnutls-bin"),
    GNUTLS_CLI("gnutls-cli", "gnutls-bin"),
    OPENSSL("openssl", "openssl"),
    PYTHON("python3", "python3");

    private final String command;
    private final String debianPackage;

    Program(String command, String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    String command() {
        return command;
    }

    /** Where it is missing, skips the test; but where the environment variable CI is set, fails it. */
    void require() {
        if (!isInstalled()) {
            String reason = command + " is missing; Debian has it in the package " + debianPackage;
            if (System.getenv("CI") != null) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
    }

    private boolean isInstalled() {
        String path = System.getenv("PATH");
        return path != null
                && Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
