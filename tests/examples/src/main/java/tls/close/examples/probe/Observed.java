// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.time.Duration;
import java.util.Optional;
import tls.close.CloseReport;
import tls.close.CloseReport.First;

/**
 * What came of a visit to a real server.
 *
 * @param phase how far it came
 * @param ending in a word
 * @param detail what the other side or the backend had to say of it, or nothing
 * @param refusal why the certificate was refused, if it was
 * @param report what the connection knows of its end; empty if there was no TLS
 * @param time from the end of our sending, or from our goodbye, until the end; empty if it did not get that far
 * @param read bytes of data that were read
 */
record Observed(
        Phase phase,
        Ending ending,
        String detail,
        Optional<Refusal> refusal,
        Optional<CloseReport> report,
        Optional<Duration> time,
        long read) {

    /** Before TLS, or instead of it. */
    static Observed early(Phase phase, Ending ending, String detail) {
        return new Observed(phase, ending, detail, Optional.empty(), Optional.empty(), Optional.empty(), 0);
    }

    boolean serverWasFirst() {
        return report.map(CloseReport::first).orElse(First.NOBODY) == First.PEER;
    }

    boolean insideRecord() {
        return cutAfter() > 0;
    }

    int cutAfter() {
        return report.map(CloseReport::cutAfter).orElse(0);
    }

    long discarded() {
        return report.map(CloseReport::discardedBytes).orElse(0L);
    }

    /** The ending with its particulars. */
    String outcome() {
        boolean established = phase == Phase.ANSWER || phase == Phase.GOODBYE;
        return switch (ending) {
            case TRUNCATED ->
                !established
                        ? "cut off before TLS was there"
                        : insideRecord()
                                ? "truncated " + cutAfter() + " bytes into a record"
                                : "truncated at a record boundary";
            case RESET -> established ? ending.toString() : "connection lost before TLS was there";
            case SILENT ->
                established
                        ? ending.toString()
                        : phase == Phase.STARTTLS ? "no STARTTLS in time" : "no handshake in time";
            case FATAL_ALERT, VERSION_REFUSED ->
                ending
                        + report.filter(it -> it.alert().isPresent())
                                .map(it -> " (alert " + it.alert().getAsInt() + ")")
                                .orElse("");
            default -> ending.toString();
        };
    }
}
