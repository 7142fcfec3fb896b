// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tls.close.CloseReport.First;

/** Rows for tests. */
final class Rows {
    private Rows() {}

    static Row ok() {
        return row(Verdict.OK, Ending.ORDERLY, "orderly", Plaintext.YES, List.of());
    }

    static Row failed(String remark) {
        return row(Verdict.FAILED, Ending.TRUNCATED, "truncated at a record boundary", Plaintext.NO, List.of(remark));
    }

    static Row unavailable() {
        return Row.nothing("conscrypt", Verdict.SKIPPED, Ending.UNAVAILABLE, Sentence.of("no native library"));
    }

    /** Of a real server, the fourth of whose connections was another. */
    static Row ofFourVisits() {
        return new Row(
                Subject.ofTarget("bc", "TLSv1.2"),
                Verdict.FAILED,
                Ending.TRUNCATED,
                "3 orderly, 1 truncated at a record boundary",
                List.of("3 of 4 times: it is good", "1 of 4 times: it is bad"),
                new Measures(
                        Optional.empty(),
                        new Tally(3, 1, 0, 0),
                        Spread.of(List.of(Duration.ofMillis(7), Duration.ofMillis(1), Duration.ofMillis(30))),
                        OptionalLong.of(1000),
                        OptionalLong.of(24)),
                Plaintext.NOT_TRIED,
                List.of("1 of 4 times: it is bad; mend it"));
    }

    private static Row row(Verdict verdict, Ending ending, String outcome, Plaintext plaintext, List<String> remarks) {
        return new Row(
                new Subject("jsse", "TLSv1.3", "socket", "goodbye"),
                verdict,
                ending,
                outcome,
                List.of(),
                new Measures(
                        Optional.of(First.LOCAL),
                        Tally.of(List.of(ending)),
                        Spread.of(List.of(Duration.ofNanos(1_234_567))),
                        OptionalLong.of(0),
                        OptionalLong.of(36)),
                plaintext,
                remarks);
    }
}
