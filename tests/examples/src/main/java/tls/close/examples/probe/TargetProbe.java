// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tls.close.spi.TlsProvider;

/** Visits a real server with each backend and version, and says how it ends its connections. */
record TargetProbe(Arguments arguments, HostPort target, Credentials credentials) {

    List<Row> visit(List<TlsProvider> backends) throws BadArgumentException, InterruptedIOException {
        List<TargetCourse> courses = backends.stream()
                .flatMap(backend -> arguments.versions().stream()
                        .map(version -> new TargetCourse(backend, version, target, credentials, arguments)))
                .toList();
        List<Supplier<Observed>> visits = new ArrayList<>();
        for (int i = 0; i < arguments.repeat(); i++) {
            for (TargetCourse course : courses) {
                visits.add(new TargetVisit(course)::pay);
            }
        }
        return rows(courses, InTurn.all(visits, TargetProbe::isNobodyThere));
    }

    /** Then asking again, with another backend, would not help. */
    private static boolean isNobodyThere(Observed seen) {
        return seen.ending() == Ending.NOT_CONNECTED;
    }

    private static List<Row> rows(List<TargetCourse> courses, List<Observed> seen) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < courses.size(); i++) {
            List<Observed> visits = new ArrayList<>();
            for (int j = i; j < seen.size(); j += courses.size()) {
                if (!isNobodyThere(seen.get(j))) {
                    visits.add(seen.get(j));
                }
            }
            if (!visits.isEmpty()) {
                rows.add(new TargetRow(courses.get(i), visits).row());
            }
        }
        seen.stream()
                .filter(TargetProbe::isNobodyThere)
                .findFirst()
                .map(nobody -> new BeginningInWords(courses.get(0), nobody).sentence())
                .ifPresent(sentence -> rows.add(Row.nothing("-", Verdict.FAILED, Ending.NOT_CONNECTED, sentence)));
        return excuseRefusedVersions(rows);
    }

    /** A server need not speak every version, so long as it ends well with the same backend in another. */
    private static List<Row> excuseRefusedVersions(List<Row> rows) {
        return rows.stream()
                .map(row -> row.ending() == Ending.VERSION_REFUSED
                                && rows.stream()
                                        .anyMatch(other -> other.verdict() == Verdict.OK
                                                && other.subject()
                                                        .backend()
                                                        .equals(row.subject().backend()))
                        ? row.excused()
                        : row)
                .toList();
    }
}
