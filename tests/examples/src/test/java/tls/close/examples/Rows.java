// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Rows for tests. */
final class Rows {
    private Rows() {}

    static Row ok() {
        return row(Verdict.OK, Ending.ORDERLY, "orderly", Plaintext.YES, List.of());
    }

    static Row failed(String remark) {
        return row(Verdict.FAILED, Ending.TRUNCATED, "truncated at a record boundary", Plaintext.NO, List.of(remark));
    }

    private static Row row(Verdict verdict, Ending ending, String outcome, Plaintext plaintext, List<String> remarks) {
        return new Row(
                "jsse",
                "TLSv1.3",
                "socket",
                "goodbye",
                verdict,
                ending,
                outcome,
                Optional.of(Duration.ofNanos(1_234_567)),
                OptionalLong.of(36),
                plaintext,
                remarks);
    }
}
