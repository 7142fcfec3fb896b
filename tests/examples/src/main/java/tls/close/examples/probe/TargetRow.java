// SPDX-License-Identifier: Apache-2.0
package tls.close.examples.probe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import tls.close.CloseReport;
import tls.close.CloseReport.First;

/** Makes one row of all visits by one backend in one version. */
record TargetRow(TargetCourse course, List<Observed> visits) {

    Row row() {
        Map<Ending, Long> endings = visits.stream()
                .collect(Collectors.groupingBy(Observed::ending, LinkedHashMap::new, Collectors.counting()));
        boolean ok = endings.keySet().equals(Set.of(Ending.ORDERLY));
        return new Row(
                Subject.ofTarget(course.backend().name(), course.version().protocol()),
                ok ? Verdict.OK : Verdict.FAILED,
                worst(),
                counted(visits.stream().map(Observed::outcome).toList()),
                sentences(any -> true, Sentence::words),
                measures(),
                Plaintext.NOT_TRIED,
                ok ? List.of() : sentences(seen -> seen.ending() != Ending.ORDERLY, Sentence::toString));
    }

    /** What is not orderly counts for all. */
    private Ending worst() {
        return visits.stream()
                .map(Observed::ending)
                .filter(ending -> ending != Ending.ORDERLY)
                .findFirst()
                .orElse(Ending.ORDERLY);
    }

    private List<String> sentences(Predicate<Observed> which, Function<Sentence, String> text) {
        List<String> all = visits.stream()
                .filter(which)
                .map(seen -> text.apply(sentence(seen)))
                .toList();
        return all.stream()
                .distinct()
                .map(words -> {
                    long count = all.stream().filter(words::equals).count();
                    return count == visits.size() ? words : count + " of " + visits.size() + " times: " + words;
                })
                .toList();
    }

    private Sentence sentence(Observed seen) {
        return switch (seen.phase()) {
            case CONNECT, STARTTLS, HANDSHAKE -> new BeginningInWords(course, seen).sentence();
            case ANSWER, GOODBYE -> new EndInWords(course, seen).sentence();
        };
    }

    private static String counted(List<String> outcomes) {
        List<String> different = outcomes.stream().distinct().toList();
        return different.size() == 1
                ? different.get(0)
                : different.stream()
                        .map(outcome ->
                                outcomes.stream().filter(outcome::equals).count() + " " + outcome)
                        .collect(Collectors.joining(", "));
    }

    private Measures measures() {
        return new Measures(
                first(),
                Tally.of(visits.stream().map(Observed::ending).toList()),
                Spread.of(times()),
                most(Observed::read),
                most(Observed::discarded));
    }

    private Optional<First> first() {
        List<First> first = visits.stream()
                .flatMap(seen -> seen.report().stream())
                .map(CloseReport::first)
                .distinct()
                .toList();
        return first.size() == 1 ? Optional.of(first.get(0)) : Optional.empty();
    }

    /** Until the peer's close_notify; where it never came, until what came instead. */
    private List<Duration> times() {
        List<Duration> orderly =
                times(seen -> seen.report().filter(CloseReport::orderly).isPresent());
        return orderly.isEmpty() ? times(any -> true) : orderly;
    }

    private List<Duration> times(Predicate<Observed> which) {
        return visits.stream()
                .filter(which)
                .flatMap(seen -> seen.time().stream())
                .toList();
    }

    private OptionalLong most(ToLongFunction<Observed> bytes) {
        return visits.stream()
                .filter(seen -> seen.phase() == Phase.ANSWER || seen.phase() == Phase.GOODBYE)
                .mapToLong(bytes)
                .max();
    }
}
