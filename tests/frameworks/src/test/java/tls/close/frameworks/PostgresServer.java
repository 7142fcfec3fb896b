// SPDX-License-Identifier: Apache-2.0
package tls.close.frameworks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tls.close.tck.peer.TlsVersion;
import tls.close.tck.pki.PemFiles;
import tls.close.tck.pki.TestPki;
import tls.close.tck.wire.FreePort;

/** PostgreSQL, with data in a directory of its own, and its log. */
final class PostgresServer implements AutoCloseable {
    static final String USER = "postgres";

    /** It refuses to run as root. */
    private static final String UNPRIVILEGED = "nobody";

    private static final String END_OF_LOG = "(the end)";

    private final Process process;
    private final int port;
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    private PostgresServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** What one server after the other can have: a database without anything in it, and a key. */
    static void prepare(Path directory) throws Exception {
        Path home = Files.createDirectory(directory.resolve("postgres"));
        PemFiles pem = TestPki.ec().writePem(home);
        Files.setPosixFilePermissions(pem.serverKey(), PosixFilePermissions.fromString("rw-------"));
        if (isRoot()) {
            // Who goes through the directory above is not its owner.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            UserPrincipal owner =
                    home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(UNPRIVILEGED);
            Files.setOwner(home, owner);
            Files.setOwner(pem.serverKey(), owner);
        }
        Process initdb = start(
                home,
                Program.POSTGRES.require().resolveSibling("initdb").toString(),
                "--pgdata=data",
                "--username=" + USER,
                "--auth=trust",
                "--no-locale",
                "--encoding=UTF8",
                "--no-sync");
        String output = new String(initdb.getInputStream().readAllBytes(), UTF_8);
        if (initdb.waitFor() != 0) {
            throw new AssertionError("no data directory: " + output);
        }
    }

    /** @param version the only one that it speaks */
    static PostgresServer start(Path directory, TlsVersion version) throws Exception {
        int port = FreePort.find();
        Process process = start(
                directory.resolve("postgres"),
                Program.POSTGRES.require().toString(),
                "-D",
                "data",
                "-p",
                Integer.toString(port),
                "--listen_addresses=127.0.0.1",
                "--unix_socket_directories=",
                "--ssl=on",
                "--ssl_cert_file=../server.pem",
                "--ssl_key_file=../server-key.pem",
                "--ssl_min_protocol_version=" + version.jdkName(),
                "--ssl_max_protocol_version=" + version.jdkName(),
                "--log_disconnections=on",
                "--fsync=off");
        PostgresServer server = new PostgresServer(process, port);
        try {
            Thread reader = new Thread(server::readLog, "PostgreSQL's log");
            reader.setDaemon(true);
            reader.start();
            server.logUntil("ready to accept connections");
            return server;
        } catch (Exception | AssertionError e) {
            server.close();
            throw e;
        }
    }

    private static Process start(Path home, String... command) throws IOException {
        Stream<String> user = isRoot()
                ? Stream.of("setpriv", "--reuid=" + UNPRIVILEGED, "--regid=nogroup", "--clear-groups", "--")
                : Stream.of();
        return new ProcessBuilder(Stream.concat(user, Stream.of(command)).toList())
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private void readLog() {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
            }
        } catch (IOException e) {
            log.add(e.toString());
        } finally {
            log.add(END_OF_LOG);
        }
    }

    /** What it has said since it was last asked, as far as this. */
    List<String> logUntil(String words) throws InterruptedException {
        List<String> said = new ArrayList<>();
        while (true) {
            String line = log.poll(Patience.MILLIS, TimeUnit.MILLISECONDS);
            if (line == null || line.equals(END_OF_LOG)) {
                throw new AssertionError("it does not say “" + words + "”: " + said);
            }
            said.add(line);
            if (line.contains(words)) {
                return said;
            }
        }
    }

    String url(String parameters) {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=" + USER + "&" + parameters;
    }

    /** One of its processes dies, and the system closes what that held. */
    void kill(long pid) {
        ProcessHandle child = process.descendants()
                .filter(each -> each.pid() == pid)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no process of the server's: " + pid));
        if (!child.destroyForcibly()) {
            throw new AssertionError("it lives on: " + child);
        }
    }

    /** When the last client has gone; one that has not gone by then is cut off. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, Patience.MILLIS, TimeUnit.MILLISECONDS)
                .join();
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }
}
