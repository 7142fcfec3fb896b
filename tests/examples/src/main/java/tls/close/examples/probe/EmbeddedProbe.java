// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import tls.close.TlsEndpoint;
import tls.close.examples.ThrowAwayIdentity;
import tls.close.spi.TlsProvider;

/** Visits the embedded server in every way there is, and holds what comes of it against the rules. */
final class EmbeddedProbe {
    private final Arguments arguments;
    private final SSLContext serverContext;
    private final Trust trust;

    EmbeddedProbe(Arguments arguments) throws GeneralSecurityException {
        ThrowAwayIdentity identity = ThrowAwayIdentity.create();
        this.arguments = arguments;
        this.serverContext = identity.serverContext();
        this.trust = Trust.in(identity.certificate());
    }

    List<Row> visit(List<TlsProvider> backends) throws IOException {
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
            throws IOException {
        try (EmbeddedServer server = EmbeddedServer.start(serverContext, scenario, arguments.timeout())) {
            Course course = new Course(
                    backend,
                    trust,
                    TlsEndpoint.client("localhost", server.address().getPort()).protocols(version.protocol()),
                    kind,
                    server.address(),
                    arguments.text().orElse("hello\n"),
                    arguments.request(),
                    arguments.timeout());
            Visited visited = Visit.pay(course);
            List<String> remarks =
                    new ArrayList<>(new Expectation(scenario, version, arguments.request()).complaints(visited));
            server.complaint().ifPresent(complaint -> remarks.add("the embedded server: " + complaint));
            return Row.of(version, course, scenario.toString(), visited, List.copyOf(remarks));
        }
    }
}
