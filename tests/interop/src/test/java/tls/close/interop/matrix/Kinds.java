// SPDX-License-Identifier: Apache-2.0
package tls.close.interop.matrix;

import static tls.close.interop.Protocol.TLS12;
import static tls.close.interop.matrix.Act.IT_ENDS_RDWR;
import static tls.close.interop.matrix.Act.IT_ENDS_WR;
import static tls.close.interop.matrix.Act.KILLED;
import static tls.close.interop.matrix.Act.LATE_DISCARDED;
import static tls.close.interop.matrix.Act.LATE_READ;
import static tls.close.interop.matrix.Act.LATE_WRITTEN;
import static tls.close.interop.matrix.Act.OF_OUR_END;
import static tls.close.interop.matrix.Act.PLAINTEXT;
import static tls.close.interop.matrix.Act.SILENT;
import static tls.close.interop.matrix.Act.WE_END_RDWR;
import static tls.close.interop.matrix.Act.WE_END_WR;
import static tls.close.interop.matrix.Role.CLIENT;
import static tls.close.interop.matrix.Role.SERVER;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tls.close.interop.Program;
import tls.close.interop.matrix.Spoken.Dialogue;

/** All peers. What each is, and what is to be known of it, is in {@code PEERS.md}. */
final class Kinds {
    private static final Set<Act> BASIC = EnumSet.of(WE_END_RDWR, WE_END_WR, SILENT, KILLED);
    private static final Set<Act> SERVES = with(BASIC, IT_ENDS_WR);
    private static final Set<Act> TUNNELS =
            with(SERVES, IT_ENDS_RDWR, OF_OUR_END, LATE_READ, LATE_DISCARDED, LATE_WRITTEN);
    private static final Set<Act> EVERYTHING = EnumSet.allOf(Act.class);

    private static final Dialogue HTTP = new Dialogue(
            "",
            "GET /hello HTTP/1.1\r\nHost: server.test\r\n\r\n",
            "hello\n",
            "GET /hello HTTP/1.1\r\nHost: server.test\r\nConnection: close\r\n\r\n",
            "GET /long HTTP/1.1\r\nHost: server.test\r\n\r\n",
            "");
    private static final Dialogue SHORT_HTTP = new Dialogue("", HTTP.request(), "hello", HTTP.farewell(), "", "");
    private static final Dialogue IMAP = new Dialogue("\r\n", "a NOOP\r\n", "a OK", "b LOGOUT\r\n", "", "");
    private static final Dialogue SMTP = new Dialogue("220 ", "NOOP\r\n", "250 OK\r\n", "QUIT\r\n", "", "");
    private static final Dialogue FTP = new Dialogue("220 ", "NOOP\r\n", "530 ", "QUIT\r\n", "", "");
    private static final Dialogue PROFTPD = new Dialogue("220 ", "NOOP\r\n", "200 ", "QUIT\r\n", "", "");
    /** “Who am I?”, the end of the answer's empty strings, and unbind. */
    private static final Dialogue LDAP =
            new Dialogue("", "0\36\2\1\1w\31\200\0271.3.6.1.4.1.4203.1.11.3", "\4\0\4\0", "0\5\2\1\2B\0", "", "");

    private static final Compiled C_MBEDTLS =
            Compiled.c("mbedtls", "/usr/include/mbedtls/ssl.h", "-lmbedtls", "-lmbedx509", "-lmbedcrypto");
    private static final Compiled C_WOLFSSL = Compiled.c("wolfssl", "/usr/include/wolfssl/ssl.h", "-lwolfssl");
    private static final Compiled C_NSS = Compiled.c(
            "nss",
            "/usr/include/nss/ssl.h",
            "-I/usr/include/nss",
            "-I/usr/include/nspr",
            "-lssl3",
            "-lnss3",
            "-lnspr4");
    private static final Compiled C_GNUTLS = Compiled.c("gnutls", "/usr/include/gnutls/gnutls.h", "-lgnutls");
    private static final Compiled C_OPENSSL = Compiled.c("openssl", "/usr/include/openssl/ssl.h", "-lssl", "-lcrypto");
    private static final Compiled GO = Compiled.go("peer.go");
    private static final Compiled NODE = Compiled.interpreted("node", "peer.js");
    private static final Compiled ERLANG = Compiled.interpreted("escript", "peer.erl");

    private Kinds() {}

    static List<Kind> all() {
        List<Kind> all = new ArrayList<>();
        all.addAll(programs());
        all.addAll(tunnels());
        all.addAll(servers());
        all.addAll(clients());
        return all;
    }

    private static List<Kind> programs() {
        List<Kind> kinds = new ArrayList<>();
        for (Role role : Role.values()) {
            kinds.add(program("mbedTLS", role, "libmbedtls-dev", C_MBEDTLS)
                    .only(TLS12)
                    .quickly());
            kinds.add(program("wolfSSL", role, "libwolfssl-dev", C_WOLFSSL).quickly());
            kinds.add(program("NSS", role, "libnss3-dev", C_NSS)
                    .without(PLAINTEXT)
                    .quickly());
            kinds.add(program("GnuTLS", role, "libgnutls28-dev", C_GNUTLS));
            kinds.add(program("OpenSSL", role, "libssl-dev", C_OPENSSL));
            kinds.add(program("Go", role, "golang-go", GO));
            kinds.add(program("Node.js", role, "nodejs", NODE).without(PLAINTEXT));
            kinds.add(program("Erlang", role, "erlang-ssl", ERLANG)
                    .without(LATE_READ)
                    .without(LATE_DISCARDED)
                    .without(LATE_WRITTEN)
                    .without(PLAINTEXT));
        }
        return kinds;
    }

    private static Kind program(String name, Role role, String debianPackage, Compiled compiled) {
        return Kind.of(name, role, compiled.needs(), debianPackage, Launches.typed(role, compiled), EVERYTHING);
    }

    private static List<Kind> tunnels() {
        return List.of(
                tunnel("stunnel", SERVER, "stunnel4", "stunnel4", "stunnel-server.conf", "stunnel4", "@file@")
                        .quickly(),
                tunnel("stunnel", CLIENT, "stunnel4", "stunnel4", "stunnel-client.conf", "stunnel4", "@file@"),
                tunnel("haproxy (tcp)", SERVER, "haproxy", "haproxy", "haproxy-server.cfg", "haproxy", "-f", "@file@"),
                tunnel("haproxy (tcp)", CLIENT, "haproxy", "haproxy", "haproxy-client.cfg", "haproxy", "-f", "@file@"),
                nginxStream(SERVER).without(LATE_WRITTEN),
                nginxStream(CLIENT).without(LATE_WRITTEN));
    }

    private static Kind nginxStream(Role role) {
        return tunnel(
                "nginx (stream)",
                role,
                "nginx",
                "libnginx-mod-stream",
                "nginx-stream-" + role + ".conf",
                "nginx",
                "-p",
                "@directory@",
                "-e",
                "stderr",
                "-c",
                "@file@");
    }

    private static Kind tunnel(
            String name, Role role, String program, String debianPackage, String configuration, String... command) {
        return Kind.of(
                name,
                role,
                List.of(program),
                debianPackage,
                role == SERVER
                        ? Launches.tunnelServer(configuration, command)
                        : Launches.tunnelClient(configuration, command),
                TUNNELS);
    }

    private static List<Kind> servers() {
        List<Kind> kinds = new ArrayList<>(List.of(
                server(
                                "nginx",
                                "nginx-light",
                                HTTP,
                                "nginx.conf",
                                "nginx",
                                "-p",
                                "@directory@",
                                "-e",
                                "stderr",
                                "-c",
                                "@file@")
                        .quickly(),
                server("Apache", "apache2", HTTP, "apache.conf", "apache2", "-X", "-f", "@file@"),
                server("haproxy (http)", "haproxy", SHORT_HTTP, "haproxy-http.cfg", "haproxy", "-f", "@file@"),
                server("Dovecot (imap)", "dovecot-imapd", IMAP, "dovecot.conf", "dovecot", "-F", "-c", "@file@"),
                server("Exim (smtp)", "exim4-daemon-light", SMTP, "exim.conf", "exim4", "-bdf", "-C", "@file@")
                        .without(WE_END_WR)
                        .without(SILENT),
                server("vsftpd (ftp)", "vsftpd", FTP, "vsftpd.conf", "vsftpd", "@file@"),
                Kind.of(
                        "ProFTPD (ftp)",
                        SERVER,
                        List.of("proftpd"),
                        "proftpd-core, and mod_tls.so in proftpd-mod-crypto",
                        Launches.server(
                                "proftpd.conf",
                                Map.of("modules", Program.library("proftpd")),
                                PROFTPD,
                                "proftpd",
                                "-n",
                                "-c",
                                "@file@"),
                        SERVES),
                server(
                        "slapd (ldap)",
                        "slapd",
                        LDAP,
                        "slapd.conf",
                        "slapd",
                        "-h",
                        "ldaps://127.0.0.1:@port@",
                        "-d",
                        "1",
                        "-f",
                        "@file@")));
        for (String module : List.of("gnutls", "mbedtls", "nss", "openssl")) {
            Kind kind = Kind.of(
                    "lighttpd (" + module + ")",
                    SERVER,
                    List.of("lighttpd"),
                    "lighttpd-mod-" + module,
                    Launches.server("lighttpd.conf", Map.of("module", module), HTTP, "lighttpd", "-D", "-f", "@file@"),
                    with(SERVES, LATE_READ, LATE_DISCARDED));
            kinds.add(module.equals("mbedtls") ? kind.only(TLS12) : kind);
        }
        for (String driver : List.of("gtls", "ossl")) {
            Kind kind = Kind.of(
                    "rsyslog (" + driver + ")",
                    SERVER,
                    List.of("rsyslogd"),
                    driver.equals("gtls") ? "rsyslog-gnutls" : "rsyslog-openssl",
                    Launches.logServer(
                            "rsyslog.conf",
                            Map.of("module", driver),
                            "rsyslogd",
                            "-n",
                            "-f",
                            "@file@",
                            "-i",
                            "@directory@/pid"),
                    BASIC);
            kinds.add(driver.equals("gtls") ? kind.only(TLS12) : kind);
        }
        return kinds;
    }

    private static Kind server(
            String name, String debianPackage, Dialogue dialogue, String configuration, String... command) {
        Set<Act> acts = EnumSet.copyOf(SERVES);
        if (!dialogue.unending().isEmpty()) {
            acts.addAll(Set.of(LATE_READ, LATE_DISCARDED));
        }
        if (!dialogue.ofOurEnd().isEmpty()) {
            acts.add(OF_OUR_END);
        }
        return Kind.of(
                name,
                SERVER,
                List.of(command[0]),
                debianPackage,
                Launches.server(configuration, Map.of(), dialogue, command),
                acts);
    }

    /** Nothing says when they have read what we sent: killed before, they reset, and after, they end the connection. */
    private static List<Kind> clients() {
        Set<Act> acts = EnumSet.of(WE_END_RDWR, WE_END_WR, SILENT);
        return List.of(
                Kind.of(
                        "curl",
                        CLIENT,
                        List.of("curl"),
                        "curl",
                        Launches.client(
                                "^(exit \\d+)",
                                "curl",
                                "-sS",
                                "--cacert",
                                "@authority@",
                                "-w",
                                "exit %{exitcode} %{errormsg}\n",
                                "https://localhost:@port@/"),
                        with(acts, OF_OUR_END)),
                Kind.of(
                        "wget",
                        CLIENT,
                        List.of("wget"),
                        "wget",
                        Launches.client(
                                "",
                                "wget",
                                "-nv",
                                "-t1",
                                "--ca-certificate=@authority@",
                                "-O",
                                "/dev/null",
                                "https://localhost:@port@/"),
                        acts));
    }

    private static Set<Act> with(Set<Act> some, Act... more) {
        Set<Act> all = EnumSet.copyOf(some);
        all.addAll(List.of(more));
        return all;
    }
}
