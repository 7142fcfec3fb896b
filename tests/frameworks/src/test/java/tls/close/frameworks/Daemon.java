// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.FreePort;

/**
 * A server of Debian's, in a directory of its own. Those for FTP want data connections to resume the control
 * connection's session.
 */
final class Daemon implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final int port;

    private Daemon(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    static Daemon proftpd(Path directory) throws Exception {
        Path program = Program.PROFTPD.require();
        Path modules = program.resolveSibling("../lib/proftpd").normalize();
        int port = FreePort.find();
        PemFiles pem = TestPki.ec().writePem(directory);
        Path home = Files.createDirectory(directory.resolve("home"));
        Object user = Files.getAttribute(directory, "unix:uid");
        // The password is “secret”.
        Path users = Files.writeString(
                directory.resolve("users"),
                "ftp:$5$frameworks$mC40nazawl9iNX6hEhoCzxbgJjLdzl2LR7evWoZd7o9:%s:%s::%s:/bin/sh%n"
                        .formatted(user, Files.getAttribute(directory, "unix:gid"), home));
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        Path configuration = Files.writeString(
                directory.resolve("proftpd.conf"),
                String.join(
                        "\n",
                        "ModulePath " + modules,
                        "LoadModule mod_tls.c",
                        "ServerType standalone",
                        "ServerName test",
                        "DefaultAddress 127.0.0.1",
                        "UseIPv6 off",
                        "Port " + port,
                        "UseReverseDNS off",
                        "User " + System.getProperty("user.name"),
                        "Group " + Files.getAttribute(directory, "posix:group"),
                        "RootLogin on",
                        "RequireValidShell off",
                        "AuthOrder mod_auth_file.c",
                        "AuthUserFile " + users,
                        "DelayEngine off",
                        "WtmpLog off",
                        "PidFile " + directory.resolve("pid"),
                        "ScoreboardFile " + directory.resolve("scoreboard"),
                        "SystemLog " + directory.resolve("system.log"),
                        "TLSEngine on",
                        "TLSLog " + directory.resolve("tls.log"),
                        "TLSProtocol TLSv1.2 TLSv1.3",
                        // “on” would forbid CCC.
                        "TLSRequired auth+data",
                        "TLSECCertificateFile " + pem.serverChain(),
                        "TLSECCertificateKeyFile " + pem.serverKey(),
                        ""));
        return start(directory, port, List.of(program.toString(), "-n", "-c", configuration.toString()));
    }

    static Daemon vsftpd(Path directory) throws Exception {
        Path program = Program.VSFTPD.require();
        int port = FreePort.find();
        PemFiles pem = TestPki.ec().writePem(directory);
        Path root = Files.createDirectory(directory.resolve("root"));
        Path home = Files.createDirectory(root.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path configuration = Files.writeString(
                directory.resolve("vsftpd.conf"),
                String.join(
                        "\n",
                        "listen=YES",
                        "listen_address=127.0.0.1",
                        "listen_port=" + port,
                        "background=NO",
                        "seccomp_sandbox=NO",
                        "secure_chroot_dir=" + Files.createDirectory(directory.resolve("empty")),
                        "anonymous_enable=YES",
                        // Any user with a home that is there.
                        "ftp_username=bin",
                        "anon_root=" + root,
                        "anon_world_readable_only=NO",
                        "anon_upload_enable=YES",
                        "anon_umask=022",
                        "write_enable=YES",
                        "ssl_enable=YES",
                        "allow_anon_ssl=YES",
                        "force_anon_data_ssl=YES",
                        "force_anon_logins_ssl=YES",
                        "ssl_ciphers=HIGH",
                        // An upload that TLS does not end is none.
                        "strict_ssl_read_eof=YES",
                        "rsa_cert_file=" + pem.serverChain(),
                        "rsa_private_key_file=" + pem.serverKey(),
                        "vsftpd_log_file=" + directory.resolve("vsftpd.log"),
                        "debug_ssl=YES",
                        ""));
        return start(directory, port, List.of(program.toString(), configuration.toString()));
    }

    /** It has nothing but what it says of itself. Debian's, over GnuTLS, does not read our EC keys. */
    static Daemon slapd(Path directory, TlsVersion version) throws Exception {
        Path program = Program.SLAPD.require();
        int port = FreePort.find();
        PemFiles pem = TestPki.rsa().writePem(directory);
        Path configuration = Files.writeString(
                directory.resolve("slapd.conf"),
                String.join(
                        "\n",
                        "pidfile " + directory.resolve("slapd.pid"),
                        "TLSCertificateFile " + pem.serverChain(),
                        "TLSCertificateKeyFile " + pem.serverKey(),
                        "TLSCipherSuite NORMAL:-VERS-ALL:+VERS-"
                                + version.jdkName().replace("v", ""),
                        ""));
        return start(
                directory,
                port,
                List.of(
                        program.toString(),
                        "-h",
                        "ldap://127.0.0.1:" + port,
                        "-d",
                        "0",
                        "-f",
                        configuration.toString()));
    }

    private static Daemon start(Path directory, int port, List<String> command) throws Exception {
        Path log = directory.resolve("output.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Daemon daemon = new Daemon(process, log, port);
        try {
            daemon.awaitListening();
            return daemon;
        } catch (Exception | AssertionError e) {
            daemon.close();
            throw e;
        }
    }

    private void awaitListening() throws Exception {
        for (long start = System.nanoTime(); System.nanoTime() - start < Patience.LIMIT.toNanos(); ) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (ConnectException e) {
                if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        throw complaint("it does not listen");
    }

    AssertionError complaint(String reason) throws IOException {
        return new AssertionError(reason + ": " + Files.readString(log));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
