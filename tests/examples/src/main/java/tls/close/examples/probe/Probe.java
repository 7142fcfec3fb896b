// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.ColorScheme;

/**
 * Shows on a command line how TLS connections end: against an embedded server, with every installed backend, and then
 * whether all went as the rules say; or against a real server. {@code --help} tells more.
 */
public final class Probe {
    static final int ALL_WELL = 0;
    static final int NOT_WELL = 1;
    static final int BAD_ARGUMENTS = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final ColorScheme colours;

    private Probe(PrintStream out, PrintStream err, ColorScheme colours) {
        this.out = out;
        this.err = err;
        this.colours = colours;
    }

    /**
     * Probes, and ends the process: with status 0 if all ended properly, 1 if not, 2 if the arguments are bad.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(System.out, System.err, Colours.chosen(), args));
    }

    static int run(PrintStream out, PrintStream err, ColorScheme colours, String... args) {
        return new Probe(out, err, colours).run(args);
    }

    private int run(String... args) {
        try {
            Arguments arguments = CommandLineReader.read(args);
            if (arguments.helpAsked()) {
                out.print(CommandLineReader.help(colours));
                return ALL_WELL;
            }
            if (arguments.versionAsked()) {
                out.println(Version.line());
                return ALL_WELL;
            }
            return probe(arguments);
        } catch (BadArgumentException e) {
            complain(OneLine.of(e));
            return BAD_ARGUMENTS;
        }
    }

    private int probe(Arguments arguments) throws BadArgumentException {
        Backends backends = Backends.chosen(arguments.backend());
        Credentials credentials = Credentials.chosen(arguments);
        if (arguments.insecure()) {
            complain("WARNING: --insecure: the server's certificate and name are NOT checked; anybody could be it");
        }
        Findings findings = new Findings(headline(arguments), rows(arguments, backends, credentials));
        if (arguments.json()) {
            out.println(Json.document(findings));
        } else if (findings.anyVisit()) {
            out.print(page(arguments).of(findings, colours));
        }
        findings.problems().forEach(this::complain);
        return findings.allWell() ? ALL_WELL : NOT_WELL;
    }

    private static List<Row> rows(Arguments arguments, Backends backends, Credentials credentials)
            throws BadArgumentException {
        List<Row> rows = new ArrayList<>(backends.unusable());
        try {
            rows.addAll(
                    arguments.target().isPresent()
                            ? new TargetProbe(arguments, arguments.target().get(), credentials).visit(backends.usable())
                            : new EmbeddedProbe(arguments).visit(backends.usable()));
        } catch (IOException | GeneralSecurityException e) {
            rows.add(Row.nothing(
                    "-", Verdict.FAILED, Ending.NOT_CONNECTED, Sentence.of("not connected: " + OneLine.of(e))));
        }
        return rows;
    }

    private static Page page(Arguments arguments) {
        if (arguments.target().isEmpty()) {
            return Page.EMBEDDED;
        }
        return arguments.repeat() == 1 ? Page.TARGET : Page.TARGET_REPEATED;
    }

    private static String headline(Arguments arguments) {
        String bye = "bye(" + arguments.request() + ")";
        return arguments
                        .target()
                        .map(target -> target
                                + arguments
                                        .startTls()
                                        .map(protocol -> ", STARTTLS in " + protocol)
                                        .orElse("")
                                + ", " + (arguments.untilEnd() ? "read to the end, then " + bye : bye))
                        .orElse("an embedded server on loopback, " + bye)
                + ", Java " + Runtime.version();
    }

    private void complain(String what) {
        err.println(colours.apply("probe:", Colours.of(Verdict.FAILED)) + " " + what);
    }
}
