// SPDX-License-Identifier: Apache-2.0
package tls.close.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pitest.mutationtest.commandline.MutationCoverageReport;

/** Runs PIT, and compares who has survived with the list of those of whom it is known why. */
public final class Mutants {
    private static final double LEAST_KILLED = 0.9;

    private Mutants() {}

    /**
     * Does it.
     *
     * @param arguments the list, the directory for the reports, whose tests are to notice, and what else PIT is to be
     *     told; of the tests those before a semicolon are asked first, those behind it about who has survived
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, Mutant> mutants = new LinkedHashMap<>();
        int round = 0;
        for (String tests : arguments[2].split(";", -1)) {
            Path report = Path.of(arguments[1], "round-" + ++round);
            run(report, tests, List.of(arguments).subList(3, arguments.length));
            Mutant.in(report.resolve("mutations.xml"), Path.of("api/src/main/java"))
                    .forEach(mutant -> mutants.put(mutant.id(), mutant));
            System.out.printf("after %s: %s%n", tests, tally(mutants.values()));
            SurvivorsOnly.choose(mutants.values().stream()
                    .filter(mutant -> !mutant.isKilled())
                    .map(Mutant::id)
                    .collect(Collectors.toSet()));
        }
        boolean enough = count(mutants.values());
        boolean known = compare(mutants.values(), Path.of(arguments[0]));
        if (!enough || !known) {
            System.exit(1);
        }
    }

    private static void run(Path report, String tests, List<String> options) {
        MutationCoverageReport.main(Stream.concat(
                        Stream.of(
                                "--reportDir=" + report,
                                "--outputFormats=XML,HTML",
                                "--timestampedReports=false",
                                "--failWhenNoMutations=false",
                                "--targetTests=" + tests),
                        options.stream())
                .toArray(String[]::new));
    }

    /** In each package; those whose tests came to no end are killed, too, and are counted by themselves. */
    private static boolean count(Collection<Mutant> mutants) {
        Map<String, List<Mutant>> packages =
                mutants.stream().collect(Collectors.groupingBy(Mutant::room, TreeMap::new, Collectors.toList()));
        packages.forEach((room, those) -> System.out.printf("%s: %s%n", room, tally(those)));
        System.out.printf("all: %s%n", tally(mutants));
        return mutants.stream().filter(Mutant::isKilled).count() >= LEAST_KILLED * mutants.size();
    }

    private static String tally(Collection<Mutant> mutants) {
        long killed = mutants.stream().filter(Mutant::isKilled).count();
        Map<String, Long> statuses =
                mutants.stream().collect(Collectors.groupingBy(Mutant::status, TreeMap::new, Collectors.counting()));
        return String.format(
                "%d of %d killed, %.1f %% %s", killed, mutants.size(), 100. * killed / mutants.size(), statuses);
    }

    private static boolean compare(Collection<Mutant> mutants, Path list) throws IOException {
        Set<String> listed = Files.readAllLines(list).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf('\t')))
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> survivors = mutants.stream()
                .filter(mutant -> !mutant.isKilled())
                .map(Mutant::key)
                .collect(Collectors.toSet());
        Set<String> classes = mutants.stream().map(Mutant::type).collect(Collectors.toSet());
        survivors.stream()
                .filter(survivor -> !listed.contains(survivor))
                .sorted()
                .forEach(survivor -> System.out.println("survives and is not listed: " + survivor));
        listed.stream()
                .filter(line -> classes.contains(line.substring(0, line.indexOf('\t'))) && !survivors.contains(line))
                .sorted()
                .forEach(line -> System.out.println("listed and does not survive: " + line));
        return listed.containsAll(survivors);
    }
}
