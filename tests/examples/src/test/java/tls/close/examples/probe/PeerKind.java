// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Servers with {@code server.crt} and {@code server.key} of their folder, which answer a request and end. */
enum PeerKind {
    NGINX(Program.NGINX) {
        @Override
        List<String> command(String program, Path folder, int port, int plaintext) throws IOException {
            return List.of(program, "-p", folder.toString(), "-e", "stderr", "-c", write(folder, """
                    daemon off;
                    master_process off;
                    pid nginx.pid;
                    error_log stderr info;
                    events {}
                    http {
                        access_log off;
                        client_body_temp_path temp;
                        proxy_temp_path temp;
                        fastcgi_temp_path temp;
                        uwsgi_temp_path temp;
                        scgi_temp_path temp;
                        server {
                            listen 127.0.0.1:%d ssl;
                            ssl_certificate server.crt;
                            ssl_certificate_key server.key;
                            ssl_protocols TLSv1.2 TLSv1.3;
                            location / { return 200 "some answer"; }
                        }
                    }
                    """.formatted(port)));
        }
    },
    HAPROXY_TCP(Program.HAPROXY) {
        @Override
        List<String> command(String program, Path folder, int port, int plaintext) throws IOException {
            return haproxy(program, folder, """
                    listen tls
                        mode tcp
                        bind 127.0.0.1:%d ssl crt pair.pem
                        server plaintext 127.0.0.1:%d
                    """.formatted(port, plaintext));
        }
    },
    HAPROXY_HTTP(Program.HAPROXY) {
        @Override
        List<String> command(String program, Path folder, int port, int plaintext) throws IOException {
            return haproxy(program, folder, """
                    frontend tls
                        mode http
                        bind 127.0.0.1:%d ssl crt pair.pem
                        http-request return status 200 content-type text/plain string "some answer"
                    """.formatted(port));
        }
    },
    STUNNEL(Program.STUNNEL) {
        @Override
        List<String> command(String program, Path folder, int port, int plaintext) throws IOException {
            return List.of(program, write(folder, """
                    foreground = yes
                    pid =
                    cert = %s
                    key = %s
                    [tls]
                    accept = 127.0.0.1:%d
                    connect = 127.0.0.1:%d
                    """.formatted(
                            folder.resolve("server.crt"), folder.resolve("server.key"), port, plaintext)));
        }
    },
    NODE(Program.NODE) {
        @Override
        List<String> command(String program, Path folder, int port, int plaintext) {
            return node(program, port, "socket.end('some answer')");
        }
    },
    /** Lets go of the connection like programs do that know nothing of close_notify. */
    NODE_DESTROYING(Program.NODE) {
        @Override
        List<String> command(String program, Path folder, int port, int plaintext) {
            return node(program, port, "socket.write('some answer', () => socket.destroy())");
        }
    },
    OPENSSL(Program.OPENSSL) {
        @Override
        List<String> command(String program, Path folder, int port, int plaintext) {
            return List.of(
                    program,
                    "s_server",
                    "-www",
                    "-accept",
                    "127.0.0.1:" + port,
                    "-cert",
                    "server.crt",
                    "-key",
                    "server.key");
        }
    },
    GNUTLS_SERV(Program.GNUTLS_SERV) {
        @Override
        List<String> command(String program, Path folder, int port, int plaintext) {
            return List.of(
                    program,
                    "--http",
                    "--port=" + port,
                    "--disable-client-cert",
                    "--x509certfile=server.crt",
                    "--x509keyfile=server.key");
        }
    };

    private final Program program;

    PeerKind(Program program) {
        this.program = program;
    }

    /**
     * Starts it.
     *
     * @param plaintext the port of a server for those that only pass on
     */
    PeerServer start(Path folder, int plaintext) throws Exception {
        String path = program.path();
        return PeerServer.start(folder, port -> command(path, folder, port, plaintext));
    }

    abstract List<String> command(String program, Path folder, int port, int plaintext) throws IOException;

    private static List<String> haproxy(String program, Path folder, String part) throws IOException {
        Files.writeString(
                folder.resolve("pair.pem"),
                Files.readString(folder.resolve("server.crt")) + Files.readString(folder.resolve("server.key")));
        return List.of(program, "-db", "-f", write(folder, """
                defaults
                    timeout connect 30s
                    timeout client 60s
                    timeout server 60s
                """ + part));
    }

    private static List<String> node(String program, int port, String answer) {
        return List.of(program, "-e", """
                const files = require('fs');
                const options = {key: files.readFileSync('server.key'), cert: files.readFileSync('server.crt')};
                require('tls').createServer(options, socket => {
                    socket.on('error', () => {});
                    socket.on('data', () => %s);
                }).on('tlsClientError', () => {}).listen(%d, '127.0.0.1');
                """.formatted(answer, port));
    }

    private static String write(Path folder, String configuration) throws IOException {
        return Files.writeString(folder.resolve("configuration"), configuration).toString();
    }
}
