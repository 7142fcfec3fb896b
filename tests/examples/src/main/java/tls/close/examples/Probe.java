// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows on a command line how TLS connections end: against an embedded server, with every installed backend, and then
 * whether all went as the rules say; or against a real server. {@code --help} tells more.
 */
public final class Probe {
    static final int AS_THE_RULES_SAY = 0;
    static final int NOT_AS_THE_RULES_SAY = 1;
    static final int BAD_ARGUMENTS = 2;

    private final PrintStream out;
    private final PrintStream err;

    private Probe(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Probes, and ends the process: with status 0 if all went as the rules say, 1 if not, 2 if the arguments are bad.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args));
    }

    static int run(PrintStream out, PrintStream err, String... args) {
        return new Probe(out, err).run(args);
    }

    private int run(String... args) {
        try {
            Arguments arguments = Arguments.parse(args);
            if (arguments.help()) {
                out.print(Arguments.HELP);
                return AS_THE_RULES_SAY;
            }
            return probe(arguments);
        } catch (BadArgumentException e) {
            complain(OneLine.of(e));
            return BAD_ARGUMENTS;
        }
    }

    private int probe(Arguments arguments) throws BadArgumentException {
        Backends backends = Backends.chosen(arguments.backend());
        Trust trust = Trust.chosen(arguments);
        if (arguments.insecure()) {
            complain("WARNING: --insecure: the server's certificate and name are NOT checked; anybody could be it");
        }
        Findings findings = new Findings(headline(arguments), rows(arguments, backends, trust));
        if (arguments.json()) {
            out.println(Json.document(findings));
        } else if (findings.anyVisit()) {
            out.print(Table.page(findings));
        }
        findings.problems().forEach(this::complain);
        return findings.allAsTheRulesSay() ? AS_THE_RULES_SAY : NOT_AS_THE_RULES_SAY;
    }

    private static List<Row> rows(Arguments arguments, Backends backends, Trust trust) {
        List<Row> rows = new ArrayList<>(backends.unusable());
        try {
            rows.addAll(
                    arguments.target().isPresent()
                            ? new TargetProbe(arguments, arguments.target().get(), trust).visit(backends.usable())
                            : new EmbeddedProbe(arguments).visit(backends.usable()));
        } catch (IOException | GeneralSecurityException e) {
            rows.add(Row.nothing("-", Verdict.FAILED, Ending.NOT_CONNECTED, OneLine.of(e)));
        }
        return rows;
    }

    private static String headline(Arguments arguments) {
        return arguments.target().map(HostPort::toString).orElse("an embedded server on loopback") + ", bye("
                + arguments.request() + "), Java " + Runtime.version();
    }

    private void complain(String what) {
        err.println("probe: " + what);
    }
}
