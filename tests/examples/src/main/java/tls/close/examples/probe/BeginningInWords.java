// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.util.List;
import java.util.stream.Collectors;
import tls.close.examples.probe.starttls.StartTls;

/** What to say of a server with which no TLS came about. */
record BeginningInWords(TargetCourse course, Observed seen) {
    private static final String ON_ALERTS = "see --cert and --key, --server-name, --alpn; its log says more";
    private static final String NOT_TLS = "is it a TLS server, on this port? What begins in plaintext needs --starttls";

    Sentence sentence() {
        return switch (seen.phase()) {
            case CONNECT ->
                new Sentence(
                        "not connected: " + course.target() + " (" + seen.detail() + ")",
                        "is the server running, are host and port right?");
            case STARTTLS -> beforeTls();
            case HANDSHAKE, ANSWER, GOODBYE -> handshake();
        };
    }

    private Sentence beforeTls() {
        String protocol = course.arguments().startTls().map(StartTls::toString).orElse("");
        return switch (seen.ending()) {
            case STARTTLS_REFUSED ->
                new Sentence(
                        "this server does not begin TLS in " + protocol + ": it says " + seen.detail(),
                        "does it speak that protocol here, and is TLS switched on in it?");
            case SILENT ->
                new Sentence(
                        "this server keeps silent: it did not begin TLS in " + protocol + " within " + patience(),
                        "does it speak that protocol here? If TLS is there from the first byte, leave --starttls out");
            case RESET -> Sentence.of("this server reset the connection before TLS, asked in " + protocol);
            default ->
                new Sentence(
                        "this server ended the connection before TLS, asked in " + protocol,
                        "does it speak that protocol here?");
        };
    }

    private Sentence handshake() {
        return switch (seen.ending()) {
            case CERTIFICATE_REFUSED -> refusal(seen.refusal().orElseThrow());
            case VERSION_REFUSED ->
                new Sentence(
                        "this server refuses " + course.version().protocol() + ": " + seen.detail(),
                        "it does not speak this version, or none of its cipher suites with us");
            case FATAL_ALERT -> new Sentence("this server refuses the handshake: " + seen.detail(), ON_ALERTS);
            case SILENT ->
                new Sentence(
                        "this server takes the connection and then keeps silent: no handshake within " + patience(),
                        NOT_TLS);
            case PLAINTEXT -> plaintext();
            case TRUNCATED ->
                new Sentence("this server ended the connection in the handshake, without an alert", NOT_TLS);
            case RESET -> new Sentence("this server reset the connection in the handshake, without an alert", NOT_TLS);
            case CRASHED ->
                new Sentence("the backend failed (" + seen.detail() + ")", "this is a bug: please report it");
            default -> new Sentence("what this server says is not acceptable as TLS (" + seen.detail() + ")", NOT_TLS);
        };
    }

    private Sentence refusal(Refusal refusal) {
        String wanted = refusal.reason() == Refusal.Reason.OTHER_NAME
                ? ", not for "
                        + course.arguments().serverName().orElse(course.target().host())
                : "";
        return new Sentence(
                "certificate refused: it " + refusal.words() + wanted,
                refusal.reason().advice());
    }

    private Sentence plaintext() {
        List<StartTls> guesses = StartTls.guess(seen.detail());
        String advice = guesses.isEmpty()
                ? "is TLS switched on, on this port?"
                : "try " + guesses.stream().map(guess -> "--starttls " + guess).collect(Collectors.joining(" or "));
        return new Sentence(
                "this server does not speak TLS from the first byte: it says " + OneLine.said(seen.detail()), advice);
    }

    private String patience() {
        return course.arguments().timeout().toSeconds() + " s";
    }
}
