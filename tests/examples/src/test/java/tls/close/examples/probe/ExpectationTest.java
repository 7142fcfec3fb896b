// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;

class ExpectationTest {
    private static final long UNASKED = EmbeddedServer.UNASKED.length();

    private final Expectation goodbye = new Expectation(Scenario.GOODBYE, TlsVersion.TLS_1_3, CloseRequest.SHUT_RDWR);
    private final Expectation halfGoodbye = new Expectation(Scenario.GOODBYE, TlsVersion.TLS_1_3, CloseRequest.SHUT_WR);
    private final Expectation cut = new Expectation(Scenario.CUT, TlsVersion.TLS_1_3, CloseRequest.SHUT_RDWR);

    @Test
    void whatIsAsTheRulesSayIsNotComplainedOf() {
        assertEquals(List.of(), goodbye.complaints(orderly(Sent.CLOSE_NOTIFY, UNASKED, 0, Plaintext.YES)));
        assertEquals(List.of(), halfGoodbye.complaints(orderly(Sent.CLOSE_NOTIFY, 0, UNASKED, Plaintext.YES)));
        assertEquals(List.of(), cut.complaints(truncated(Received.CUT_AT_BOUNDARY)));
    }

    @Test
    void aCutThatIsTakenForAnOrderlyEndIsComplainedOf() {
        assertOneComplaint(
                "should be: truncated, was: orderly", cut, orderly(Sent.CLOSE_NOTIFY, 0, 0, Plaintext.NOT_TRIED));
    }

    @Test
    void anOrderlyEndThatIsTakenForACutIsComplainedOf() {
        assertOneComplaint("should be: orderly", goodbye, truncated(Received.CUT_AT_BOUNDARY));
    }

    @Test
    void aCutThatTheReportDoesNotTellIsComplainedOf() {
        assertOneComplaint("rule 4.1", cut, truncated(Received.CUT_INSIDE_RECORD));
    }

    @Test
    void dataThatIsNotCountedIsComplainedOf() {
        assertOneComplaint("rule 3.2", goodbye, orderly(Sent.CLOSE_NOTIFY, UNASKED - 1, 0, Plaintext.YES));
        assertOneComplaint("rule 2.3", halfGoodbye, orderly(Sent.CLOSE_NOTIFY, 0, UNASKED - 1, Plaintext.YES));
    }

    @Test
    void aTransportThatIsNotHandedBackIsComplainedOf() {
        assertOneComplaint("rule 5.3", goodbye, orderly(Sent.CLOSE_NOTIFY, UNASKED, 0, Plaintext.NO));
    }

    @Test
    void anAlertThatIsNotSentIsComplainedOf() {
        List<String> complaints = goodbye.complaints(orderly(Sent.NOTHING, UNASKED, 0, Plaintext.YES));
        assertTrue(complaints.get(0).startsWith("rule 2.1"), complaints.toString());
    }

    @Test
    void anotherVersionIsComplainedOf() {
        assertOneComplaint(
                "rule 12.2",
                new Expectation(Scenario.GOODBYE, TlsVersion.TLS_1_2, CloseRequest.SHUT_RDWR),
                orderly(Sent.CLOSE_NOTIFY, UNASKED, 0, Plaintext.YES));
    }

    @Test
    void whatTheVisitComplainsOfIsPassedOn() {
        Visited visited = new Visited(
                Ending.TRUNCATED,
                "",
                Optional.of(report(Sent.CLOSE_NOTIFY, Received.CUT_AT_BOUNDARY, First.PEER, 0)),
                Optional.empty(),
                0,
                Plaintext.NOT_TRIED,
                List.of("read returned -1"));
        assertOneComplaint("read returned -1", cut, visited);
    }

    private static void assertOneComplaint(String start, Expectation expectation, Visited visited) {
        List<String> complaints = expectation.complaints(visited);
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(complaints.get(0).startsWith(start), complaints.toString());
    }

    private static Visited orderly(Sent sent, long discarded, long read, Plaintext plaintext) {
        return visited(Ending.ORDERLY, report(sent, Received.CLOSE_NOTIFY, First.LOCAL, discarded), read, plaintext);
    }

    private static Visited truncated(Received how) {
        return visited(Ending.TRUNCATED, report(Sent.CLOSE_NOTIFY, how, First.LOCAL, 0), 0, Plaintext.NOT_TRIED);
    }

    private static Visited visited(Ending ending, CloseReport report, long read, Plaintext plaintext) {
        return new Visited(ending, "", Optional.of(report), Optional.empty(), read, plaintext, List.of());
    }

    private static CloseReport report(Sent sent, Received received, First first, long discarded) {
        return new CloseReport(
                "TLSv1.3",
                sent,
                received,
                first,
                OptionalInt.empty(),
                0,
                discarded,
                1,
                1,
                Optional.empty(),
                Optional.empty());
    }
}
