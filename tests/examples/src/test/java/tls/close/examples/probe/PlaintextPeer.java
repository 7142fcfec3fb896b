// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tls.close.examples.probe.starttls.StartTls;

/** Servers that begin in plaintext, with {@code server.crt} and {@code server.key} of their folder. */
enum PlaintextPeer {
    /** It keeps silent where it is told goodbye first. */
    EXIM(Program.EXIM, StartTls.SMTP, "220 localhost ESMTP Exim ", "QUIT\\r\\n", 5) {
        @Override
        List<String> command(String program, Path folder, int port) throws IOException {
            return List.of(program, "-bdf", "-C", write(folder, """
                    primary_hostname = localhost
                    spool_directory = %1$s/spool
                    log_file_path = %1$s/%%slog
                    local_interfaces = 127.0.0.1
                    daemon_smtp_ports = %2$d
                    tls_advertise_hosts = *
                    tls_certificate = %1$s/server.crt
                    tls_privatekey = %1$s/server.key
                    host_lookup =
                    rfc1413_query_timeout = 0s
                    """.formatted(folder, port)));
        }
    },
    DOVECOT(Program.DOVECOT, StartTls.IMAP, "* OK ", "b LOGOUT\\r\\n", 30) {
        @Override
        List<String> command(String program, Path folder, int port) throws IOException {
            return List.of(program, "-F", "-c", write(folder, """
                    protocols = imap
                    base_dir = %1$s/run
                    log_path = /dev/stderr
                    ssl = yes
                    ssl_cert = <%1$s/server.crt
                    ssl_key = <%1$s/server.key
                    passdb {
                      driver = static
                      args = nopassword=y
                    }
                    service imap-login {
                      chroot =
                      inet_listener imap {
                        address = 127.0.0.1
                        port = %2$d
                      }
                      inet_listener imaps {
                        port = 0
                      }
                    }
                    """.formatted(folder, port)));
        }
    },
    VSFTPD(Program.VSFTPD, StartTls.FTP, "220 (vsFTPd ", "QUIT\\r\\n", 30) {
        @Override
        List<String> command(String program, Path folder, int port) throws IOException {
            return List.of(program, write(folder, """
                    background=NO
                    listen=YES
                    run_as_launching_user=YES
                    listen_address=127.0.0.1
                    listen_port=%2$d
                    secure_chroot_dir=%3$s
                    anonymous_enable=YES
                    ssl_enable=YES
                    ssl_tlsv1=YES
                    ssl_ciphers=HIGH
                    rsa_cert_file=%1$s/server.crt
                    rsa_private_key_file=%1$s/server.key
                    seccomp_sandbox=NO
                    """.formatted(
                            folder, port, Files.createDirectories(folder.resolve("empty")))));
        }
    },
    /** A request to unbind (RFC 4511 section 4.3). */
    SLAPD(Program.SLAPD, StartTls.LDAP, "", "0\5\2\1\2B\0", 30) {
        @Override
        List<String> command(String program, Path folder, int port) throws IOException {
            String configuration = write(folder, """
                    pidfile %1$s/slapd.pid
                    TLSCertificateFile %1$s/server.crt
                    TLSCertificateKeyFile %1$s/server.key
                    """.formatted(folder));
            return List.of(program, "-h", "ldap://127.0.0.1:" + port, "-d", "0", "-f", configuration);
        }
    };

    private final Program program;
    private final StartTls protocol;
    private final String greeting;
    private final String farewell;
    private final int seconds;

    /**
     * @param greeting the beginning of what it says unasked, or empty
     * @param farewell what makes it end the connection, for {@code --send}
     * @param seconds how long to wait for its end where nothing is sent
     */
    PlaintextPeer(Program program, StartTls protocol, String greeting, String farewell, int seconds) {
        this.program = program;
        this.protocol = protocol;
        this.greeting = greeting;
        this.farewell = farewell;
        this.seconds = seconds;
    }

    StartTls protocol() {
        return protocol;
    }

    boolean speaksFirst() {
        return !greeting.isEmpty();
    }

    String greeting() {
        return greeting;
    }

    String farewell() {
        return farewell;
    }

    /** What its orderly end is called: nothing is said to who unbinds. */
    Ending orderly() {
        return this == SLAPD ? Ending.NO_ANSWER : Ending.ORDERLY;
    }

    String seconds() {
        return Integer.toString(seconds);
    }

    PeerServer start(Path folder) throws Exception {
        String path = program.path();
        return PeerServer.start(folder, port -> command(path, folder, port));
    }

    abstract List<String> command(String program, Path folder, int port) throws IOException;

    private static String write(Path folder, String configuration) throws IOException {
        return Files.writeString(folder.resolve("configuration"), configuration).toString();
    }
}
