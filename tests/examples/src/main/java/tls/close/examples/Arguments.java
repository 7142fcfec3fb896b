// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import tls.close.CloseRequest;

/**
 * What the command line asks for.
 *
 * @param target the server to visit; empty for the embedded one
 * @param backend the one to use; empty for every installed one
 * @param version the one to use; empty for each
 * @param request how to end
 * @param text what to send first
 * @param authority PEM file of the CA to trust; empty for the platform's
 * @param insecure whether to trust everybody
 * @param timeout how long to wait for the peer's end
 * @param json whether to print JSON
 * @param help whether to print help, and nothing else
 */
record Arguments(
        Optional<HostPort> target,
        Optional<String> backend,
        Optional<TlsVersion> version,
        CloseRequest request,
        Optional<String> text,
        Optional<Path> authority,
        boolean insecure,
        Duration timeout,
        boolean json,
        boolean help) {

    static final String HELP = """
            Shows how TLS connections end, with every installed backend.

            Without --target: an embedded server on loopback; for each TLS version and each kind of transport,
            says goodbye and goes on in plaintext on the same socket, then meets a peer that cuts the connection.
            With --target: how a real server ends its connections.

              --target HOST:PORT            the server to visit
              --backend NAME                only this backend; otherwise all that are installed
              --tls 1.2|1.3                 only this version; otherwise both
              --request SHUT_WR|SHUT_RDWR   how to end; otherwise SHUT_RDWR
              --send TEXT                   sends TEXT and a newline before the goodbye
              --ca FILE                     trusts the certificates in this PEM file, not the platform's (with --target)
              --insecure                    checks neither certificate nor host name (with --target)
              --timeout SECONDS             waits so long for the end, otherwise 10; a visit lasts at most twice as long
              --json                        prints one JSON document
              --help                        prints this

            Exit status: 0 all went as the rules say, 1 something did not, 2 the arguments are bad.
            """;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    static Arguments parse(String... args) throws BadArgumentException {
        Arguments parsed = new Parser(List.of(args)).parse();
        if (parsed.target.isEmpty() && (parsed.insecure || parsed.authority.isPresent())) {
            throw new BadArgumentException(
                    "--ca and --insecure are for a server of yours: name it with --target HOST:PORT");
        }
        if (parsed.target.isEmpty() && parsed.text.orElse("").contains("\n")) {
            throw new BadArgumentException("--send: the embedded server echoes one line only, give it one");
        }
        if (parsed.insecure && parsed.authority.isPresent()) {
            throw new BadArgumentException("--ca checks the certificate and --insecure does not: give one of them");
        }
        return parsed;
    }

    /** The versions to try, one connection each. */
    List<TlsVersion> versions() {
        return version.map(List::of).orElse(List.of(TlsVersion.values()));
    }

    private static final class Parser {
        private final Iterator<String> args;
        private Optional<HostPort> target = Optional.empty();
        private Optional<String> backend = Optional.empty();
        private Optional<TlsVersion> version = Optional.empty();
        private CloseRequest request = CloseRequest.SHUT_RDWR;
        private Optional<String> text = Optional.empty();
        private Optional<Path> authority = Optional.empty();
        private boolean insecure;
        private Duration timeout = DEFAULT_TIMEOUT;
        private boolean json;
        private boolean help;

        Parser(List<String> args) {
            this.args = args.iterator();
        }

        Arguments parse() throws BadArgumentException {
            while (args.hasNext()) {
                option(args.next());
            }
            return new Arguments(target, backend, version, request, text, authority, insecure, timeout, json, help);
        }

        private void option(String name) throws BadArgumentException {
            switch (name) {
                case "--target" -> target = Optional.of(HostPort.parse(valueOf(name)));
                case "--backend" -> backend = Optional.of(valueOf(name));
                case "--tls" -> version = Optional.of(TlsVersion.parse(valueOf(name)));
                case "--request" -> request = request(valueOf(name));
                case "--send" -> text = Optional.of(valueOf(name));
                case "--ca" -> authority = Optional.of(Path.of(valueOf(name)));
                case "--insecure" -> insecure = true;
                case "--timeout" -> timeout = seconds(valueOf(name));
                case "--json" -> json = true;
                case "--help" -> help = true;
                default ->
                    throw new BadArgumentException("unknown argument '" + name + "'; --help lists what there is");
            }
        }

        private String valueOf(String name) throws BadArgumentException {
            if (!args.hasNext()) {
                throw new BadArgumentException(name + " needs a value; --help says which");
            }
            return args.next();
        }

        private static CloseRequest request(String name) throws BadArgumentException {
            return Arrays.stream(CloseRequest.values())
                    .filter(request -> request.name().equals(name))
                    .findAny()
                    .orElseThrow(
                            () -> new BadArgumentException("--request is SHUT_WR or SHUT_RDWR, not '" + name + "'"));
        }

        private static Duration seconds(String value) throws BadArgumentException {
            if (!value.matches("[1-9][0-9]{0,3}")) {
                throw new BadArgumentException("--timeout is a number of seconds from 1 to 9999, not '" + value + "'");
            }
            return Duration.ofSeconds(Integer.parseInt(value));
        }
    }
}
