// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One line of the table.
 *
 * @param backend its short name
 * @param protocol the version of TLS
 * @param transport what TLS ran over
 * @param scenario what the server was to do
 * @param verdict whether it is as the rules say
 * @param ending what came of it, in a word
 * @param outcome the same with particulars
 * @param time from the goodbye until what came of it
 * @param discarded bytes of data that came after {@code bye(SHUT_RDWR)} and were thrown away
 * @param plaintext whether the transport carried plaintext afterwards
 * @param remarks what a person should know of it, a sentence each
 */
record Row(
        String backend,
        String protocol,
        String transport,
        String scenario,
        Verdict verdict,
        Ending ending,
        String outcome,
        Optional<Duration> time,
        OptionalLong discarded,
        Plaintext plaintext,
        List<String> remarks) {
    private static final String NONE = "-";

    /** A row of a backend or a server with which nothing could be done. */
    static Row nothing(String backend, Verdict verdict, Ending ending, String why) {
        return new Row(
                backend,
                NONE,
                NONE,
                NONE,
                verdict,
                ending,
                ending.toString(),
                Optional.empty(),
                OptionalLong.empty(),
                Plaintext.NOT_TRIED,
                List.of(ending + ": " + why + "; " + ending.advice()));
    }

    static Row of(TlsVersion version, Course course, String scenario, Visited visited, List<String> remarks) {
        return new Row(
                course.backend().name(),
                version.protocol(),
                course.kind().toString(),
                scenario,
                remarks.isEmpty() ? Verdict.OK : Verdict.FAILED,
                visited.ending(),
                visited.outcome(),
                visited.time(),
                visited.report().stream()
                        .filter(report -> visited.established())
                        .mapToLong(report -> report.discardedBytes())
                        .findFirst(),
                visited.plaintext(),
                remarks);
    }

    /** The same, but not held against anyone. */
    Row excused() {
        return new Row(
                backend,
                protocol,
                transport,
                scenario,
                Verdict.SKIPPED,
                ending,
                outcome,
                time,
                discarded,
                plaintext,
                remarks);
    }

    /** The remarks, each with what it is about. */
    List<String> fullRemarks() {
        String about = String.join(" ", backend, protocol, transport, scenario).replaceAll("( ?-)+$", "");
        return remarks.stream()
                .map(remark -> about.isEmpty() ? remark : about + ": " + remark)
                .toList();
    }
}
