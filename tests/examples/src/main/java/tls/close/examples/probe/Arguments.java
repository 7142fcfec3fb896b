// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tls.close.CloseRequest;
import tls.close.examples.probe.starttls.StartTls;

/** What the command line asks for. {@link CommandLineReader} fills it in and looks whether it makes sense. */
@Command(
        name = "probe",
        sortOptions = false,
        usageHelpWidth = 100,
        header = "Shows how TLS connections end, with every installed backend.%n",
        customSynopsis = "probe [OPTION]... [HOST:PORT]",
        description = {
            "%nWithout a server: an embedded one on loopback; for each TLS version and each kind of transport, says"
                    + " goodbye and goes on in plaintext on the same socket, then meets a peer that cuts the connection.",
            "With one: how that server ends its connections.%n"
        },
        footer = "%nExit status: 0 all ended properly, 1 something did not, 2 the arguments are bad.")
final class Arguments {
    private static final String WITH_A_SERVER = " (with a server)";

    @Parameters(arity = "0..1", paramLabel = "HOST:PORT", description = "The server to visit.")
    private Optional<HostPort> server = Optional.empty();

    @Option(names = "--target", paramLabel = "HOST:PORT", description = "The same.")
    private Optional<HostPort> target = Optional.empty();

    @Option(
            names = "--starttls",
            paramLabel = "PROTOCOL",
            description = "Begins in plaintext: smtp, imap, pop3, ftp, ldap, xmpp or postgres" + WITH_A_SERVER + ".")
    private Optional<StartTls> startTls = Optional.empty();

    @Option(
            names = "--send",
            paramLabel = "TEXT",
            converter = Escapes.class,
            description = "Sends TEXT, which may have \\r, \\n, \\t and \\\\ in it, and a newline if it does not end in"
                    + " one.")
    private Optional<String> text = Optional.empty();

    @Option(
            names = "--until-end",
            negatable = true,
            description = "Reads until the server has ended, and only then says goodbye; with --send this is so unless"
                    + " --no-until-end is there" + WITH_A_SERVER + ".")
    private @Nullable Boolean untilEnd;

    @Option(
            names = "--request",
            paramLabel = "SHUT_WR|SHUT_RDWR",
            description = "How to say goodbye; otherwise SHUT_RDWR.")
    private CloseRequest request = CloseRequest.SHUT_RDWR;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "N connections for each row, and how they differ" + WITH_A_SERVER + ".")
    private int repeat = 1;

    @Option(names = "--backend", paramLabel = "NAME", description = "Only this backend; otherwise all installed ones.")
    private Optional<String> backend = Optional.empty();

    @Option(names = "--tls", paramLabel = "1.2|1.3", description = "Only this version; otherwise both.")
    private Optional<TlsVersion> version = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Trusts the certificates in this PEM file, not the platform's" + WITH_A_SERVER + ".")
    private Optional<Path> authority = Optional.empty();

    @Option(
            names = {"-k", "--insecure"},
            description = "Checks neither certificate nor host name" + WITH_A_SERVER + ".")
    private boolean insecure;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Shows this certificate, a PEM file with its chain, if asked" + WITH_A_SERVER + ".")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "The key of --cert, a PEM file without password.")
    private Optional<Path> key = Optional.empty();

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description =
                    "The name to ask for (SNI) and to find in the certificate; otherwise HOST" + WITH_A_SERVER + ".")
    private Optional<String> serverName = Optional.empty();

    @Option(
            names = "--alpn",
            paramLabel = "NAME",
            split = ",",
            description = "Application protocols to offer, best first, with commas between" + WITH_A_SERVER + ".")
    private List<String> applicationProtocols = List.of();

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            description = "Waits so long for the TCP connection; otherwise 5" + WITH_A_SERVER + ".")
    private Optional<Duration> connectTimeout = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Waits so long for all that comes before the goodbye, and again for the end; otherwise 10.")
    private Duration timeout = Duration.ofSeconds(10);

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Option(names = "--version", versionHelp = true, description = "Prints the probe's version.")
    private boolean versionAsked;

    @Option(names = "--help", usageHelp = true, description = "Prints this.")
    private boolean helpAsked;

    /** Why this makes no sense together, in one line; empty if it does. */
    Optional<String> contradiction() {
        if (server.isPresent() && target.isPresent()) {
            return Optional.of("the server is there twice: give HOST:PORT or --target, not both");
        }
        if (target().isEmpty() && forServersOnly().findAny().isPresent()) {
            return Optional.of(forServersOnly().findFirst().orElse("")
                    + " is for a server of yours: name it with --target HOST:PORT");
        }
        if (target().isEmpty() && text.orElse("").stripTrailing().contains("\n")) {
            return Optional.of("--send: the embedded server echoes one line only, give it one");
        }
        if (insecure && authority.isPresent()) {
            return Optional.of("--ca checks the certificate and --insecure does not: give one of them");
        }
        if (certificate.isPresent() != key.isPresent()) {
            return Optional.of("--cert and --key go together: give both, of one file if that has both");
        }
        if (repeat < 1 || repeat > 9999) {
            return Optional.of("--repeat is a number from 1 to 9999, not '" + repeat + "'");
        }
        return Optional.empty();
    }

    private Stream<String> forServersOnly() {
        return Stream.of(
                        given("--ca", authority.isPresent()),
                        given("--insecure", insecure),
                        given("--starttls", startTls.isPresent()),
                        given("--until-end", untilEnd != null),
                        given("--cert", certificate.isPresent()),
                        given("--key", key.isPresent()),
                        given("--server-name", serverName.isPresent()),
                        given("--alpn", !applicationProtocols.isEmpty()),
                        given("--repeat", repeat != 1),
                        given("--connect-timeout", connectTimeout.isPresent()))
                .flatMap(Optional::stream);
    }

    private static Optional<String> given(String name, boolean given) {
        return given ? Optional.of(name) : Optional.empty();
    }

    /** The server to visit; empty for the embedded one. */
    Optional<HostPort> target() {
        return server.or(() -> target);
    }

    Optional<StartTls> startTls() {
        return startTls;
    }

    /** What to send first, to its last character. */
    Optional<String> text() {
        return text.map(line -> line.endsWith("\n") ? line : line + "\n");
    }

    /** Whether to let the server end first. */
    boolean untilEnd() {
        return untilEnd != null ? untilEnd : text.isPresent();
    }

    CloseRequest request() {
        return request;
    }

    /** How many connections make one row. */
    int repeat() {
        return repeat;
    }

    /** The backend to use; empty for every installed one. */
    Optional<String> backend() {
        return backend;
    }

    /** The versions to try, with connections of their own each. */
    List<TlsVersion> versions() {
        return version.map(List::of).orElse(List.of(TlsVersion.values()));
    }

    /** PEM file of the CA to trust; empty for the platform's. */
    Optional<Path> authority() {
        return authority;
    }

    /** Whether to trust everybody. */
    boolean insecure() {
        return insecure;
    }

    Optional<Path> certificate() {
        return certificate;
    }

    Optional<Path> key() {
        return key;
    }

    Optional<String> serverName() {
        return serverName;
    }

    List<String> applicationProtocols() {
        return applicationProtocols;
    }

    Duration connectTimeout() {
        return connectTimeout.orElse(Duration.ofSeconds(5));
    }

    /** How long to wait for what comes before the goodbye, and again for the peer's end. */
    Duration timeout() {
        return timeout;
    }

    /** Whether to print JSON. */
    boolean json() {
        return json;
    }

    /** Whether to print the version, and nothing else. */
    boolean versionAsked() {
        return versionAsked;
    }

    /** Whether to print help, and nothing else. */
    boolean helpAsked() {
        return helpAsked;
    }
}
