// SPDX-License-Identifier: Apache-2.0
package tls.close.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import tls.close.TlsEndpoint;
import tls.close.spi.TlsProvider;

/** Visits a real server, once with each backend and version, and says how it ends its connections. */
record TargetProbe(Arguments arguments, HostPort target, Trust trust) {

    List<Row> visit(List<TlsProvider> backends) {
        List<Row> rows = new ArrayList<>();
        try {
            for (TlsProvider backend : backends) {
                visit(backend, rows);
            }
        } catch (IOException e) {
            // Nobody there: asking again with another backend would not help.
            rows.add(Row.nothing("-", Verdict.FAILED, Ending.NOT_CONNECTED, target + " (" + OneLine.of(e) + ")"));
        }
        return rows;
    }

    private void visit(TlsProvider backend, List<Row> rows) throws IOException {
        List<Row> visits = new ArrayList<>();
        try {
            for (TlsVersion version : arguments.versions()) {
                visits.add(visit(backend, version));
            }
        } finally {
            rows.addAll(excuseRefusedVersions(visits));
        }
    }

    private Row visit(TlsProvider backend, TlsVersion version) throws IOException {
        Course course = new Course(
                backend,
                trust,
                trust.applyTo(TlsEndpoint.client(target.host(), target.port()).protocols(version.protocol())),
                TransportKind.SOCKET,
                new InetSocketAddress(target.host(), target.port()),
                arguments.text(),
                false,
                arguments.request(),
                arguments.timeout());
        Visited visited = Visit.pay(course);
        return Row.of(version, course, "target", visited, remarks(visited));
    }

    private static List<String> remarks(Visited visited) {
        List<String> remarks = new ArrayList<>(visited.complaints());
        if (visited.ending() != Ending.ORDERLY) {
            String detail = visited.ending().saysItAll() ? "" : " (" + visited.detail() + ")";
            remarks.add(visited.outcome() + detail + ": " + visited.ending().advice());
        }
        return List.copyOf(remarks);
    }

    /** A server need not speak every version, so long as it ends well in one. */
    private static List<Row> excuseRefusedVersions(List<Row> visits) {
        boolean oneIsWell = visits.stream().anyMatch(row -> row.verdict() == Verdict.OK);
        return visits.stream()
                .map(row -> oneIsWell && row.ending() == Ending.VERSION_REFUSED ? row.excused() : row)
                .toList();
    }
}
