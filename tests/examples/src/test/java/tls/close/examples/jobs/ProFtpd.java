// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;

/** ProFTPD, in a folder of its own, for a user “somebody” whose password is “secret”. */
final class ProFtpd {

    /** What it wants of data connections. */
    enum Sessions {
        /** Its own default. */
        RESUMED,
        ANY;

        /** What a client can do twice: bc resumes nothing of TLS 1.3, and the JDK uses its only ticket once. */
        static Sessions of(String backend, String version) {
            return version.equals("1.2") || backend.equals("conscrypt") ? RESUMED : ANY;
        }
    }

    private ProFtpd() {}

    static Outside.Server start(Sessions sessions, Path folder) throws Exception {
        Path program = Outside.find("proftpd", "proftpd-core, and mod_tls.so in proftpd-mod-crypto");
        Path configuration = folder.resolve("proftpd.conf");
        PemFiles pem = TestPki.rsa().writePem(folder);
        Path users = writeUsers(folder);
        return Outside.start(port -> {
            write(configuration, """
                    ModulePath %s
                    LoadModule mod_tls.c
                    ServerType standalone
                    ServerName test
                    DefaultAddress 127.0.0.1
                    UseIPv6 off
                    Port %d
                    UseReverseDNS off
                    User %s
                    Group %s
                    RootLogin on
                    RequireValidShell off
                    AuthOrder mod_auth_file.c
                    AuthUserFile %s
                    AllowOverwrite on
                    DelayEngine off
                    WtmpLog off
                    PidFile %6$s.pid
                    ScoreboardFile %6$s.scoreboard
                    SystemLog %6$s.log
                    TLSEngine on
                    TLSLog %6$s.tls
                    TLSProtocol TLSv1.2 TLSv1.3
                    # "on" would forbid CCC.
                    TLSRequired auth+data
                    TLSRSACertificateFile %7$s
                    TLSRSACertificateKeyFile %8$s
                    %9$s
                    """.formatted(
                            program.resolveSibling("../lib/proftpd").normalize(),
                            port,
                            System.getProperty("user.name"),
                            attribute(folder, "posix:group"),
                            users,
                            configuration,
                            pem.serverChain(),
                            pem.serverKey(),
                            sessions == Sessions.ANY ? "TLSOptions NoSessionReuseRequired" : ""));
            // Quiet: it has a log, and would wait for whoever does not read what it puts out.
            return new String[] {program.toString(), "-n", "-q", "-c", configuration.toString()};
        });
    }

    private static Path writeUsers(Path folder) throws IOException {
        Path users = Files.writeString(
                folder.resolve("users"),
                "somebody:$5$frameworks$mC40nazawl9iNX6hEhoCzxbgJjLdzl2LR7evWoZd7o9:%s:%s::%s:/bin/sh%n"
                        .formatted(
                                attribute(folder, "unix:uid"),
                                attribute(folder, "unix:gid"),
                                Files.createDirectory(folder.resolve("home"))));
        return Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
    }

    private static Object attribute(Path folder, String name) {
        try {
            return Files.getAttribute(folder, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
