// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tls.close.CloseReport;
import tls.close.CloseReport.Received;

/**
 * What came of a visit.
 *
 * @param ending in a word
 * @param detail what the backend had to say of it, or nothing
 * @param report what the connection knows of its end; empty if there was no connection
 * @param time from the goodbye until what came of it; empty if it did not get that far
 * @param readAfterwards bytes of data that were read after {@code bye(SHUT_WR)}
 * @param plaintext whether the transport carried plaintext afterwards
 * @param complaints what was not as it should be, beside the ending
 */
record Visited(
        Ending ending,
        String detail,
        Optional<CloseReport> report,
        Optional<Duration> time,
        long readAfterwards,
        Plaintext plaintext,
        List<String> complaints) {

    static Visited crashed(Exception thrown) {
        return new Visited(
                Ending.CRASHED,
                OneLine.of(thrown),
                Optional.empty(),
                Optional.empty(),
                0,
                Plaintext.NOT_TRIED,
                List.of());
    }

    boolean established() {
        return report.isPresent() && established(report.get());
    }

    static boolean established(CloseReport report) {
        return !report.protocol().equals("NONE");
    }

    /** The ending with its particulars. */
    String outcome() {
        return switch (ending) {
            case ORDERLY -> readAfterwards == 0 ? "orderly" : "orderly, " + readAfterwards + " bytes read first";
            case TRUNCATED -> report.map(Visited::truncation).orElse(ending.toString());
            default -> ending.toString();
        };
    }

    private static String truncation(CloseReport report) {
        return report.received() == Received.CUT_INSIDE_RECORD
                ? "truncated " + report.cutAfter() + " bytes into a record"
                : "truncated at a record boundary";
    }
}
