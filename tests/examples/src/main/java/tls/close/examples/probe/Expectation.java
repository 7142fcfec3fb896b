// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;

/**
 * What the rules say must come of a visit to the embedded server.
 *
 * @param scenario what the server does
 * @param version the only one that is offered
 * @param request how the client ends
 */
record Expectation(Scenario scenario, TlsVersion version, CloseRequest request) {

    /** What is not as it should be, a sentence each. */
    List<String> complaints(Visited visited) {
        List<String> complaints = new ArrayList<>(visited.complaints());
        Ending expected = switch (scenario) {
            case GOODBYE -> Ending.ORDERLY;
            case CUT -> Ending.TRUNCATED;
        };
        if (visited.ending() != expected || visited.report().isEmpty()) {
            String detail = visited.detail().isEmpty() ? "" : " (" + visited.detail() + ")";
            complaints.add("should be: " + expected + ", was: " + visited.outcome() + detail);
            return complaints;
        }
        CloseReport report = visited.report().get();
        expect(complaints, "rule 12.2: the protocol", version.protocol(), report.protocol());
        expect(complaints, "rule 2.1: sent", Sent.CLOSE_NOTIFY, report.sent());
        switch (scenario) {
            case GOODBYE -> {
                long unasked = EmbeddedServer.UNASKED.getBytes(UTF_8).length;
                boolean discarding = request == CloseRequest.SHUT_RDWR;
                expect(complaints, "rule 2.3: bytes read", discarding ? 0 : unasked, visited.readAfterwards());
                expect(complaints, "rule 3.2: bytes discarded", discarding ? unasked : 0, report.discardedBytes());
                expect(complaints, "rule 5.3: plaintext afterwards", Plaintext.YES, visited.plaintext());
                expect(complaints, "rule 5.3: transportReusable", true, report.transportReusable());
                expect(complaints, "rule 10.1: first", First.LOCAL, report.first());
            }
            case CUT -> {
                expect(complaints, "rule 4.1: received", Received.CUT_AT_BOUNDARY, report.received());
                expect(complaints, "rule 5.4: transportReusable", false, report.transportReusable());
            }
        }
        return complaints;
    }

    private static void expect(List<String> complaints, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            complaints.add(what + " should be " + expected + ", was " + actual);
        }
    }
}
