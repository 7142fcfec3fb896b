// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A server that the tests need, and the Debian package that has it. */
enum Program {
    NGINX("nginx", "nginx-light"),
    HAPROXY("haproxy", "haproxy"),
    STUNNEL("stunnel4", "stunnel4"),
    NODE("node", "nodejs"),
    OPENSSL("openssl", "openssl"),
    GNUTLS_SERV("gnutls-serv", "gnutls-bin"),
    EXIM("exim4", "exim4-daemon-light"),
    DOVECOT("dovecot", "dovecot-imapd"),
    VSFTPD("vsftpd", "vsftpd"),
    SLAPD("slapd", "slapd");

    private final String command;
    private final String debianPackage;

    Program(String command, String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    /** Where it is. If it is missing, skips the test; but where the environment variable CI is set, fails it. */
    String path() {
        Optional<Path> found = Stream.concat(
                        Arrays.stream(String.valueOf(System.getenv("PATH")).split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, command))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            String reason = command + " is missing; Debian has it in the package " + debianPackage;
            if (System.getenv("CI") != null) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
        return found.orElseThrow().toString();
    }
}
