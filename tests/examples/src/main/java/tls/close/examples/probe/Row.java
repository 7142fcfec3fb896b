// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tls.close.CloseReport;

/**
 * One line of the table.
 *
 * @param subject what it is about
 * @param verdict whether it is as it should be
 * @param ending what came of it, in a word
 * @param outcome the same with particulars
 * @param words the same in sentences, without advice; none for the embedded server
 * @param measures what was measured and counted
 * @param plaintext whether the transport carried plaintext afterwards
 * @param remarks what a person should know of it or do about it, a sentence each
 */
record Row(
        Subject subject,
        Verdict verdict,
        Ending ending,
        String outcome,
        List<String> words,
        Measures measures,
        Plaintext plaintext,
        List<String> remarks) {

    /** A row of something with which nothing could be done. */
    static Row nothing(String backend, Verdict verdict, Ending ending, Sentence why) {
        return new Row(
                Subject.of(backend),
                verdict,
                ending,
                ending.toString(),
                List.of(why.words()),
                Measures.none(),
                Plaintext.NOT_TRIED,
                List.of(why.toString()));
    }

    /** A row of the embedded server's. */
    static Row of(TlsVersion version, Course course, String scenario, Visited visited, List<String> remarks) {
        Optional<CloseReport> report = visited.report().filter(it -> visited.established());
        return new Row(
                new Subject(
                        course.backend().name(),
                        version.protocol(),
                        course.kind().toString(),
                        scenario),
                remarks.isEmpty() ? Verdict.OK : Verdict.FAILED,
                visited.ending(),
                visited.outcome(),
                List.of(),
                new Measures(
                        report.map(CloseReport::first),
                        Tally.of(List.of(visited.ending())),
                        Spread.of(visited.time().stream().toList()),
                        report.isPresent() ? OptionalLong.of(visited.readAfterwards()) : OptionalLong.empty(),
                        report.stream().mapToLong(CloseReport::discardedBytes).findFirst()),
                visited.plaintext(),
                remarks);
    }

    /** The same, but not held against anyone. */
    Row excused() {
        return new Row(subject, Verdict.SKIPPED, ending, outcome, words, measures, plaintext, remarks);
    }
}
