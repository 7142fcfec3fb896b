// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import tls.close.CloseReport;
import tls.close.CloseReport.First;
import tls.close.CloseReport.Received;
import tls.close.CloseReport.Sent;
import tls.close.CloseRequest;
import tls.close.TlsEndpoint;
import tls.close.spi.TlsProvider;

/** Visits the embedded server in every way there is, and says what is not as the rules have it. */
final class EmbeddedProbe {
    private final Arguments arguments;
    private final SSLContext serverContext;
    private final Trust trust;

    EmbeddedProbe(Arguments arguments) throws GeneralSecurityException {
        ThrowAwayIdentity identity = ThrowAwayIdentity.create();
        this.arguments = arguments;
        this.serverContext = identity.serverContext();
        this.trust = identity.trust();
    }

    List<Row> visit(List<TlsProvider> backends) throws IOException, GeneralSecurityException {
        List<Row> rows = new ArrayList<>();
        for (TlsProvider backend : backends) {
            for (TlsVersion version : arguments.versions()) {
                for (TransportKind kind : TransportKind.values()) {
                    for (Scenario scenario : Scenario.values()) {
                        rows.add(visit(backend, version, kind, scenario));
                    }
                }
            }
        }
        return rows;
    }

    private Row visit(TlsProvider backend, TlsVersion version, TransportKind kind, Scenario scenario)
            throws IOException, GeneralSecurityException {
        try (EmbeddedServer server = EmbeddedServer.start(serverContext, scenario, arguments.timeout())) {
            Course course = new Course(
                    backend.newContext(new KeyManager[0], trust.managers()),
                    TlsEndpoint.client("localhost", server.address().getPort()).protocols(version.protocol()),
                    kind,
                    server.address(),
                    Optional.of(arguments.text().orElse("hello")),
                    true,
                    arguments.request(),
                    arguments.timeout());
            Visited visited = Visit.pay(course);
            List<String> remarks = new ArrayList<>(complaints(scenario, version, visited));
            server.complaint().ifPresent(complaint -> remarks.add("the embedded server: " + complaint));
            return Row.of(backend.name(), version, course, scenario.toString(), visited, List.copyOf(remarks));
        }
    }

    private List<String> complaints(Scenario scenario, TlsVersion version, Visited visited) {
        List<String> complaints = new ArrayList<>(visited.complaints());
        Ending expected = switch (scenario) {
            case GOODBYE -> Ending.ORDERLY;
            case CUT -> Ending.TRUNCATED;
        };
        if (visited.ending() != expected || visited.report().isEmpty()) {
            complaints.add("should be " + expected + ", was " + visited.outcome() + " (" + visited.detail() + ")");
            return complaints;
        }
        CloseReport report = visited.report().get();
        expect(complaints, "the protocol", version.protocol(), report.protocol());
        expect(complaints, "what we sent", Sent.CLOSE_NOTIFY, report.sent());
        switch (scenario) {
            case GOODBYE -> {
                boolean discarding = arguments.request() == CloseRequest.SHUT_RDWR;
                long unasked = EmbeddedServer.UNASKED.getBytes(UTF_8).length;
                expect(complaints, "rule 3.2: discarded", discarding ? unasked : 0, report.discardedBytes());
                expect(complaints, "rule 2.3: read", discarding ? 0 : unasked, visited.readAfterwards());
                expect(complaints, "rule 5.3: plaintext afterwards", Plaintext.YES, visited.plaintext());
                expect(complaints, "rule 10.1: first", First.LOCAL, report.first());
                expect(complaints, "rule 10.1: transportReusable", true, report.transportReusable());
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
