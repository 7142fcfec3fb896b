// SPDX-License-Identifier: Apache-2.0
package tls.close.interop;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A program that the tests need, and the Debian package that has it. */
public enum Program {
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

    void require() {
        require(command, debianPackage);
    }

    /**
     * Where it is missing, skips the test; but where the environment variable CI is set, fails it.
     *
     * @param command a program, or a file with its whole path
     */
    public static void require(String command, String debianPackage) {
        if (!isInstalled(command)) {
            String reason = command + " is missing; Debian has it in the package " + debianPackage;
            if (System.getenv("CI") != null) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
    }

    private static boolean isInstalled(String command) {
        return command.startsWith("/")
                ? Files.exists(Path.of(command))
                : find(command).isPresent();
    }

    /** Servers are in /usr/sbin, which not everybody has in the path. */
    private static Optional<Path> find(String command) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(path.split(File.pathSeparator))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** With its folder, where it is installed: it is started as it was found. */
    static String located(String command) {
        return find(command).map(Path::toString).orElse(command);
    }

    /** Where the modules of a server are: what is only unpacked does not find them. */
    public static String library(String command) {
        return find(command)
                .map(program -> program.resolveSibling("../lib/" + command).normalize())
                .orElse(Path.of("/usr/lib", command))
                .toString();
    }
}
